// Doubling in place: at every multiple of its phenotype's doubling time each cell divides within its
// voxel, as long as that holds fewer than Q cells. All at once, without age, memory or death.
//
//   T_M, T_E   doubling times                 [min]   MetaSpread's configuration: 2000 and 3000 steps
//                                                     of 40 s (its text has them the other way round)
//   Q          capacity of a voxel            [1]
// Franssen et al. 2019 (doi 10.1007/s11538-019-00597-x). They go through the cells of a voxel one by
// one; here a cell divides if its rank among those due leaves it a place: the same number of
// divisions, whatever the order. Where both phenotypes are due mesenchymal cells come first, then
// lower lineage numbers. A dividing cell does not move in that step.
#include "kernels/core/launch.hpp"
#include "kernels/lattice/census.hpp"
#include "kernels/lattice/model.hpp"
#include "kernels/state/cell_columns.hpp"

namespace metastasim::lattice {

namespace {

struct DoublingParams {
  double mesenchymal_min, epithelial_min;
  int capacity;
};

/// By phenotype.
struct Due {
  bool epithelial, mesenchymal;
  HD bool of(std::uint8_t phenotype) const {
    return phenotype == static_cast<std::uint8_t>(Phenotype::mesenchymal) ? mesenchymal
                                                                          : epithelial;
  }
};

struct Double {
  const std::uint64_t* id;
  const std::int32_t *x, *y, *z;
  const std::uint8_t* phenotype;
  Grid grid;
  CensusView census;
  Due due;
  std::uint8_t* intent;
  std::uint32_t* detail;
  HD void operator()(std::uint32_t row) const {
    if (!due.of(phenotype[row])) return;
    const std::int64_t voxel = number_of(grid, grid.voxel_at({x[row], y[row], z[row]}));
    if (census.cells(voxel) + rank(row, voxel) < census.capacity)
      propose(intent, detail, row, Intent::divide, 0);
  }

 private:
  HD int rank(std::uint32_t row, std::int64_t voxel) const {
    int before = 0;
    for (int i = 0; i < census.listed(voxel); ++i) {
      const std::uint32_t other = census.row(voxel, i);
      before += due.of(phenotype[other]) && comes_before(other, row) ? 1 : 0;
    }
    return before;
  }
  HD bool comes_before(std::uint32_t a, std::uint32_t b) const {
    return phenotype[a] != phenotype[b] ? phenotype[a] > phenotype[b] : id[a] < id[b];
  }
};

/// Whether this tick is a multiple of the time, rounded to whole ticks; never where it is zero.
bool is_multiple(std::uint32_t tick, double time_min, double dt_min) {
  const std::int64_t every = math::to_int64(math::round_to_nearest(time_min / dt_min));
  return every > 0 && tick > 0 && tick % every == 0;
}

}  // namespace

struct LatticeDoubling {
  static constexpr const char* meaning = "all cells of a phenotype double at once, room permitting";
  using Params = DoublingParams;
  static std::vector<ParamSpec> params() {
    return {
        param("lattice.mesenchymal.doubling_time", &Params::mesenchymal_min, "min", 80000.0 / 60,
              {0, 1e7}, "MetaSpread (2000 steps)",
              "time between two doublings of all mesenchymal cells; 0: never"),
        param("lattice.epithelial.doubling_time", &Params::epithelial_min, "min", 2000, {0, 1e7},
              "MetaSpread (3000 steps)",
              "time between two doublings of all epithelial cells; 0: never"),
        capacity_param(&Params::capacity),
    };
  }
  static std::vector<ColumnSpec> writes() { return {cell::intent, cell::intent_detail}; }
  static void run(const Params& p, SiteStep& s) {
    const Due due{is_multiple(s.tick, p.epithelial_min, s.dt_min),
                  is_multiple(s.tick, p.mesenchymal_min, s.dt_min)};
    if (!due.epithelial && !due.mesenchymal) return;
    Table& cells = s.site.cells;
    for_each_row(
        s.device, "lattice doubling", cells.capacity(), cells.count(),
        Double{cells.data(cell::id), cells.data(cell::x), cells.data(cell::y), cells.data(cell::z),
               cells.data(cell::phenotype), s.site.grid, take_census(s, p.capacity), due,
               cells.data(cell::intent), cells.data(cell::intent_detail)});
  }
};

}  // namespace metastasim::lattice

metastasim::Process metastasim::processes::lattice_doubling() {
  return make_process<lattice::LatticeDoubling>("lattice_doubling");
}
