#pragma once
#include "kernels/lattice/lattice.hpp"
#include "kernels/process.hpp"

/// Who is where on a lattice.
namespace metastasim::lattice {

/// For kernels. Voxels are numbered by Grid::number. The order in which a voxel lists its cells
/// depends on threads: count them, rank them by lineage, but never take "the first".
struct CensusView {
  int capacity;
  const std::uint32_t *tally, *listed_rows;  ///< tally: cells + 65536 * mesenchymal cells

  HD int cells(std::int64_t voxel) const { return static_cast<int>(tally[voxel] & 0xFFFFu); }
  HD int mesenchymal(std::int64_t voxel) const { return static_cast<int>(tally[voxel] >> 16); }
  HD int listed(std::int64_t voxel) const { return math::min(cells(voxel), capacity); }
  HD std::uint32_t row(std::int64_t voxel, int i) const {
    return listed_rows[voxel * capacity + i];
  }
};

/// Counts the site's cells, voxel by voxel. The view stands until the site's next census.
CensusView take_census(SiteStep& s, int capacity);
/// The one of the start of this tick, taken now if nobody has: for who runs before cells move.
CensusView census_of_tick(SiteStep& s, int capacity);

}  // namespace metastasim::lattice
