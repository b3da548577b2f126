// Walking on the lattice, up to Q cells a voxel, and into vessels.
//
//   P_low/high = dt/h^2 [D -/+ Phi/4 (w_high - w_low)]      along each axis
//
//   D       random motility of the phenotype             [um2/min]  Franssen 2019: 1e-10, 5e-11 cm2/s
//   Phi     haptotaxis, w being a fraction               [um2/min]  5e-4 in units of 1e-6 cm2/s
//   w       matrix left                                  [1]
//   Q       capacity of a voxel                          [1]
// Franssen et al. 2019 (doi 10.1007/s11538-019-00597-x); rules as MetaSpread codes them:
// a step into a full voxel is not taken. A step into a vessel's voxel is a way into the blood for a
// mesenchymal cell, for any cell where the vessel is ruptured; then all cells in that voxel and its
// neighbours across faces leave together, as one cluster.
//
// They move cells one after another in random order. Here all choose at once; where more want into
// a voxel than it has places at the start of the step, random numbers (and lineage numbers, where
// those tie) decide. A place that is left in the same step is free in the next: with one cell in 60
// moving a step, that is a delay of a step for one move in some hundreds.
#include "kernels/circulation/along_with.hpp"
#include "kernels/core/atomic.hpp"
#include "kernels/core/launch.hpp"
#include "kernels/lattice/census.hpp"
#include "kernels/lattice/model.hpp"
#include "kernels/lattice/steps.hpp"
#include "kernels/lattice/vessel_voxels.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/state/field_columns.hpp"

namespace metastasim::lattice {

namespace {

enum class Shedding : int { no, yes };

struct WalkParams {
  Mobility mesenchymal, epithelial;
  Shedding metastases_shed;
  int capacity;
  int vessels, ruptured_vessels;                // of the set-up
  double vessels_beyond_um, mesenchymal_share;  // of the set-up
};

/// Scratch of a site: what each row wants, and the largest lineage number of those who step into each
/// vessel (by segment row, the last entry for any at all), which names their cluster; 0 for nobody.
struct Wishes {
  Buffer<std::int64_t> target;
  Buffer<std::uint64_t> priority, entered;
};

constexpr std::int64_t stays = -1, divides = -2;

struct Choose {
  const std::uint64_t *id, *founder;
  const std::int32_t *x, *y, *z;
  const std::uint8_t *phenotype, *intent, *ruptured;
  const float* ecm;
  Grid grid;
  WalkParams params;
  VesselVoxels vessels;
  double dt_min;
  DrawKey key;
  std::uint32_t any;
  std::int64_t* target;
  std::uint64_t *priority, *entered;
  HD void operator()(std::uint32_t row) const {
    target[row] = intent[row] == static_cast<std::uint8_t>(Intent::divide) ? divides : stays;
    if (intent[row] != 0) return;
    const bool mesenchymal = phenotype[row] == static_cast<std::uint8_t>(Phenotype::mesenchymal);
    const Voxel here = grid.voxel_at({x[row], y[row], z[row]});
    const RandomBlock draw = key.of(id[row]).block(0);
    const Mobility& mobility = mesenchymal ? params.mesenchymal : params.epithelial;
    const int way =
        chosen(step_probabilities(mobility, ecm, grid, here, dt_min), Draws::open_unit(draw.word));
    if (way == directions) return;
    target[row] = number_of(grid, across(here, way));
    priority[row] = (static_cast<std::uint64_t>(draw.word[2]) << 32) | draw.word[3];
    const std::uint32_t vessel = vessels.in(target[row]);
    if (vessel != no_vessel && may_enter(row, vessel, mesenchymal)) enter(row, vessel);
  }

