#include <cmath>
#include <memory>

#include "benchmarks/micro/cases.hpp"
#include "host/sim/tumour.hpp"
#include "tests/support/bench.hpp"

namespace metastasim::bench {

namespace {

constexpr double voxel_um = 20, distance_um = 16;

/// Edge of the ball that holds so many spheres in closest packing (sqrt(2) spheres a distance^3).
double ball_um(std::int64_t cells) {
  const double volume = static_cast<double>(cells) / std::sqrt(2.0) * std::pow(distance_um, 3);
  return 2 * std::cbrt(volume * 3 / (4 * M_PI)) + distance_um;
}

struct World {
  State state;
  Parameters parameters;
};

std::shared_ptr<World> world(std::int64_t cells) {
  const int n = voxels_along(cells);
  auto out = std::make_shared<World>(World{testing::box(n), testing::default_parameters()});
  const double middle = n * voxel_um / 2;
  std::vector<testing::PlacedCell> placed;
  for (const auto& p : pack_ball({middle, middle, middle}, ball_um(cells), distance_um))
    placed.push_back(
        {static_cast<float>(p[0]), static_cast<float>(p[1]), static_cast<float>(p[2])});
  testing::place(out->state, *out->state.sites[0], placed);
  return out;
}

/// Fields are paid by the voxel, the flow of blood by the run, everything else by the cell.
std::string item_of(Stage stage) {
  return stage == Stage::fields ? "voxel" : stage == Stage::flow ? "run" : "cell";
}

}  // namespace

int voxels_along(std::int64_t cells) {
  return 16 * static_cast<int>(std::ceil(ball_um(cells) / voxel_um / 16));
}

std::vector<Case> process_cases(Device&, std::int64_t cells) {
  const auto here = world(cells);
  const Site& site = *here->state.sites[0];
  std::vector<Case> cases;
  for (const CascadeEntry& entry : cascade()) {
    const std::string item = item_of(entry.stage);
    const std::int64_t items = item == "voxel"  ? site.grid.voxels()
                               : item == "cell" ? site.cells.read_count()
                                                : 1;
    const char* name = entry.process.name;
    const double dt_min = entry.period_s / 60.0;
    cases.push_back({name, item, items, 0, [here, name, dt_min] {
                       testing::run_once(here->state, here->parameters, name, dt_min);
                     }});
  }
  return cases;
}

}  // namespace metastasim::bench
