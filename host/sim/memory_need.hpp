#pragma once
#include <string>
#include <vector>

#include "host/config/scenario.hpp"
#include "host/sim/cell_numbers.hpp"

/// What a run needs of memory, from its scenario alone: before anything is built.
namespace metastasim {

/// Bytes of one thing: where state lives (a GPU's memory, or the machine's), and besides on the host
/// (copies for output, and what works there by design).
struct MemoryPart {
  std::string what;  ///< "site.block: 64 x 64 x 64 voxels"
  double state = 0, host = 0;
  double spare =
      0;  ///< of the state: rows for those to come, which take no memory of CPU cores yet
  std::string smaller;  ///< what to write for less of it
  double on_cpu_cores() const { return state - spare + host; }
};

struct MemoryNeed {
  std::vector<MemoryPart> parts;  ///< the largest first
  double state() const;
  double host() const;
  double on_cpu_cores() const;
};

/// At the most, while an output is written with so many cells. A tumour that grows needs more.
MemoryNeed memory_need(const Scenario& scenario, const CellNumbers& cells);

/// "72.4 MB", "1.7 GB", "7.1 TB".
std::string bytes_text(double bytes);

}  // namespace metastasim
