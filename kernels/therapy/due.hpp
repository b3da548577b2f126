#pragma once
#include "kernels/process.hpp"
#include "kernels/state/intervention.hpp"

namespace metastasim::therapy {

/// Whether this run of a process is the first at or after the moment at which an intervention
/// begins: true once, a function of the tick and the process's period alone.
inline bool begins_now(const Intervention& intervention, const Step& step) {
  const auto us = [](double minutes) {
    return math::to_int64(math::round_to_nearest(minutes * 60e6));
  };
  const std::int64_t now = static_cast<std::int64_t>(step.tick) * step.state.tick_us;
  const std::int64_t at = us(intervention.at_min);
  return at <= now && now < at + us(step.dt_min);
}

}  // namespace metastasim::therapy
