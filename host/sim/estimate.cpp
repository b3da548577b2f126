#include "host/sim/estimate.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include "host/io/write_output.hpp"
#include "host/sim/enough_memory.hpp"
#include "host/sim/model.hpp"
#include "host/sim/runner.hpp"
#include "host/sim/time_text.hpp"
#include "host/sim/trial.hpp"

namespace metastasim {

namespace {

std::string space_text(const State& state) {
  std::uint64_t voxels = 0, cells = 0;
  for (const auto& site : state.sites) {
    voxels += static_cast<std::uint64_t>(site->grid.voxels());
    cells += site->cells.read_count();
  }
  return fmt::format("{} sites, {} voxels, {} cells now, {} vessel segments", state.sites.size(),
                     grouped(voxels), grouped(cells), grouped(state.vessels.segments.read_count()));
}

std::string memory_text(const std::string& needed, const Device& device) {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  const double held = static_cast<double>(used.ru_maxrss) * 1024;
  const std::string on_gpu =
      device.is_cuda() ? fmt::format("{} on the GPU, ", bytes_text(device.bytes_in_use())) : "";
  return fmt::format(
      "{}; measured just now: {}{} (set-up, the first steps and one output; grows "
      "with the cells)",
      needed, on_gpu, bytes_text(held));
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
                     bytes_text(outputs * each + 2 * checkpoint), outputs, bytes_text(each),
                     bytes_text(checkpoint));
}

std::string time_text(Model& model, const Scenario& scenario, Device& device) {
  const Trial trial = take_trial(device, model);
  const double seconds = run_seconds(trial, model.state.tick_us, plan_of(scenario, {}).end_tick);
  return fmt::format(
      "about {} on {}, and what writing takes (measured just now: every process {} times, weighed "
      "by how often it runs; more as the tumour grows)",
      clock_text(seconds), device.description(), trial.steps);
}

}  // namespace

std::vector<config::Estimate> estimate(const Scenario& scenario, Device& device) {
  const MemoryNeed need = memory_need(scenario, cells_at_start(scenario));
  const Memories there = memories_of(device);
  const std::string needed = memory_line(need, there);
  if (memory_shortage(need, there)) return {{"memory", needed}};
  Model model = build_model(scenario, device);
  const std::string space = space_text(model.state);
  const std::string disk = disk_text(model.state, scenario, device);
  const std::string time = time_text(model, scenario, device);
  return {
      {"space", space}, {"memory", memory_text(needed, device)}, {"disk", disk}, {"time", time}};
}

}  // namespace metastasim
