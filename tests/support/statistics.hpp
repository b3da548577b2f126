#pragma once
#include <algorithm>
#include <cmath>
#include <vector>

/// Of samples, for tests of laws that chance obeys.
namespace metastasim::testing {

struct Moments {
  double n = 0, mean = 0, sd = 0;
  double standard_error() const { return sd / std::sqrt(n); }
};

inline Moments moments(const std::vector<double>& values) {
  Moments m;
  m.n = static_cast<double>(values.size());
  for (const double v : values) m.mean += v / m.n;
  for (const double v : values) m.sd += (v - m.mean) * (v - m.mean) / (m.n - 1);
  m.sd = std::sqrt(m.sd);
  return m;
}

/// Difference of two means in its standard errors (Welch). `digits` is what the numbers are known to,
/// of the mean's size: printed numbers that do not scatter differ by their last digit.
inline double z_of(const Moments& a, const Moments& b, double digits = 0) {
  const double error =
      std::hypot(a.standard_error(), b.standard_error(), digits * std::abs(a.mean));
  return a.mean == b.mean ? 0 : (a.mean - b.mean) / error;
}

struct KolmogorovSmirnov {
  double distance = 0, p = 1;
};

/// Two samples; p by Stephens' approximation, on the safe side where values tie.
inline KolmogorovSmirnov kolmogorov_smirnov(std::vector<double> a, std::vector<double> b) {
  std::ranges::sort(a);
  std::ranges::sort(b);
  const auto n = static_cast<double>(a.size()), m = static_cast<double>(b.size());
  KolmogorovSmirnov out;
  const auto below = [](const std::vector<double>& sorted, double x) {
    return static_cast<double>(std::ranges::upper_bound(sorted, x) - sorted.begin());
  };
  for (const auto* sample : {&a, &b})
    for (const double x : *sample)
      out.distance = std::max(out.distance, std::abs(below(a, x) / n - below(b, x) / m));
  const double root = std::sqrt(n * m / (n + m));
  const double lambda = (root + 0.12 + 0.11 / root) * out.distance;
  if (lambda < 0.2) return out;  // the series converges too slowly there, and p is 1
  double sum = 0;
  for (int k = 1; k <= 100; ++k)
    sum += (k % 2 == 1 ? 2 : -2) * std::exp(-2 * lambda * lambda * k * k);
  out.p = std::clamp(sum, 0.0, 1.0);
  return out;
}

}  // namespace metastasim::testing