 private:
  HD bool may_enter(std::uint32_t row, std::uint32_t vessel, bool mesenchymal) const {
    const bool sheds = founder[row] == 0 || params.metastases_shed == Shedding::yes;
    return sheds && (mesenchymal || ruptured[vessel] != 0);
  }
  HD void enter(std::uint32_t row, std::uint32_t vessel) const {
    atomic_max(&entered[vessel], id[row]);
    atomic_max(&entered[any], id[row]);
  }
};

struct Settle {
  const std::uint64_t* id;
  Grid grid;
  CensusView census;
  VesselVoxels vessels;
  std::uint32_t any;
  const std::int64_t* target;
  const std::uint64_t *priority, *entered;
  std::int32_t *x, *y, *z;
  float* radius;
  std::uint8_t* intent;
  std::uint32_t* detail;
  std::uint64_t* along_with;
  HD void operator()(std::uint32_t row) const {
    const Voxel here = grid.voxel_at({x[row], y[row], z[row]});
    const std::uint32_t vessel = entered[any] != 0 ? opened_near(here) : no_vessel;
    if (vessel != no_vessel) return enter(row, vessel);
    if (target[row] >= 0 && rank(row) < places(target[row]))
      put(row, voxel_numbered(target[row]));
    else if (radius[row] != cell_radius_um(grid))
      put(row, here);  // division halves volumes and moves centres: not here
  }

 private:
  HD Voxel voxel_numbered(std::int64_t number) const {
    const std::int64_t line = number / grid.nx;
    return {static_cast<int>(number % grid.nx), static_cast<int>(line % grid.ny),
            static_cast<int>(line / grid.ny)};
  }
  HD void put(std::uint32_t row, Voxel v) const {
    const Position p = centre_of(v, grid);
    x[row] = p.x;
    y[row] = p.y;
    z[row] = p.z;
    radius[row] = cell_radius_um(grid);
  }
  HD void enter(std::uint32_t row, std::uint32_t vessel) const {
    propose(intent, detail, row, Intent::enter_vessel, vessel);
    along_with[row] = entered[vessel];
  }
  /// The vessel here or across a face that cells step into now.
  HD std::uint32_t opened_near(Voxel here) const {
    for (int k = 0; k <= directions; ++k) {
      const Voxel v = k == directions ? here : across(here, k);
      if (!holds(grid, v)) continue;
      const std::uint32_t vessel = vessels.in(number_of(grid, v));
      if (vessel != no_vessel && entered[vessel] != 0) return vessel;
    }
    return no_vessel;
  }
  /// Free places of a voxel; daughters that are due there have theirs.
  HD int places(std::int64_t voxel) const {
    int daughters = 0;
    for (int i = 0; i < census.listed(voxel); ++i)
      daughters += target[census.row(voxel, i)] == divides ? 1 : 0;
    return census.capacity - census.cells(voxel) - daughters;
  }
  /// How many others come first into the voxel where this row wants to go.
  HD int rank(std::uint32_t row) const {
    const Voxel there = voxel_numbered(target[row]);
    int before = 0;
    for (int k = 0; k < directions; ++k) {
      const Voxel from = across(there, k);
      if (holds(grid, from)) before += before_from(number_of(grid, from), row);
    }
    return before;
  }
  HD int before_from(std::int64_t voxel, std::uint32_t row) const {
    int before = 0;
    for (int i = 0; i < census.listed(voxel); ++i) {
      const std::uint32_t other = census.row(voxel, i);
      before += target[other] == target[row] && comes_before(other, row) ? 1 : 0;
    }
    return before;
  }
  HD bool comes_before(std::uint32_t a, std::uint32_t b) const {
    return priority[a] != priority[b] ? priority[a] > priority[b] : id[a] < id[b];
  }
};

}  // namespace

struct LatticeWalk {
  static constexpr const char* meaning = "cells step from voxel to voxel, and into vessels";
  using Params = WalkParams;
  static std::vector<ParamSpec> params() {
    std::vector<ParamSpec> specs = mobility_params("mesenchymal", &Params::mesenchymal, 0.6);
    for (ParamSpec& spec : mobility_params("epithelial", &Params::epithelial, 0.3))
      specs.push_back(std::move(spec));
    specs.push_back(param("lattice.metastases_shed", &Params::metastases_shed, "1", 0, {0, 1},
                          "MetaSpread (no)", "whether cells of a colony enter vessels again",
                          {"no", "yes"}));
    specs.push_back(capacity_param(&Params::capacity));
    for (ParamSpec& spec : set_up_params()) specs.push_back(std::move(spec));
    return specs;
  }
  static std::vector<ColumnSpec> adds() { return {ruptured}; }
  static std::vector<ColumnSpec> writes() {
    return {cell::x,
            cell::y,
            cell::z,
            cell::radius,
            cell::intent,
            cell::intent_detail,
            intravasation::along_with};
  }
  static void run(const Params& p, SiteStep& s) {
    Table &cells = s.site.cells, &segments = s.state.vessels.segments;
    Wishes& wishes = s.site.workspace.get<Wishes>();
    const std::uint32_t any = segments.capacity();
    wishes.target.at_least(s.device, cells.capacity(), "where cells want to go");
    wishes.priority.at_least(s.device, cells.capacity(), "who comes first");
    wishes.entered.at_least(s.device, any + 1, "vessels that cells enter");
    wishes.entered.fill_zero();
    const VesselVoxels vessels(
        s.state.vessels.pieces_of_site[static_cast<std::size_t>(s.site.id.value)]);
    for_each_row(
        s.device, "lattice choice", cells.capacity(), cells.count(),
        Choose{cells.data(cell::id), cells.data(cell::founder), cells.data(cell::x),
               cells.data(cell::y), cells.data(cell::z), cells.data(cell::phenotype),
               cells.data(cell::intent), segments.data(ruptured), s.site.fields.data(field::ecm),
               s.site.grid, p, vessels, s.dt_min, DrawKey(s), any, wishes.target.data(),
               wishes.priority.data(), wishes.entered.data()});
    for_each_row(s.device, "lattice step", cells.capacity(), cells.count(),
                 Settle{cells.data(cell::id), s.site.grid, take_census(s, p.capacity), vessels, any,
                        wishes.target.data(), wishes.priority.data(), wishes.entered.data(),
                        cells.data(cell::x), cells.data(cell::y), cells.data(cell::z),
                        cells.data(cell::radius), cells.data(cell::intent),
                        cells.data(cell::intent_detail), cells.data(intravasation::along_with)});
  }

