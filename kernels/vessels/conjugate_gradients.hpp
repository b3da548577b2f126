#pragma once
#include <array>
#include <cmath>
#include <vector>

#include "kernels/core/error.hpp"
#include "kernels/vessels/conductors.hpp"

namespace metastasim::vessels {

/// Conjugate gradients (Hestenes and Stiefel 1952) for several right sides that lie side by side:
/// value[node * lanes + lane], the ground's last. One thread, one order.
template <int lanes>
class ConjugateGradients {
 public:
  explicit ConjugateGradients(const Conductors& conductors) : conductors_(conductors) {}

  /// Pressures that make `rest` flow out of the unknown nodes, until `reduction` of the error is left.
  /// `precondition(z)` replaces z by what solves nearly the same problem.
  template <class Precondition>
  std::vector<double> solve(std::vector<double> rest, double reduction,
                            const Precondition& precondition) {
    Vector found(rest.size()), image, z = rest;
    precondition(z);
    Vector direction = z;
    Lanes energy = dot(rest, z), enough = energy;
    for (double& e : enough) e *= reduction * reduction;
    for (rounds_ = 0; any_above(energy, enough) && rounds_ < most_rounds; ++rounds_) {
      apply(direction, image);
      Lanes length = ratio(energy, dot(direction, image));
      add(found, length, direction);
      for (double& l : length) l = -l;
      add(rest, length, image);
      z = rest;
      precondition(z);
      const Lanes before = energy;
      energy = dot(rest, z);
      turn(direction, ratio(energy, before), z);
    }
    for (const double e : energy)
      if (!std::isfinite(e)) throw NumericalError(unsolvable);
    return found;
  }
  /// Of the last solve.
  int rounds() const { return rounds_; }

 private:
  using Vector = std::vector<double>;
  using Lanes = std::array<double, lanes>;
  static constexpr int most_rounds = 500;

  static Lanes dot(const Vector& a, const Vector& b) {
    Lanes sum{};  // in this order on every machine
    for (std::size_t i = 0; i < a.size(); i += lanes)
      for (int l = 0; l < lanes; ++l) sum[l] += a[i + l] * b[i + l];
    return sum;
  }
  /// to += factor * what
  static void add(Vector& to, const Lanes& factor, const Vector& what) {
    for (std::size_t i = 0; i < to.size(); i += lanes)
      for (int l = 0; l < lanes; ++l) to[i + l] += factor[l] * what[i + l];
  }
  /// direction = z + keep * direction
  static void turn(Vector& direction, const Lanes& keep, const Vector& z) {
    for (std::size_t i = 0; i < z.size(); i += lanes)
      for (int l = 0; l < lanes; ++l) direction[i + l] = z[i + l] + keep[l] * direction[i + l];
  }
  static bool any_above(const Lanes& values, const Lanes& limits) {
    bool any = false;
    for (int l = 0; l < lanes; ++l) any = any || values[l] > limits[l];
    return any;
  }
  static Lanes ratio(const Lanes& a, const Lanes& b) {
    Lanes out;
    for (int l = 0; l < lanes; ++l) out[l] = b[l] > 0 ? a[l] / b[l] : 0.0;
    return out;
  }
  /// What pressures at the unknown nodes make flow out of them.
  void apply(const Vector& pressure, Vector& flow) const {
    flow.assign(pressure.size(), 0.0);
    for (int c = 0; c < conductors_.count(); ++c) {
      const std::size_t a = static_cast<std::size_t>(conductors_.from[c]) * lanes;
      const std::size_t b = static_cast<std::size_t>(conductors_.to[c]) * lanes;
      for (int l = 0; l < lanes; ++l) {
        const double q = conductors_.conductance[c] * (pressure[a + l] - pressure[b + l]);
        flow[a + l] += q;
        flow[b + l] -= q;
      }
    }
    for (int l = 0; l < lanes; ++l) flow[flow.size() - lanes + l] = 0;  // the ground takes all
  }

  const Conductors& conductors_;
  int rounds_ = 0;
};

}  // namespace metastasim::vessels
