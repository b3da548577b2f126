#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "kernels/state/cell_columns.hpp"
#include "kernels/state/events.hpp"
#include "kernels/state/state.hpp"

namespace metastasim {

/// One event, as people need it.
struct DiaryEntry {
  std::uint64_t number;
  double time_min;
  std::uint64_t cell;
  EventKind kind;
  std::int32_t site;
  std::uint64_t place;
  float value;
  float width_um = 0;
  Phenotype phenotype = Phenotype::epithelial;
};

/// The diary of a run as far as its files tell: what the outputs took, then what stands in a
/// checkpoint.
std::vector<DiaryEntry> diary_of_run(const std::filesystem::path& run,
                                     const std::filesystem::path& checkpoint);

/// The diary from event number `first` on, in the order of the numbers.
std::vector<DiaryEntry> diary(const State& state, std::uint64_t first = 0);

}  // namespace metastasim
