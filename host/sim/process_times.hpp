#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "kernels/step_observer.hpp"

namespace metastasim {

/// What one process of the cascade, or one chore of the run, has cost so far.
struct ProcessTime {
  std::string name;
  std::uint64_t calls = 0;
  double seconds = 0;
  double cells = 0, voxels = 0;  ///< that were there, summed over the calls

  double ns_per_cell() const { return cells > 0 ? 1e9 * seconds / cells : 0; }
  double ns_per_voxel() const { return voxels > 0 ? 1e9 * seconds / voxels : 0; }
};

/// Takes the time of every process. On a CUDA device it waits for the kernels of each, so that it
/// sees their run and not their launch; attach it there only where somebody asked.
class ProcessTimes final : public StepObserver {
 public:
  explicit ProcessTimes(Device& device, std::vector<ProcessTime> before = {})
      : device_(&device), rows_(std::move(before)) {}

  /// What the calls from now on have to do; told from outside, since nothing is read within a step.
  void set_size(std::uint64_t cells, std::uint64_t voxels);
  void before(const Process& process, const State& state) override;
  void after(const Process& process, const State& state) override;
  void add(const std::string& name, double seconds);

  /// In the order of their first call.
  const std::vector<ProcessTime>& rows() const { return rows_; }

 private:
  using Clock = std::chrono::steady_clock;

  Device* device_;
  std::vector<ProcessTime> rows_;
  double cells_ = 0, voxels_ = 0;
  Clock::time_point begun_;
};

/// Cells in tissue and in vessels; voxels of all sites.
std::uint64_t cells_in(const State& state);
std::uint64_t voxels_in(const State& state);

/// A table, the dearest first: calls, seconds, share, and nanoseconds a call for each cell and each
/// voxel of the model.
std::string times_text(const std::vector<ProcessTime>& times);

}  // namespace metastasim
