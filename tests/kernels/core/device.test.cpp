#include "kernels/core/device.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "kernels/core/buffer.hpp"

namespace metastasim {
namespace {

TEST(Device, MemoryThatIsReusedIsZeroAgain) {
  Device device;
  for (int round = 0; round < 3; ++round) {
    Buffer<int> scratch(device, 100000, "scratch");
    EXPECT_EQ(scratch.to_host(), std::vector<int>(100000, 0));
    scratch.copy_from_host(std::vector<int>(100000, 7));
  }
  EXPECT_EQ(device.bytes_in_use(), 0u);
}

TEST(Device, CountsTheBytesInUse) {
  Device device;
  const Buffer<char> small(device, 1, "one byte"), large(device, 1'000'000, "a megabyte");
  EXPECT_GE(device.bytes_in_use(), 1'000'001u);
  EXPECT_LE(device.bytes_in_use(), 1'000'001u * 9 / 8 + 8192);
}

}  // namespace
}  // namespace metastasim
