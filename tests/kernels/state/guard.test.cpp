#include <gtest/gtest.h>

#include <numeric>

#include "kernels/core/buffer.hpp"

namespace metastasim {
namespace {

TEST(GuardDeathTest, HostCodeThatTouchesDeviceStateCrashes) {
  ::testing::FLAGS_gtest_death_test_style = "threadsafe";
  Device guarded(Place::guard);
  Buffer<int> buffer(guarded, 100, "numbers");
  EXPECT_DEATH(*buffer.data() = 1, "");
}

TEST(Guard, ExplicitCopiesPass) {
  Device guarded(Place::guard);
  Buffer<int> buffer(guarded, 100, "numbers");
  std::vector<int> numbers(100);
  std::iota(numbers.begin(), numbers.end(), 0);
  buffer.copy_from_host(numbers);
  EXPECT_EQ(buffer.to_host(), numbers);
  buffer.resize(200);
  EXPECT_EQ(buffer.to_host()[99], 99);
  EXPECT_EQ(buffer.to_host()[199], 0);
}

TEST(Buffer, RefusesACopyLongerThanItself) {
  Device device;
  Buffer<int> buffer(device, 2, "two numbers");
  EXPECT_THROW(buffer.copy_from_host(std::vector<int>(3)), std::length_error);
}

}  // namespace
}  // namespace metastasim
