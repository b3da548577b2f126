#include "kernels/vessels/segment_bins.hpp"

#include <algorithm>

#include "kernels/vessels/vessel_geometry.hpp"

namespace metastasim::vessels {

namespace {

/// About as long as a segment, and no more bins than voxels.
Grid bins_of(const Grid& block) {
  const float bin_um = math::max(40.0f, block.spacing_um);
  const auto along = [&](int voxels) {
    return 1 + static_cast<int>(static_cast<float>(voxels) * block.spacing_um / bin_um);
  };
  return {along(block.nx), along(block.ny), along(block.nz), bin_um};
}

struct Vec {
  double x, y, z;
};
Vec operator-(Vec a, Vec b) { return {a.x - b.x, a.y - b.y, a.z - b.z}; }
Vec operator+(Vec a, Vec b) { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
Vec operator*(double s, Vec v) { return {s * v.x, s * v.y, s * v.z}; }
double dot(Vec a, Vec b) { return a.x * b.x + a.y * b.y + a.z * b.z; }

Vec um(Position p) {
  constexpr double unit = 1.0 / units_per_um;
  return {p.x * unit, p.y * unit, p.z * unit};
}

double fraction(double part, double whole) {
  return whole > 0 ? math::clamp(part / whole, 0.0, 1.0) : 0.0;
}

}  // namespace

/// Ericson 2005, Real-Time Collision Detection, 5.1.9.
Approach approach(const VesselEdit& edit, int from, Position to, const EditedSegment& other) {
  const Vec p = um(edit.nodes[from].at), q = um(edit.nodes[other.from].at);
  const Vec u = um(to) - p, v = um(edit.nodes[other.to].at) - q, w = p - q;
  const double uu = dot(u, u), vv = dot(v, v), uv = dot(u, v), uw = dot(u, w), vw = dot(v, w);
  double s = fraction(uv * vw - uw * vv, uu * vv - uv * uv);
  const double t = fraction(uv * s + vw, vv);
  s = fraction(uv * t - uw, uu);
  const Vec apart = w + s * u - t * v;
  return {math::sqrt(dot(apart, apart)), t};
}

SegmentBins::SegmentBins(const VesselEdit& edit, std::int32_t site, const Grid& block)
    : edit_(edit), bins_(bins_of(block)), newest_(static_cast<std::size_t>(bins_.voxels()), -1) {
  for (std::size_t s = 0; s < edit.segments.size(); ++s)
    if (edit.segments[s].site == site) insert(static_cast<int>(s));
}

void SegmentBins::insert(int segment) {
  const EditedSegment& s = edit_.segments[segment];
  if (s.removed || s.kind == VesselKind::lymphatic) return;
  for (const VesselPiece& piece : pieces_of(bins_, edit_.nodes[s.from].at, edit_.nodes[s.to].at)) {
    int& newest = newest_[static_cast<std::size_t>(piece.voxel)];
    entries_.push_back({segment, newest});
    newest = static_cast<int>(entries_.size()) - 1;
  }
}

std::vector<int> SegmentBins::near(Position a, Position b, double reach_um) const {
  const std::int32_t reach = to_fixed(static_cast<float>(reach_um));
  const Voxel low = bins_.voxel_at(
      {math::min(a.x, b.x) - reach, math::min(a.y, b.y) - reach, math::min(a.z, b.z) - reach});
  const Voxel high = bins_.voxel_at(
      {math::max(a.x, b.x) + reach, math::max(a.y, b.y) + reach, math::max(a.z, b.z) + reach});
  std::vector<int> found;
  for (int z = low.z; z <= high.z; ++z)
    for (int y = low.y; y <= high.y; ++y)
      for (int x = low.x; x <= high.x; ++x)
        for (int e = newest_[static_cast<std::size_t>(bins_.number(x, y, z))]; e >= 0;
             e = entries_[static_cast<std::size_t>(e)].older)
          found.push_back(entries_[static_cast<std::size_t>(e)].segment);
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace metastasim::vessels
