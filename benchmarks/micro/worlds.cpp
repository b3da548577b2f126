#include "benchmarks/micro/worlds.hpp"

#include <fmt/core.h>

#include <cmath>
#include <stdexcept>

#include "host/config/reader.hpp"
#include "tests/support/tree.hpp"

namespace metastasim::bench {

namespace {

/// Diameter of a ball that holds so many cells, each in a volume of its own.
double ball_um(std::int64_t cells, double volume_um3) {
  return 2 * std::cbrt(static_cast<double>(cells) * volume_um3 * 3 / (4 * M_PI));
}

/// A scenario of this folder with a ball in the middle of its primary site, and what else is set.
Scenario scenario(const char* file, double ball_um, double voxel_um,
                  std::vector<std::string> settings = {}) {
  const double edge = 16 * voxel_um * std::ceil(1.5 * ball_um / voxel_um / 16);
  const auto three = [](double um) {
    return fmt::format("[\"{0} um\", \"{0} um\", \"{0} um\"]", um);
  };
  settings.push_back("site.breast.size = " + three(edge));
  settings.push_back(fmt::format("site.breast.tumour.shape = {{ sphere = \"{} um\", centre = {} }}",
                                 ball_um, three(edge / 2)));
  config::ReadResult read = config::read_scenario(
      testing::in_tree("benchmarks/scenarios/" + std::string(file)), settings);
  if (!read.scenario) throw std::runtime_error(config::render_problems(read));
  return std::move(*read.scenario);
}

std::shared_ptr<Model> ten_minutes_in(const Scenario& scenario, Device& device) {
  auto model = std::make_shared<Model>(build_model(scenario, device));
  while (model->state.time_min() <= 10) advance(device, model->state, model->parameters);
  return model;
}

}  // namespace

std::shared_ptr<Model> tissue_world(Device& device, std::int64_t cells) {
  constexpr double distance_um = 16 * 0.9;  // of packed cells; sqrt(2) of them a distance^3
  return ten_minutes_in(
      scenario("everything.toml", ball_um(cells, std::pow(distance_um, 3) / std::sqrt(2.0)), 20,
               {fmt::format("injection.seeds.cells = {}", 1 + cells / 10)}),
      device);
}

std::shared_ptr<Model> lattice_world(Device& device, std::int64_t cells) {
  constexpr double voxel_um = 10, cells_a_voxel = 4;
  return ten_minutes_in(
      scenario("lattice.toml", ball_um(cells, std::pow(voxel_um, 3) / cells_a_voxel), voxel_um),
      device);
}

}  // namespace metastasim::bench
