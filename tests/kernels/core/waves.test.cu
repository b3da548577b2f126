#include "kernels/core/waves.hpp"

#include <gtest/gtest.h>
#include <omp.h>

#include "kernels/core/hash.hpp"
#include "tests/support/bench.hpp"

namespace metastasim {
namespace {

/// to = a hash of `from` in its own plane and in the planes around it, so that one value too new or too
/// old changes everything behind it.
struct Mix {
  Grid grid;
  const std::uint64_t* from;
  std::uint64_t* to;
  int planes_from, planes_to, fine;  // planes around fine * z that are read
  HD void operator()(const Span& span) const {
    for (int x = span.x0; x < span.x1; ++x) {
      std::uint64_t hash = to[at(x, span.y, span.z)];
      for (int d = planes_from; d <= planes_to; ++d)
        hash = mix64(hash ^ from[at(x, span.y, fine * span.z + d)]);
      to[at(x, span.y, span.z)] = hash;
    }
  }
  HD std::int64_t at(int x, int y, int z) const {
    return grid.at(x, y, math::clamp(z, 0, grid.nz - 1));
  }
};

struct Block {
  Grid grid, half;
  Buffer<std::uint64_t> a, b, coarse;
  explicit Block(int planes)
      : grid{16, 64, planes, 20},
        half{16, 64, planes / 2, 40},
        a(testing::device(), grid.stored(), "a"),
        b(testing::device(), grid.stored(), "b"),
        coarse(testing::device(), grid.stored(), "coarse") {
    std::vector<std::uint64_t> values(a.size());
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = mix64(i);
    a.copy_from_host(values);
  }
  template <class Use>
  void with_stages(const Use& use) {
    use(WaveStage<Mix>{"own", grid, 0, {grid, b.data(), a.data(), 0, 0, 1}},
        WaveStage<Mix>{"there", grid, 1, {grid, a.data(), b.data(), -1, 1, 1}},
        WaveStage<Mix>{"back", grid, 1, {grid, b.data(), a.data(), -1, 1, 1}},
        WaveStage<Mix>{"coarse", half, 2, {grid, a.data(), coarse.data(), -1, 2, 2}});
  }
  std::vector<std::vector<std::uint64_t>> values() const {
    return {a.to_host(), b.to_host(), coarse.to_host()};
  }
};

std::vector<std::vector<std::uint64_t>> one_launch_a_stage(int planes) {
  Block block(planes);
  block.with_stages([](const auto&... stage) {
    (for_each_span(testing::device(), stage.label, stage.grid, stage.body), ...);
  });
  return block.values();
}

TEST(Waves, ComputeWhatOneLaunchAStageDoes) {
  const int threads_before = omp_get_max_threads();
  for (const int planes : {2, 12, 26, 32, 50, 64})
    for (const int threads : {1, 2, 3, 4, 5}) {
      omp_set_num_threads(threads);
      Block block(planes);
      block.with_stages([&](const auto&... stages) {
        for_each_span_in_waves(testing::device(), "waves", block.grid, stages...);
      });
      EXPECT_EQ(block.values(), one_launch_a_stage(planes)) << planes << ", " << threads;
    }
  omp_set_num_threads(threads_before);
}

}  // namespace
}  // namespace metastasim
