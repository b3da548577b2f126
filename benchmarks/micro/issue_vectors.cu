// The ceiling of kernels whose loops become vector instructions: the same launcher, flags and threads.
#include "benchmarks/micro/issue.hpp"
#include "kernels/core/buffer.hpp"
#include "kernels/core/launch.hpp"

namespace metastasim::bench {

namespace {

constexpr int steps = 16;

template <class Step>
struct Chains {
  const float* from;
  float* to;
  Grid grid;
  HD void operator()(int x, int y, int z) const {
    const std::int64_t i = grid.at(x, y, z);
    to[i] = all_chains<steps>(Step{}, from[i] + 9);
  }
};

/// Items a second; few enough of them to stay in a cache.
template <class Step>
double items_per_s(Device& device, double at_least_s) {
  const Grid grid{64, 16, 16, 1};
  Buffer<float> from(device, grid.stored(), "start"), to(device, grid.stored(), "end");
  const Chains<Step> body{from.data(), to.data(), grid};
  const auto run = [&] { for_each_voxel(device, "issue", grid, body); };
  return static_cast<double>(grid.voxels()) / time(device, run, at_least_s).best;
}

}  // namespace

IssueLimit vector_issue(Device& device, double at_least_s) {
  constexpr int operations = chains * steps * MultiplyAdd<float>::operations + beside_the_steps + 1;
  return {operations * items_per_s<MultiplyAdd<float>>(device, at_least_s),
          chains * steps * items_per_s<Divide<float>>(device, at_least_s)};
}

}  // namespace metastasim::bench
