#include "kernels/resolve/shares.hpp"

#include "kernels/core/launch.hpp"
#include "kernels/parallel/scan.hpp"

namespace metastasim::resolve {

namespace {

struct GatherNumbers {
  const std::uint32_t *rows, *number;
  std::uint32_t* numbers;
  HD void operator()(std::uint32_t i) const { numbers[i] = number[rows[i]]; }
};

}  // namespace

Shares::Shares(Device& device, const ChosenRows& chosen, const std::uint32_t* number)
    : chosen_(chosen.list()),
      start_(device, std::size_t{size().most} + 1, "shares", Contents::undefined),
      total_(device, 1, "sum of shares") {
  Buffer<std::uint32_t> numbers(device, size().most, "shares by row", Contents::undefined);
  for_each_row(device, "gather shares", size(),
               GatherNumbers{chosen_.rows, number, numbers.data()});
  parallel::exclusive_scan(device, numbers.data(), start_.data(), size(), total_.data());
}

}  // namespace metastasim::resolve
