#include "host/sim/estimate.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>

#include "host/io/write_output.hpp"
#include "host/sim/model.hpp"
#include "host/sim/runner.hpp"
#include "host/sim/time_text.hpp"

namespace metastasim {

namespace {

constexpr int trial_steps = 20;

std::string megabytes(double bytes) {
  return bytes < 1e9 ? fmt::format("{:.1f} MB", bytes / 1e6)
                     : fmt::format("{:.1f} GB", bytes / 1e9);
}

std::string space_text(const State& state) {
  std::uint64_t voxels = 0, cells = 0;
  for (const auto& site : state.sites) {
    voxels += static_cast<std::uint64_t>(site->grid.voxels());
    cells += site->cells.read_count();
  }
  return fmt::format("{} sites, {} voxels, {} cells now, {} vessel segments", state.sites.size(),
                     grouped(voxels), grouped(cells), grouped(state.vessels.segments.read_count()));
}

std::string memory_text(const Device& device) {
  const double free =
      static_cast<double>(sysconf(_SC_AVPHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGESIZE));
  return fmt::format("{} now, grows with the cells ({} free on this machine)",
                     megabytes(static_cast<double>(device.bytes_in_use())), megabytes(free));
}

double bytes_of(const Output& output) {
  double bytes = 0;
  const auto add = [&](const std::vector<Array>& arrays) {
    for (const Array& array : arrays)
      bytes += std::visit(
          [](const auto& values) { return static_cast<double>(values.size() * sizeof values[0]); },
          array.values);
  };
  for (const Block& block : output.blocks)
    if (const auto* image = std::get_if<ImageData>(&block.data)) {
      add(image->cell_data);
    } else {
      const auto& poly = std::get<PolyData>(block.data);
      bytes += static_cast<double>(poly.points_um.size() * 4 + poly.connectivity.size() * 8);
      add(poly.point_data);
      add(poly.cell_data);
    }
  return bytes;
}

std::string disk_text(const State& state, const Scenario& scenario, const Device& device) {
  const RunPlan plan = plan_of(scenario, {});
  const std::uint32_t outputs = plan.end_tick / plan.output_every + 1;
  const double each = bytes_of(gather_output(state, scenario.output));
  const auto checkpoint = static_cast<double>(device.bytes_in_use());
  return fmt::format("at most {} ({} states of {} before compression; 2 checkpoints of {})",
                     megabytes(outputs * each + 2 * checkpoint), outputs, megabytes(each),
                     megabytes(checkpoint));
}

std::string time_text(Model& model, const Scenario& scenario, Device& device) {
  using Clock = std::chrono::steady_clock;
  const auto begun = Clock::now();
  for (int step = 0; step < trial_steps; ++step) advance(device, model.state, model.parameters);
  device.synchronize();
  const double each = std::chrono::duration<double>(Clock::now() - begun).count() / trial_steps;
  const double ticks = plan_of(scenario, {}).end_tick;
  return fmt::format("about {} on {} (measured just now on {} steps; more as the tumour grows)",
                     clock_text(each * ticks), device.description(), trial_steps);
}

}  // namespace

std::vector<config::Estimate> estimate(const Scenario& scenario, Device& device) {
  Model model = build_model(scenario, device);
  std::vector<config::Estimate> out{{"space", space_text(model.state)},
                                    {"memory", memory_text(device)},
                                    {"disk", disk_text(model.state, scenario, device)}};
  out.push_back({"time", time_text(model, scenario, device)});
  return out;
}

}  // namespace metastasim
