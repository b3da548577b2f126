#pragma once
#include <cmath>
#include <cstdint>
#include <cstring>

#include "kernels/core/platform.hpp"

/// The only mathematics that state may depend on: plain +, -, *, / and sqrt, which IEEE 754 fixes
/// to the bit. libm and CUDA's library differ by an ulp or two, and so do two versions of libm;
/// these functions do not. Errors: below 2 ulp in double (tests/kernels/core/math.test.cu); the
/// float forms round the double result.
namespace metastasim::math {

template <class To, class From>
HD inline To bits_as(From from) {
  static_assert(sizeof(To) == sizeof(From));
  To to;
  memcpy(&to, &from, sizeof(To));
  return to;
}

template <class T>
HD constexpr T min(T a, T b) {
  return b < a ? b : a;
}
template <class T>
HD constexpr T max(T a, T b) {
  return a < b ? b : a;
}
template <class T>
HD constexpr T clamp(T x, T low, T high) {
  return x < low ? low : (high < x ? high : x);
}
template <class T>
HD constexpr T square(T x) {
  return x * x;
}
template <class T>
HD constexpr T cube(T x) {
  return x * x * x;
}
HD inline float sqrt(float x) { return ::sqrtf(x); }
HD inline double sqrt(double x) { return ::sqrt(x); }
HD inline float abs(float x) { return x < 0 ? -x : x; }
HD inline double abs(double x) { return x < 0 ? -x : x; }

/// Truncates toward zero; out of range saturates and NaN gives 0, where the language leaves both
/// open.
HD inline std::int32_t to_int(float x) {
  if (x != x) return 0;
  if (x >= 2147483648.0f) return 2147483647;
  if (x <= -2147483648.0f) return -2147483647 - 1;
  return static_cast<std::int32_t>(x);
}
HD inline std::int64_t to_int64(double x) {
  if (x != x) return 0;
  if (x >= 9223372036854775808.0) return 9223372036854775807LL;
  if (x <= -9223372036854775808.0) return -9223372036854775807LL - 1;
  return static_cast<std::int64_t>(x);
}
HD inline double floor(double x) {
  if (abs(x) >= 4503599627370496.0) return x;
  const double t = static_cast<double>(static_cast<std::int64_t>(x));
  return t > x ? t - 1 : t;
}
HD inline double round_to_nearest(double x) { return floor(x + 0.5); }

namespace detail {
constexpr double ln2_high =
    6.93147180369123816490e-01;  // 32 significant bits: k * ln2_high is exact
constexpr double ln2_low = 1.90821492927058770002e-10;
HD inline double power_of_two(int k) {
  return bits_as<double>(static_cast<std::uint64_t>(k + 1023) << 52);
}
}  // namespace detail

namespace detail {
/// e^r - 1 for |r| <= ln2/2: Taylor to r^13, the next term is below 5e-18.
HD inline double exp_minus_one_core(double r) {
  double sum = 1.0 / 6227020800.0;
  const double reciprocal_factorial[] = {
      1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880, 1.0 / 40320, 1.0 / 5040,
      1.0 / 720,       1.0 / 120,      1.0 / 24,      1.0 / 6,      0.5};
  for (double c : reciprocal_factorial) sum = sum * r + c;
  return r + r * r * sum;
}
}  // namespace detail

/// e^x. Overflow gives infinity, below -745.2 gives 0.
HD inline double exp(double x) {
  if (x != x) return x;
  if (x > 709.782712893384) return bits_as<double>(std::uint64_t{0x7FF0000000000000});
  if (x < -745.2) return 0;
  const double k = round_to_nearest(x * 1.44269504088896338700);
  const double r = (x - k * detail::ln2_high) - k * detail::ln2_low;
  const double value = 1.0 + detail::exp_minus_one_core(r);
  const int n = static_cast<int>(k);
  const int half = n / 2;  // two factors reach the subnormals and the last binade without overflow
  return value * detail::power_of_two(half) * detail::power_of_two(n - half);
}

/// e^x - 1 without cancellation near 0.
HD inline double expm1(double x) {
  return abs(x) < 0.34 ? detail::exp_minus_one_core(x) : exp(x) - 1;
}

/// Natural logarithm; log(0) = -infinity, negative arguments give NaN.
HD inline double log(double x) {
  if (x != x || x < 0) return bits_as<double>(std::uint64_t{0x7FF8000000000000});
  if (x == 0) return bits_as<double>(std::uint64_t{0xFFF0000000000000});
  int k = 0;
  if (x < 2.2250738585072014e-308) {
    x *= 18014398509481984.0;
    k = -54;
  }
  std::uint64_t bits = bits_as<std::uint64_t>(x);
  if (bits >= 0x7FF0000000000000) return x;
  k += static_cast<int>(bits >> 52) - 1023;
  bits = (bits & 0x000FFFFFFFFFFFFF) | 0x3FF0000000000000;
  double m = bits_as<double>(bits);
  if (m > 1.41421356237309504880) {
    m *= 0.5;
    ++k;
  }
  const double f = m - 1.0;  // exact
  const double s = f / (2.0 + f);
  const double z = s * s;  // below 0.0295: 2 atanh(s) to s^23
  double tail = 1.0 / 23;
  const double odd_reciprocals[] = {1.0 / 21, 1.0 / 19, 1.0 / 17, 1.0 / 15, 1.0 / 13,
                                    1.0 / 11, 1.0 / 9,  1.0 / 7,  1.0 / 5,  1.0 / 3};
  for (double c : odd_reciprocals) tail = tail * z + c;
  const double half_square =
      0.5 * f * f;  // log(1+f) = f - f^2/2 + s (f^2/2 + 2 z tail), as in fdlibm
  const double kd = static_cast<double>(k);
  return kd * detail::ln2_high -
         ((half_square - (s * (half_square + 2 * z * tail) + kd * detail::ln2_low)) - f);
}

/// x^y for x >= 0; relative error about |y log x| times one ulp.
HD inline double pow(double x, double y) {
  if (y == 0) return 1;
  if (x == 0) return y > 0 ? 0 : bits_as<double>(std::uint64_t{0x7FF0000000000000});
  return exp(y * log(x));
}

namespace detail {
HD inline double sin_core(double r) {
  const double z = r * r;
  double sum = -1.0 / 1307674368000.0;
  const double c[] = {1.0 / 6227020800.0, -1.0 / 39916800.0, 1.0 / 362880.0,
                      -1.0 / 5040.0,      1.0 / 120.0,       -1.0 / 6.0};
  for (double ci : c) sum = sum * z + ci;
  return r + r * z * sum;
}
HD inline double cos_core(double r) {
  const double z = r * r;
  double sum = 1.0 / 20922789888000.0;
  const double c[] = {-1.0 / 87178291200.0, 1.0 / 479001600.0, -1.0 / 3628800.0,
                      1.0 / 40320.0,        -1.0 / 720.0,      1.0 / 24.0};
  for (double ci : c) sum = sum * z + ci;
  return 1.0 - 0.5 * z + z * z * sum;
}
HD inline double sin_quadrant(double x, int quarter_turns) {
  const double k = round_to_nearest(x * 0.63661977236758134308);
  const double r = (x - k * 1.57079632673412561417e+00) - k * 6.07710050650619224932e-11;
  const int quadrant = static_cast<int>((static_cast<std::int64_t>(k) + quarter_turns) & 3);
  const double value = (quadrant & 1) ? cos_core(r) : sin_core(r);
  return (quadrant & 2) ? -value : value;
}
}  // namespace detail

/// Sine and cosine for |x| below 1e5 (absolute error below 1e-15 there).
HD inline double sin(double x) { return detail::sin_quadrant(x, 0); }
HD inline double cos(double x) { return detail::sin_quadrant(x, 1); }

HD inline float exp(float x) { return static_cast<float>(exp(static_cast<double>(x))); }
HD inline float log(float x) { return static_cast<float>(log(static_cast<double>(x))); }
HD inline float pow(float x, float y) {
  return static_cast<float>(pow(static_cast<double>(x), static_cast<double>(y)));
}
HD inline float sin(float x) { return static_cast<float>(sin(static_cast<double>(x))); }
HD inline float cos(float x) { return static_cast<float>(cos(static_cast<double>(x))); }
HD inline double log10(double x) { return log(x) * 0.43429448190325182765; }
HD inline float cbrt(float x) {
  return x == 0 ? 0.0f : static_cast<float>(exp(log(static_cast<double>(x)) / 3));
}

constexpr double pi = 3.14159265358979323846;

/// Probability that a hazard of `rate_per_min` strikes within `dt_min`: 1 - exp(-rate dt).
HD inline float hazard_probability(float rate_per_min, float dt_min) {
  return static_cast<float>(1.0 - exp(-static_cast<double>(rate_per_min) * dt_min));
}

}  // namespace metastasim::math
