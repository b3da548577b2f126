#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "kernels/core/device.hpp"

namespace metastasim::bench {

/// One thing to be timed.
struct Case {
  std::string name;
  std::string item;  ///< what the time is divided by: voxel, cell, key, run
  std::int64_t items;
  double bytes_per_item;  ///< that must cross memory, read and written; 0 where nobody counted them
  std::function<void()> run;
};

struct Timing {
  double seconds;  ///< median time of one run
  double best;     ///< shortest one: what the machine can do when nobody else is on it
  double spread;   ///< distance of the quartiles as a share of the median
  int samples;
};

/// Times batches of runs long enough for the clock and waits for the device around each batch.
Timing time(Device& device, const std::function<void()>& run, double at_least_s);

/// Bytes per second, read and written, of our own launcher's copy of a float array of `items`.
double copy_bandwidth(Device& device, std::int64_t items, double at_least_s);

/// The same over the voxels of a grid of n^3 with its ghosts.
double voxel_copy_bandwidth(Device& device, int n, double at_least_s);

}  // namespace metastasim::bench
