#include "kernels/vessels/fixed_point.hpp"

#include <cmath>

namespace metastasim::vessels {

namespace {

using Vector = std::vector<double>;

double dot(const Vector& a, const Vector& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

void add(Vector& to, double factor, const Vector& what) {
  for (std::size_t i = 0; i < to.size(); ++i) to[i] += factor * what[i];
}

Vector difference(const Vector& a, const Vector& b) {
  Vector out = a;
  add(out, -1, b);
  return out;
}

Vector weighed(Vector values, const Vector& weight) {
  for (std::size_t i = 0; i < weight.size(); ++i) values[i] *= weight[i];
  return values;
}

}  // namespace

/// Shares of the residual steps that together come nearest to the residual: Gram-Schmidt from the
/// newest step on; a step that adds no direction of its own gets none.
Vector FixedPoint::combination(Vector residual, const Vector& weight) const {
  const std::size_t steps = residual_steps_.size();
  std::vector<Vector> directions;
  std::vector<Vector> triangle(steps, Vector(steps));
  Vector along(steps);
  for (std::size_t j = 0; j < steps; ++j) {
    Vector direction = weighed(residual_steps_[steps - 1 - j], weight);
    const double length = std::sqrt(dot(direction, direction));
    for (std::size_t i = 0; i < j; ++i) {
      triangle[i][j] = dot(directions[i], direction);
      add(direction, -triangle[i][j], directions[i]);
    }
    const double own = std::sqrt(dot(direction, direction));
    if (own > 1e-6 * length) {
      triangle[j][j] = own;
      for (double& v : direction) v /= own;
      along[j] = dot(direction, residual);
      add(residual, -along[j], direction);
    } else {
      direction.assign(direction.size(), 0.0);
    }
    directions.push_back(std::move(direction));
  }
  Vector out(steps);
  for (std::size_t j = steps; j-- > 0;) {
    if (triangle[j][j] == 0) continue;
    double sum = along[j];
    for (std::size_t k = j + 1; k < steps; ++k) sum -= triangle[j][k] * out[steps - 1 - k];
    out[steps - 1 - j] = sum / triangle[j][j];
  }
  return out;
}

Vector FixedPoint::next(const Vector& x, const Vector& g, const Vector& weight) {
  const Vector residual = difference(g, x);
  if (!last_residual_.empty()) {
    residual_steps_.push_back(difference(residual, last_residual_));
    value_steps_.push_back(difference(g, last_value_));
    if (residual_steps_.size() > depth_) {
      residual_steps_.pop_front();
      value_steps_.pop_front();
    }
  }
  last_residual_ = residual;
  last_value_ = g;
  Vector out = g;
  const Vector share = combination(weighed(residual, weight), weight);
  for (std::size_t j = 0; j < share.size(); ++j) add(out, -share[j], value_steps_[j]);
  return out;
}

}  // namespace metastasim::vessels
