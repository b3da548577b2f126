#pragma once
#include <map>

#include "benchmarks/micro/issue.hpp"

namespace metastasim::bench {

/// How near a kernel came to one of the machine's limits.
struct Share {
  std::string of;  ///< "copy", "vector operations", ...
  double an_item;  ///< bytes or operations
  double per_s;    ///< of the limit, measured in this run
  double share;
};

/// The machine's limits, each measured once, when it is first asked for: the copy with as much to move
/// as the kernel has, the rates of issue in a cache.
class Limits {
 public:
  Limits(Device& device, double at_least_s) : device_(device), at_least_s_(at_least_s) {}

  /// Of all that was counted for the case. `seconds` of the shortest run: a busy machine spoils it least.
  std::vector<Share> shares(const Case& c, double seconds);
  /// Bytes a second, read and written, of a field of about as many voxels.
  double copied_voxels(std::int64_t voxels);

 private:
  /// Of an array for which about so many bytes are read and written.
  double copied_rows(double bytes);
  const IssueLimit& issue(Unit unit);

  Device& device_;
  double at_least_s_;
  std::map<std::int64_t, double> voxels_, rows_;
  std::map<Unit, IssueLimit> issues_;
};

/// The largest share, or null where there is none.
const Share* nearest_of(const std::vector<Share>& shares);

/// For people: "34 % of vector operations, 45.0 an item, 96.1 G/s"
std::string text_of(const Share& share);

}  // namespace metastasim::bench
