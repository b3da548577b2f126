#include "host/sim/process_times.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace metastasim {

void ProcessTimes::set_size(std::uint64_t cells, std::uint64_t voxels) {
  cells_ = static_cast<double>(cells);
  voxels_ = static_cast<double>(voxels);
}

void ProcessTimes::before(const Process&, const State&) { begun_ = Clock::now(); }

void ProcessTimes::after(const Process& process, const State&) {
  device_->synchronize();
  add(process.name, std::chrono::duration<double>(Clock::now() - begun_).count());
}

void ProcessTimes::add(const std::string& name, double seconds) {
  auto row = std::ranges::find(rows_, name, &ProcessTime::name);
  if (row == rows_.end()) row = rows_.insert(row, {name});
  ++row->calls;
  row->seconds += seconds;
  row->cells += cells_;
  row->voxels += voxels_;
}

std::uint64_t cells_in(const State& state) {
  std::uint64_t cells = state.travellers.read_count();
  for (const auto& site : state.sites) cells += site->cells.read_count();
  return cells;
}

std::uint64_t voxels_in(const State& state) {
  std::uint64_t voxels = 0;
  for (const auto& site : state.sites) voxels += static_cast<std::uint64_t>(site->grid.voxels());
  return voxels;
}

std::string times_text(const std::vector<ProcessTime>& times) {
  std::vector<ProcessTime> rows = times;
  std::ranges::stable_sort(rows, std::ranges::greater(), &ProcessTime::seconds);
  double total = 0;
  for (const ProcessTime& row : rows) total += row.seconds;
  std::string text = fmt::format("  {:<24}{:>10}{:>11}{:>8}{:>13}{:>14}\n", "process", "calls",
                                 "seconds", "share", "ns per cell", "ns per voxel");
  for (const ProcessTime& row : rows)
    text += fmt::format("  {:<24}{:>10}{:>11.3f}{:>6.1f} %{:>13.2f}{:>14.3f}\n", row.name,
                        row.calls, row.seconds, total > 0 ? 100 * row.seconds / total : 0,
                        row.ns_per_cell(), row.ns_per_voxel());
  return text;
}

}  // namespace metastasim
