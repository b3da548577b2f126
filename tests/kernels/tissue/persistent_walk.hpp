#pragma once
#include <cmath>

/// Laws of the walk of kernels/tissue/crawl.hpp in steps of a length of time.
namespace metastasim::testing {

/// Mean square displacement, exact: headings are kept with probability q from step to step. For short
/// steps it is Fuerth's.
inline double walk_square_um2(double um_per_min, double tau_min, double dt_min, int steps) {
  const double q = std::exp(-dt_min / tau_min), way = um_per_min * dt_min;
  return way * way *
         (steps * (1 + q) / (1 - q) - 2 * q * (1 - std::pow(q, steps)) / ((1 - q) * (1 - q)));
}

/// Mean of u along B for u along B + (1 - |B|) xi, by quadrature over the angle.
inline double mean_bias(double b) {
  double sum = 0;
  constexpr int n = 20000;
  for (int i = 0; i < n; ++i) {
    const double c = -1 + (2 * i + 1.0) / n, f = 1 - b;
    sum += (b + f * c) / std::sqrt(b * b + 2 * b * f * c + f * f) / n;
  }
  return sum;
}

}  // namespace metastasim::testing
