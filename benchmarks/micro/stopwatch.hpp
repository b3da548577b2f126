#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "kernels/core/device.hpp"

namespace metastasim::bench {

/// Whose rate of issue binds a kernel (issue.hpp).
enum class Unit : std::uint8_t { none, vectors, scalars, integers };

/// What an item cannot do without; 0 where nobody counted.
struct Work {
  double bytes = 0;  ///< that must cross memory, read and written
  Unit unit = Unit::none;
  double operations = 0;  ///< additions, multiplications, comparisons, conversions
  double divisions = 0;   ///< and square roots: they have a unit of their own
};

/// One thing to be timed.
struct Case {
  std::string name;
  std::string item;  ///< what the time is divided by: voxel, cell, key, run
  std::int64_t items;
  Work work;  ///< of one item
  std::function<void()> run;
};

struct Timing {
  double seconds;  ///< median time of one run
  double best;     ///< shortest one: what the machine can do when nobody else is on it
  double spread;   ///< distance of the quartiles as a share of the median, of four samples or more
  int samples;
};

/// Times batches of runs long enough for the clock and waits for the device around each batch. Five
/// samples at least, unless they would last 25 times as long as was asked for: then as many as fit.
Timing time(Device& device, const std::function<void()>& run, double at_least_s);

/// Bytes per second, read and written, of our own launcher's copy of a float array of `items`.
double copy_bandwidth(Device& device, std::int64_t items, double at_least_s);

/// The same over the voxels of a grid of n^3 with its ghosts.
double voxel_copy_bandwidth(Device& device, int n, double at_least_s);

}  // namespace metastasim::bench
