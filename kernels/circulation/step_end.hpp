#pragma once
#include "kernels/core/math.hpp"
#include "kernels/process.hpp"

namespace metastasim::circulation {

/// The moment up to which a process that runs in this step takes everybody, in microseconds since the start of
/// the run. Who sets off at the end of a step sets off then, whatever the length of a tick.
inline std::int64_t end_us(const Step& s) {
  return static_cast<std::int64_t>(s.tick) * s.state.tick_us +
         math::to_int64(math::round_to_nearest(s.dt_min * 60e6));
}

}  // namespace metastasim::circulation
