#pragma once
#include <omp.h>

#include "kernels/core/launch.hpp"

/// Stages that follow one another through a block. One launch a stage would carry the block through
/// memory as often as there are stages; on CPU cores each stage follows `reach` planes behind the one
/// before it instead, while those planes are in a cache. What is computed is the same to the bit.
namespace metastasim {

/// body(Span) for all lines of `grid`. It reads what the stage before wrote no more than `reach` planes
/// away along z, and writes nothing that an earlier stage reads further away than that. A grid of half
/// as many planes as the block is that of coarse voxels: its plane comes when both fine ones are through.
template <class Body>
struct WaveStage {
  const char* label;
  Grid grid;
  int reach;
  Body body;
};

namespace detail {

template <class Body>
void run_plane(const WaveStage<Body>& stage, int z, int planes) {
  const int fine = planes / stage.grid.nz;
  if ((z + 1) % fine != 0) return;
  for (int y = 0; y < stage.grid.ny; ++y) stage.body(Span{0, stage.grid.nx, y, z / fine});
}

/// Planes that one thread takes through all stages. At an end that borders on another thread's, each
/// stage stops as far away as it and those before it reach: neither side needs the other yet.
struct Slab {
  int planes, begin, end;
  bool takes(int z, int reached) const {
    return z >= (begin == 0 ? 0 : begin + reached) && z < (end == planes ? end : end - reached);
  }
};

template <class... Bodies>
void run_slab(const Slab& slab, int reach_of_all, const WaveStage<Bodies>&... stages) {
  for (int front = slab.begin; front < slab.end + reach_of_all; ++front) {
    int reached = 0;
    const auto run = [&](const auto& stage) {
      reached += stage.reach;
      if (slab.takes(front - reached, reached)) run_plane(stage, front - reached, slab.planes);
    };
    (run(stages), ...);
  }
}

/// What two slabs left between them.
template <class... Bodies>
void run_seam(int planes, int border, const WaveStage<Bodies>&... stages) {
  int reached = 0;
  const auto run = [&](const auto& stage) {
    reached += stage.reach;
    for (int z = border - reached; z < border + reached; ++z) run_plane(stage, z, planes);
  };
  (run(stages), ...);
}

}  // namespace detail

/// All stages, in their order, over a block.
template <class... Bodies>
void for_each_span_in_waves(Device& device, const char* label, const Grid& block,
                            const WaveStage<Bodies>&... stages) {
  const int planes = block.nz, reach = (stages.reach + ...);
  const int slabs =
      device.shares(block.voxels(), detail::voxels_shared) ? omp_get_max_threads() : 1;
  const bool too_thin = slabs > 1 && planes / slabs < 2 * reach + 4;
  if (device.is_cuda() || too_thin)
    return (for_each_span(device, stages.label, stages.grid, stages.body), ...);
  LaunchScope scope(device, label);
  const auto border = [=](int slab) { return 2 * (planes / 2 * slab / slabs); };
  const auto slab_of = [=](int s) {
    return detail::Slab{planes, border(s), s + 1 == slabs ? planes : border(s + 1)};
  };
#pragma omp parallel for schedule(static) if (slabs > 1)
  for (int s = 0; s < slabs; ++s) detail::run_slab(slab_of(s), reach, stages...);
#pragma omp parallel for schedule(static) if (slabs > 2)
  for (int s = 1; s < slabs; ++s) detail::run_seam(planes, border(s), stages...);
}

}  // namespace metastasim
