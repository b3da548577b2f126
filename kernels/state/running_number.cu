#include "kernels/state/running_number.hpp"

#include "kernels/core/launch.hpp"

namespace metastasim {

namespace {

struct Advance {
  std::uint64_t* next;
  const std::uint32_t* n;
  HD void operator()(std::int64_t) const { *next += *n; }
};

}  // namespace

void RunningNumber::advance(Device& device, const std::uint32_t* n) {
  for_each_index(device, "give out numbers", 1, Advance{next_.data(), n});
}

}  // namespace metastasim
