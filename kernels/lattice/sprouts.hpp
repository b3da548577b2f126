#pragma once
#include <cstdint>

#include "kernels/core/hash.hpp"
#include "kernels/core/platform.hpp"
#include "kernels/core/random.hpp"

/// What the kernels of Sprouting see.
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

}  // namespace metastasim::lattice

namespace metastasim::lattice::sprouts {

constexpr int nodes_along = 201, all_nodes = nodes_along * nodes_along;
constexpr double spacing = 1.0 / (nodes_along - 1);
constexpr double stopped = -1;  ///< instead of an age

/// What a kernel sees of the plane: `nodes` along each side, x fastest.
struct Plane {
  int nodes = 0;
  double *factor = nullptr, *fibronectin = nullptr;  ///< c, f
  std::uint32_t* owner = nullptr;  ///< sprout that came last, counted from 1; 0: no vessel
  std::uint32_t* tips_here = nullptr;
};

/// What a kernel sees of the tips, one row a sprout.
struct Tips {
  std::uint32_t* count = nullptr;
  std::int32_t *at, *target, *child;  ///< nodes; child: where a branch begins, or -1
  double* age;                        ///< since the last branching, -1 where the tip has stopped
  std::uint32_t* slot;                ///< of the step: how many older tips stand on the same node
};

constexpr auto process = static_cast<std::uint16_t>(name_key("lattice sprouting"));
enum Draw : std::uint16_t { way, place };

struct Chance {
  std::uint64_t seed;
  std::uint32_t step;
  HD Draws of(std::uint32_t tip) const { return {seed, tip + 1, step, process}; }
};

}  // namespace metastasim::lattice::sprouts
