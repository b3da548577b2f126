#pragma once
#include "host/config/scenario.hpp"
#include "host/io/run_file.hpp"
#include "kernels/state/state.hpp"

namespace metastasim {

/// What `state` looks like now: blocks <site>_fields, <site>_cells and <site>_vessels, cells by
/// lineage number, and the numbers of the series. Sites stand side by side along x. Names in `spec`
/// choose columns; an empty list takes all with output = true. A name that no column has:
/// InputError.
Output gather_output(const State& state, const OutputSpec& spec);

/// What a row of an entity takes in an output: bytes of memory, and before compression on disk. `names`
/// as in OutputSpec.
std::size_t output_bytes(Entity entity, const std::vector<std::string>& names);

/// In the series: area of a site's basement membrane that is breached. Sites without one have no
/// such column.
std::string membrane_column(const Site& site);

/// Gathers and appends, with the rows of state.events; the caller empties that table once this has
/// returned.
/// @param more  further numbers for the series; they stand in for those of the same name
void write_output(RunFile& run, const State& state, const OutputSpec& spec,
                  std::span<const SeriesValue> more = {});

}  // namespace metastasim
