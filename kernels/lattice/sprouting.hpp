#pragma once
#include <cstdint>
#include <vector>

#include "kernels/core/buffer.hpp"
#include "kernels/lattice/sprouts.hpp"

/// Angiogenesis as Anderson and Chaplain published it: sprouts that walk, branch and join on a plane
/// lattice. A model of its own beside the cascade, with its numbers non-dimensional as there; it says
/// whether lattice walking, branching and joining here give the published networks.
namespace metastasim::lattice {

struct SproutingCounts {
  int sprouts = 0, active_tips = 0, vessel_voxels = 0;
  double reached = 0;  ///< the largest x of a vessel voxel, 0 to 1
  int branches(int at_start) const { return sprouts - at_start; }
  int anastomoses() const { return sprouts - active_tips; }
};

class Sprouting {
 public:
  /// The linear tumour at x = 1 and nine sprouts at x = 0.
  Sprouting(Device& device, const SproutingParams& params, std::uint64_t seed);
  void advance(int steps);
  SproutingCounts counts() const;
  /// x of each sprout's tip, 0 to 1, the oldest first; after the step in which it began, its first.
  std::vector<double> tips_x() const;

 private:
  void lay_fields();
  void lay_sprouts();
  void step();
  void make_room();
  sprouts::Plane plane();
  sprouts::Tips tips();

  Device& device_;
  SproutingParams params_;
  std::uint64_t seed_;
  std::uint32_t step_ = 0, capacity_ = 0;
  Buffer<double> factor_, fibronectin_, age_;
  Buffer<std::uint32_t> owner_, tips_here_, count_, slot_;
  Buffer<std::int32_t> at_, target_, child_;
};

}  // namespace metastasim::lattice