 private:
  static std::vector<ParamSpec> set_up_params() {
    return {
        param("site.*.lattice.vessels", &Params::vessels, "1", 0, {0, 10000},
              "set-up; MetaSpread 8",
              "vessels, each a voxel, that only mesenchymal cells enter by themselves"),
        param("site.*.lattice.ruptured_vessels", &Params::ruptured_vessels, "1", 0, {0, 10000},
              "set-up; MetaSpread 2", "vessels, each a voxel, with an open wall: all cells get in"),
        param("site.*.lattice.vessels_beyond", &Params::vessels_beyond_um, "um", 80, {0, 1e5},
              "MetaSpread (200 voxels)",
              "no vessel is nearer to the tumour's centre than this at the start"),
        param("site.*.lattice.mesenchymal_share", &Params::mesenchymal_share, "1", 0.6, {0, 1},
              "MetaSpread", "share of the tumour's cells that are mesenchymal, for life"),
    };
  }
  static std::vector<ParamSpec> mobility_params(const std::string& phenotype,
                                                Mobility Params::*member, double diffusion) {
    static const Params at{};
    const auto offset = static_cast<std::size_t>(reinterpret_cast<const char*>(&(at.*member)) -
                                                 reinterpret_cast<const char*>(&at));
    const std::string key = "lattice." + phenotype + ".";
    std::vector<ParamSpec> specs{
        param(key + "diffusion", &Mobility::diffusion, "um2/min", diffusion, {0, 1e3},
              "Franssen 2019", "random motility on the lattice"),
        param(key + "haptotaxis", &Mobility::haptotaxis, "um2/min", 3, {0, 1e4},
              "Franssen 2019 (5e-4 in 1e-6 cm2/s)",
              "motility toward denser matrix, per unit of its density")};
    for (ParamSpec& spec : specs) spec.offset += offset;
    return specs;
  }
};

}  // namespace metastasim::lattice

metastasim::Process metastasim::processes::lattice_walk() {
  return make_process<lattice::LatticeWalk>("lattice_walk");
}
