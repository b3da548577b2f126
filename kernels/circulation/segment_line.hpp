#pragma once
#include "kernels/core/random.hpp"
#include "kernels/state/grid.hpp"
#include "kernels/state/vessels.hpp"

/// A vessel segment as a straight tube between its two nodes.
namespace metastasim::journey {

struct Vector {
  float x, y, z;
};
HD inline float dot(Vector a, Vector b) { return a.x * b.x + a.y * b.y + a.z * b.z; }

/// The unit vector nearest to `direction` that is perpendicular to `axis`; `direction` itself where
/// the two are parallel.
HD inline Vector across(Vector axis, UnitVector direction) {
  const Vector d{direction.x, direction.y, direction.z};
  const float axis2 = dot(axis, axis);
  const float share = axis2 > 0 ? dot(d, axis) / axis2 : 0.0f;
  const Vector p{d.x - share * axis.x, d.y - share * axis.y, d.z - share * axis.z};
  const float length = math::sqrt(dot(p, p));
  return length > 1e-6f ? Vector{p.x / length, p.y / length, p.z / length} : d;
}

struct SegmentLine {
  const std::int32_t *from, *to, *x, *y, *z;

  explicit SegmentLine(const Vessels& vessels)
      : from(vessels.segments.data(segment::from)),
        to(vessels.segments.data(segment::to)),
        x(vessels.nodes.data(node::x)),
        y(vessels.nodes.data(node::y)),
        z(vessels.nodes.data(node::z)) {}

  HD Vector start(std::uint32_t row) const {
    const std::int32_t a = from[row];
    return {to_um(x[a]), to_um(y[a]), to_um(z[a])};
  }
  /// From start to end, in um.
  HD Vector axis(std::uint32_t row) const {
    const std::int32_t a = from[row], b = to[row];
    return {to_um(x[b] - x[a]), to_um(y[b] - y[a]), to_um(z[b] - z[a])};
  }
  /// The point on the axis, in um.
  HD Vector at(std::uint32_t row, float along) const {
    const Vector s = start(row), d = axis(row);
    return {s.x + d.x * along, s.y + d.y * along, s.z + d.z * along};
  }
  /// Where on the axis, as a fraction, the point nearest to `p` lies.
  HD float nearest(std::uint32_t row, Vector p) const {
    const Vector s = start(row), d = axis(row);
    const float length2 = dot(d, d);
    if (length2 <= 0) return 0;
    return math::clamp(dot({p.x - s.x, p.y - s.y, p.z - s.z}, d) / length2, 0.0f, 1.0f);
  }
  /// Distance from `p` to the axis, in um.
  HD float distance(std::uint32_t row, Vector p) const {
    const Vector q = at(row, nearest(row, p));
    const Vector d{p.x - q.x, p.y - q.y, p.z - q.z};
    return math::sqrt(dot(d, d));
  }
};

}  // namespace metastasim::journey
