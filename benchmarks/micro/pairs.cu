// How many neighbours a cell of a world is compared with, counted by walking its bins as mechanics does; times what one
// comparison asks for, counted on paper in add_group of kernels/tissue/pair_force.hpp:
//   differences, converted and scaled 9, square of the distance 5, its bound 1, sum of radii 1, overlap 3, hold 4,
//   speed 5, share 1, three components 9, squeeze 3, touching 2, same place 2          45
//   the root, the gap and the share                                                     3 divisions
// Masks, and places of a group of eight that no neighbour fills, are the code's affair and not counted.
#include "benchmarks/micro/pairs.hpp"

#include <numeric>

#include "kernels/core/launch.hpp"
#include "kernels/tissue/bins.hpp"
#include "kernels/tissue/pair_force.hpp"

namespace metastasim::bench {

namespace {

constexpr double operations = 45, divisions = 3;

struct Count {
  tissue::BinView bins;
  std::uint32_t* compared;
  HD void operator()(std::uint32_t slot) const {
    std::uint32_t sum = 0;
    bins.around({bins.x[slot], bins.y[slot], bins.z[slot]},
                [&](std::uint32_t first, std::uint32_t end) { sum += end - first; });
    compared[slot] = sum;
  }
};

double compared(Device& device, Site& site) {
  Table& cells = site.cells;
  auto& bins = site.workspace.get<tissue::Bins>();
  bins.build(device, site.grid, cells, tissue::adhesion_reach);
  Buffer<std::uint32_t> count(device, cells.capacity(), "neighbours compared");
  for_each_row(device, "count pairs", cells.capacity(), cells.count(),
               Count{bins.view(), count.data()});
  const std::vector<std::uint32_t> of_cells = count.to_host();
  return std::accumulate(of_cells.begin(), of_cells.end(), 0.0);
}

}  // namespace

Work work_of_pairs(State& state) {
  double pairs = 0, cells = 0;
  for (const auto& site : state.sites) {
    if (site->cells.read_count() == 0) continue;
    pairs += compared(site->cells.device(), *site);
    cells += site->cells.read_count();
  }
  return {0, Unit::vectors, operations * pairs / cells, divisions * pairs / cells};
}

}  // namespace metastasim::bench
