#include "kernels/lattice/census.hpp"

#include <optional>

#include "kernels/core/atomic.hpp"
#include "kernels/core/launch.hpp"
#include "kernels/state/cell_columns.hpp"

namespace metastasim::lattice {

namespace {

/// Scratch of a site.
struct Census {
  Buffer<std::uint32_t> tally, listed_rows;
  std::optional<std::uint32_t> tick;
};

struct Enlist {
  const std::int32_t *x, *y, *z;
  const std::uint8_t* phenotype;
  Grid grid;
  int capacity;
  std::uint32_t *tally, *listed_rows;
  HD void operator()(std::uint32_t row) const {
    const std::int64_t voxel = number_of(grid, grid.voxel_at({x[row], y[row], z[row]}));
    const bool mesenchymal = phenotype[row] == static_cast<std::uint8_t>(Phenotype::mesenchymal);
    const std::uint32_t before = atomic_add(&tally[voxel], mesenchymal ? 65537u : 1u) & 0xFFFFu;
    if (before < static_cast<std::uint32_t>(capacity)) listed_rows[voxel * capacity + before] = row;
  }
};

}  // namespace

CensusView take_census(SiteStep& s, int capacity) {
  const Grid& grid = s.site.grid;
  Table& cells = s.site.cells;
  Census& census = s.site.workspace.get<Census>();
  const auto voxels = static_cast<std::size_t>(grid.voxels());
  census.tally.at_least(s.device, voxels, "cells by voxel");
  census.listed_rows.at_least(s.device, voxels * static_cast<std::size_t>(capacity),
                              "rows by voxel");
  census.tally.fill_zero();
  census.tick = s.tick;
  for_each_row(s.device, "lattice census", cells.capacity(), cells.count(),
               Enlist{cells.data(cell::x), cells.data(cell::y), cells.data(cell::z),
                      cells.data(cell::phenotype), grid, capacity, census.tally.data(),
                      census.listed_rows.data()});
  return {capacity, census.tally.data(), census.listed_rows.data()};
}

CensusView census_of_tick(SiteStep& s, int capacity) {
  const Census& census = s.site.workspace.get<Census>();
  if (census.tick != s.tick) return take_census(s, capacity);
  return {capacity, census.tally.data(), census.listed_rows.data()};
}

}  // namespace metastasim::lattice
