// Which loops CPU threads share: those that are worth it, or every loop.
#include "kernels/core/launch.hpp"

#include <gtest/gtest.h>
#include <omp.h>

#include <cstdlib>
#include <set>

namespace metastasim {
namespace {

/// Notes who ran each item of a loop.
struct WhoRan {
  int* thread;
  HD void operator()([[maybe_unused]] std::uint32_t row) const {
#if !defined(__CUDA_ARCH__)
    thread[row] = omp_get_thread_num();
#endif
  }
};
struct WhoRanLine {
  WhoRan who;
  HD void operator()(const Span& line) const { who(static_cast<std::uint32_t>(line.z)); }
};

class Sharing : public ::testing::Test {
 protected:
  Sharing() : threads_before_(omp_get_max_threads()) { omp_set_num_threads(3); }
  ~Sharing() override { omp_set_num_threads(threads_before_); }

  std::size_t threads_in(const Buffer<int>& who) const {
    const std::vector<int> ran = who.to_host();
    return std::set<int>(ran.begin(), ran.end()).size();
  }
  std::size_t threads_of_rows(std::uint32_t n) {
    Buffer<int> who(device_, n, "who ran");
    Buffer<std::uint32_t> count(device_, 1, "count");
    count.copy_from_host(std::vector<std::uint32_t>{n});
    for_each_row(device_, "who ran", n, count.data(), WhoRan{who.data()});
    return threads_in(who);
  }
  std::size_t threads_of_planes(int n) {
    Buffer<int> who(device_, static_cast<std::size_t>(n), "who ran");
    for_each_span(device_, "who ran", Grid{4, 1, n, 20}, WhoRanLine{{who.data()}});
    return threads_in(who);
  }

  Device device_;

 private:
  int threads_before_;
};

TEST_F(Sharing, LeavesFewRowsAndVoxelsToOneThread) {
  if (std::getenv("METASTASIM_SHARE_EVERY_LOOP") != nullptr) GTEST_SKIP() << "every loop is";
  EXPECT_EQ(threads_of_rows(3), 1u);
  EXPECT_EQ(threads_of_planes(3), 1u);
  EXPECT_EQ(threads_of_rows(3000), 3u);
  EXPECT_EQ(threads_of_planes(3000), 3u);
}

TEST_F(Sharing, IsOfEveryLoopWhereItIsAskedFor) {
  device_.share_every_loop();
  EXPECT_EQ(threads_of_rows(3), 3u);
  EXPECT_EQ(threads_of_planes(3), 3u);
}

TEST_F(Sharing, IsOfEveryLoopWhereTheEnvironmentAsksForIt) {
  ASSERT_EQ(setenv("METASTASIM_SHARE_EVERY_LOOP", "1", 1), 0);
  const Device asked;
  unsetenv("METASTASIM_SHARE_EVERY_LOOP");
  EXPECT_TRUE(asked.shares(2, 1 << 15));
  EXPECT_FALSE(Device().shares(2, 1 << 15));
}

}  // namespace
}  // namespace metastasim
