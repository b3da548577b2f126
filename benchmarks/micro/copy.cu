// The yardstick: what the machine moves when our own launchers do nothing but copy. A kernel that moves as many bytes
// cannot be faster, so its speed is told as a share of this one, measured on an array of the same size in the same run.
#include "benchmarks/micro/stopwatch.hpp"
#include "kernels/core/buffer.hpp"
#include "kernels/core/launch.hpp"

namespace metastasim::bench {

namespace {

struct Copy {
  const float* from;
  float* to;
  HD void operator()(std::int64_t i) const { to[i] = from[i]; }
};

struct CopyVoxel {
  const float* from;
  float* to;
  Grid grid;
  HD void operator()(int x, int y, int z) const {
    const std::int64_t i = grid.at(x, y, z);
    to[i] = from[i];
  }
};

constexpr double bytes = 2 * sizeof(float);

}  // namespace

double copy_bandwidth(Device& device, std::int64_t items, double at_least_s) {
  Buffer<float> from(device, static_cast<std::size_t>(items), "copied from");
  Buffer<float> to(device, static_cast<std::size_t>(items), "copied to");
  const Copy body{from.data(), to.data()};
  const auto run = [&] { for_each_index(device, "copy", items, body); };
  return bytes * static_cast<double>(items) / time(device, run, at_least_s).best;
}

double voxel_copy_bandwidth(Device& device, int n, double at_least_s) {
  const Grid grid{n, n, n, 20};
  Buffer<float> from(device, static_cast<std::size_t>(grid.stored()), "copied from");
  Buffer<float> to(device, static_cast<std::size_t>(grid.stored()), "copied to");
  const CopyVoxel body{from.data(), to.data(), grid};
  const auto run = [&] { for_each_voxel(device, "copy voxels", grid, body); };
  return bytes * static_cast<double>(grid.voxels()) / time(device, run, at_least_s).best;
}

}  // namespace metastasim::bench
