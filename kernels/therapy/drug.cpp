#include "kernels/therapy/drug.hpp"

#include <cmath>

namespace metastasim::therapy {

namespace {

constexpr double forgotten_half_lives = 64;  // 2^-64: below the last bit of any sum

double power_of_half(double exponent) { return math::exp(-exponent * 0.69314718055994530942); }

/// The doses given by now, the latest first, as long as anything is left of them.
double left_of_doses(const Intervention& drug, double time_min) {
  const double last = math::min(time_min, drug.until_min);
  double k = std::isinf(drug.every_min) ? 0 : math::floor((last - drug.at_min) / drug.every_min);
  if (k > 0 && drug.at_min + k * drug.every_min >= drug.until_min) --k;  // `until` is no dose
  double sum = 0;
  for (; k >= 0; --k) {
    const double age = time_min - drug.at_min - (k > 0 ? k * drug.every_min : 0);
    if (age > forgotten_half_lives * drug.half_life_min) break;
    sum += power_of_half(age / drug.half_life_min);
  }
  return sum;
}

}  // namespace

double concentration(const Intervention& drug, double time_min) {
  if (time_min < drug.at_min) return 0;
  if (std::isinf(drug.half_life_min)) return time_min < drug.until_min ? drug.dose : 0;
  return drug.dose * left_of_doses(drug, time_min);
}

double effect(const Intervention& drug, double time_min) {
  const double c = concentration(drug, time_min);
  return drug.efficacy * (std::isinf(c) ? 1 : c / (1 + c));
}

float protease_activity(const Step& step) {
  const double now = step.tick * static_cast<double>(step.state.tick_us) / 60e6;
  double left = 1;
  for (const Intervention& drug : step.state.interventions)
    if (drug.kind == InterventionKind::protease_inhibitor) left *= 1 - effect(drug, now);
  return static_cast<float>(left);
}

}  // namespace metastasim::therapy
