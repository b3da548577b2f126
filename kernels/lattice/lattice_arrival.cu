// Arrival on the lattice: who has left a vessel gets a place across one of its voxel's faces.
//
// The neighbours of the vessel's voxel are filled in the order left, right, down, up (back, front),
// mesenchymal cells first, while they hold fewer than Q cells; who finds no place dies.
// (In space a cluster's cells lie along the vessel when they leave it, each with a vessel's voxel of its own.)
// As MetaSpread codes it (Hernandez-Inostroza and Gjini 2024, doi 10.1101/2024.04.09.588670);
// Franssen et al. 2019 (doi 10.1007/s11538-019-00597-x).
// Newcomers are few, so each looks for its companions among all cells of the site.
#include "kernels/colonies/colony_columns.hpp"
#include "kernels/core/launch.hpp"
#include "kernels/lattice/census.hpp"
#include "kernels/lattice/model.hpp"
#include "kernels/state/cell_columns.hpp"

namespace metastasim::lattice {

namespace {

struct ArrivalParams {
  int capacity;
};

/// Reads what companions were at the end of the last tick: positions go to scratch first.
struct FindPlace {
  const std::uint64_t *id, *founder;
  const std::int32_t *x, *y, *z;
  const std::uint8_t *phenotype, *settled;
  const std::uint32_t* count;
  Grid grid;
  CensusView census;
  std::int64_t* found;
  HD void operator()(std::uint32_t row) const {
    found[row] = waits;
    if (!is_new(row)) return;
    const Voxel vessel = voxel_of(row);
    int rank = rank_of(row, number_of(grid, vessel));
    found[row] = none;
    for (int k = 0; k < directions; ++k) {
      const Voxel v = across(vessel, k);
      if (!holds(grid, v)) continue;
      const std::int64_t number = number_of(grid, v);
      const int places = math::max(census.capacity - census.cells(number), 0);
      if (rank < places) {
        found[row] = k;
        return;
      }
      rank -= places;
    }
  }
  static constexpr std::int64_t waits = -2, none = -1;

 private:
  HD bool is_new(std::uint32_t row) const { return founder[row] != 0 && settled[row] == 0; }
  HD Voxel voxel_of(std::uint32_t row) const { return grid.voxel_at({x[row], y[row], z[row]}); }
  HD int rank_of(std::uint32_t row, std::int64_t vessel) const {
    int before = 0;
    for (std::uint32_t r = 0; r < *count; ++r)
      if (is_new(r) && number_of(grid, voxel_of(r)) == vessel && comes_before(r, row)) ++before;
    return before;
  }
  HD bool comes_before(std::uint32_t a, std::uint32_t b) const {
    return phenotype[a] != phenotype[b] ? phenotype[a] > phenotype[b] : id[a] < id[b];
  }
};

struct TakePlace {
  Grid grid;
  const std::int64_t* found;
  std::int32_t *x, *y, *z;
  std::uint8_t *settled, *intent;
  std::uint32_t* detail;
  HD void operator()(std::uint32_t row) const {
    if (found[row] == FindPlace::waits) return;
    settled[row] = 1;
    if (found[row] == FindPlace::none)
      return propose(intent, detail, row, Intent::die, static_cast<std::uint32_t>(Death::other));
    const Voxel vessel = grid.voxel_at({x[row], y[row], z[row]});
    const Position p = centre_of(across(vessel, static_cast<int>(found[row])), grid);
    x[row] = p.x;
    y[row] = p.y;
    z[row] = p.z;
  }
};

struct Found {
  Buffer<std::int64_t> direction;
};

}  // namespace

struct LatticeArrival {
  static constexpr const char* meaning = "cells that left a vessel take the places around it";
  using Params = ArrivalParams;
  static std::vector<ParamSpec> params() { return {capacity_param(&Params::capacity)}; }
  static std::vector<ColumnSpec> writes() {
    return {cell::x, cell::y, cell::z, cell::intent, cell::intent_detail, colony::settled};
  }
  static void run(const Params& p, SiteStep& s) {
    Table& cells = s.site.cells;
    auto& found = s.site.workspace.get<Found>().direction;
    found.at_least(s.device, cells.capacity(), "places of newcomers");
    for_each_row(s.device, "lattice newcomers", cells.capacity(), cells.count(),
                 FindPlace{cells.data(cell::id), cells.data(cell::founder), cells.data(cell::x),
                           cells.data(cell::y), cells.data(cell::z), cells.data(cell::phenotype),
                           cells.data(colony::settled), cells.count(), s.site.grid,
                           census_of_tick(s, p.capacity), found.data()});
    for_each_row(s.device, "lattice arrival", cells.capacity(), cells.count(),
                 TakePlace{s.site.grid, found.data(), cells.data(cell::x), cells.data(cell::y),
                           cells.data(cell::z), cells.data(colony::settled),
                           cells.data(cell::intent), cells.data(cell::intent_detail)});
  }
};

}  // namespace metastasim::lattice

metastasim::Process metastasim::processes::lattice_arrival() {
  return make_process<lattice::LatticeArrival>("lattice_arrival");
}
