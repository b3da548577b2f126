#include "kernels/parallel/compact.hpp"

#include "kernels/core/launch.hpp"
#include "kernels/parallel/scan.hpp"

namespace metastasim::parallel {

namespace {

struct AsNumbers {
  const std::uint8_t* flags;
  std::uint32_t* ones;
  HD void operator()(std::int64_t i) const { ones[i] = flags[i] != 0; }
};

struct WriteChosen {
  const std::uint8_t* flags;
  const std::uint32_t* place;
  std::uint32_t* chosen;
  HD void operator()(std::int64_t i) const {
    if (flags[i] != 0) chosen[place[i]] = static_cast<std::uint32_t>(i);
  }
};

}  // namespace

std::uint32_t compact(Device& device, const std::uint8_t* flags, std::uint32_t* chosen,
                      std::int64_t n) {
  Buffer<std::uint32_t> ones(device, static_cast<std::size_t>(n), "compact scratch");
  Buffer<std::uint32_t> place(device, static_cast<std::size_t>(n) + 1, "compact scratch");
  for_each_index(device, "compact flags", n, AsNumbers{flags, ones.data()});
  exclusive_scan(device, ones.data(), place.data(), n);
  for_each_index(device, "compact write", n, WriteChosen{flags, place.data(), chosen});
  std::uint32_t total = 0;
  device.copy_out(&total, place.data() + n, sizeof total);
  return total;
}

}  // namespace metastasim::parallel
