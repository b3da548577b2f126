#pragma once
#include <optional>

#include "host/sim/memory_need.hpp"
#include "host/sim/memory_there.hpp"
#include "kernels/core/device.hpp"

namespace metastasim {

/// What there is for a run: none of it where nothing could be read.
struct Memories {
  std::optional<MemoryThere> host;
  std::optional<double> gpu_bytes;  ///< of the GPU that holds the state; none on CPU cores
};
Memories memories_of(const Device& device);

/// Why a run cannot have the memory that it needs, and what to write; nothing where it can, or where
/// nobody knows.
std::optional<std::string> memory_shortage(const MemoryNeed& need, const Memories& there);

/// Throws DeviceError where there is a shortage.
void require_memory(const Scenario& scenario, const CellNumbers& cells, const Device& device);

/// For `check`: "about 1.2 GB to begin with (...); 5.2 GB are to be had (...)".
std::string memory_line(const MemoryNeed& need, const Memories& there);

}  // namespace metastasim
