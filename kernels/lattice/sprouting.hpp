#pragma once
#include <cstdint>
#include <vector>

#include "kernels/core/buffer.hpp"
#include "kernels/core/platform.hpp"

/// Angiogenesis as Anderson and Chaplain published it: sprouts that walk, branch and join on a plane
/// lattice. A model of its own beside the cascade, with its numbers non-dimensional as there; it says
/// whether lattice walking, branching and joining here give the published networks.
namespace metastasim::lattice {

struct SproutingParams {
  double diffusion = 0.00035;      ///< D
  double chemotaxis = 0.38;        ///< chi
  double haptotaxis = 0.34;        ///< rho
  double fibronectin_made = 0.05;  ///< beta
  double fibronectin_lost = 0.1;   ///< gamma
  double factor_taken = 0.1;       ///< eta
  double branching_age = 0.5;      ///< psi
  double branching_density = 2.5;  ///< n_b c: vessel voxels of nine that a branch needs
  double dt = 0.01;
};

struct SproutingCounts {
  int sprouts = 0, active_tips = 0, vessel_voxels = 0;
  double reached = 0;  ///< the largest x of a vessel voxel, 0 to 1
  int branches(int at_start) const { return sprouts - at_start; }
  int anastomoses() const { return sprouts - active_tips; }
};

/// What a kernel sees of the plane: `nodes` along each side, x fastest.
struct SproutingPlane {
  int nodes = 0;
  double *factor = nullptr, *fibronectin = nullptr;  ///< c, f
  std::uint32_t* owner = nullptr;  ///< sprout that came last, counted from 1; 0: no vessel
  std::uint32_t* tips_here = nullptr;
};

/// What a kernel sees of the tips, one row a sprout.
struct SproutTips {
  std::uint32_t* count = nullptr;
  std::int32_t *at, *target, *child;  ///< nodes; child: where a branch begins, or -1
  double* age;                        ///< since the last branching, -1 where the tip has stopped
  std::uint32_t *stops, *slot;        ///< of the step
};

class Sprouting {
 public:
  /// The linear tumour at x = 1 and nine sprouts at x = 0.
  Sprouting(Device& device, const SproutingParams& params, std::uint64_t seed);
  void advance(int steps);
  SproutingCounts counts() const;

 private:
  void step();
  void make_room();
  SproutingPlane plane();
  SproutTips tips();

  Device& device_;
  SproutingParams params_;
  std::uint64_t seed_;
  std::uint32_t step_ = 0, capacity_ = 0;
  Buffer<double> factor_, fibronectin_, age_;
  Buffer<std::uint32_t> owner_, tips_here_, count_, stops_, slot_;
  Buffer<std::int32_t> at_, target_, child_;
};

}  // namespace metastasim::lattice
