// Those who live in the tissue crawl: effectors on patrol, toward the signal; fibroblasts slowly.
//
// The walk of tissue/crawl.hpp with the pull  B = c g/(|g| + g_half)
//
//   c  chemotaxis up the signal (immune_signal.cu)         [1]
//   g  slope of the signal                                 [1/um]
// It lacks the pores of tumour cells (tissue/motility.cu): immune cells squeeze through pores of 2 to
// 4 um2 (Wolf et al. 2013, doi 10.1083/jcb.201210152), and their speeds were measured in tissue: NK
// cells in the lung's capillary bed 5 um/min (Ichise et al. 2022, doi 10.7554/eLife.76269), T cells in
// tumours 2 to 6 um/min. Who holds a cell stays with it.
#include <cstddef>

#include "kernels/core/launch.hpp"
#include "kernels/immunity/immune_columns.hpp"
#include "kernels/tissue/crawl.hpp"

namespace metastasim::immunity {

namespace {

struct Gait {
  float um_per_min, persistence_min, chemotaxis;
};

struct PatrolParams {
  Gait effector, fibroblast;
  float half_slope;
};

struct Crawl {
  tissue::Walker walker;
  const std::uint64_t* target;
  const std::uint8_t *type, *kind;
  const float* signal;
  const PatrolParams* by_type;

  HD void operator()(std::uint32_t row) const {
    if (is_tumour(kind[row]) || target[row] != 0) return;
    const PatrolParams& p = by_type[type[row]];
    const Gait& gait = is_effector(kind[row]) ? p.effector : p.fibroblast;
    if (gait.um_per_min <= 0) return;
    if (walker.turns(row, gait.persistence_min))
      walker.turn(row, tissue::pull(tissue::slope(signal, walker.grid, walker.where(row)),
                                    gait.chemotaxis, p.half_slope));
    walker.go(row, gait.um_per_min);
  }
};

std::vector<ParamSpec> gait_params(const std::string& kind, std::size_t offset, const Gait& value,
                                   const char* source) {
  const std::string at = "cell.*." + kind + ".";
  std::vector<ParamSpec> specs{
      param(at + "migration_speed", &Gait::um_per_min, "um/min", value.um_per_min, {0, 30}, source,
            "speed of crawling in tissue"),
      param(at + "persistence_time", &Gait::persistence_min, "min", value.persistence_min,
            {0.01, 1e4}, "Ghaffarizadeh 2018 (cancer immune)",
            "mean time for which a cell keeps its direction"),
      param(at + "chemotaxis", &Gait::chemotaxis, "1", value.chemotaxis, {0, 1}, source,
            "strength of steering up the immune signal, 0 none to 1 straight")};
  for (ParamSpec& spec : specs) spec.offset += offset;
  return specs;
}

}  // namespace

struct Patrol {
  static constexpr const char* meaning = "immune cells patrol, fibroblasts crawl";
  using CellParams = PatrolParams;
  static std::vector<ParamSpec> cell_params() {
    std::vector<ParamSpec> specs = gait_params(
        "immune", offsetof(PatrolParams, effector), {5, 10, 0.5f},
        "Ichise 2022 (speed of NK cells), Ghaffarizadeh 2018 (cancer immune, bias 0.5)");
    for (ParamSpec& spec :
         gait_params("fibroblast", offsetof(PatrolParams, fibroblast), {0.2f, 10, 0}, "assumed"))
      specs.push_back(std::move(spec));
    specs.push_back(param("cell.*.immune.half_slope", &PatrolParams::half_slope, "um-1", 1e-3,
                          {1e-9, 10}, "assumed",
                          "slope of the immune signal at which it steers with half its strength"));
    return specs;
  }
  static std::vector<ColumnSpec> writes() { return tissue::written_by_walker(); }
  static void run(const PatrolParams* by_type, SiteStep& s) {
    if (!s.state.knows(CellKind::effector) && !s.state.knows(CellKind::fibroblast)) return;
    Table& cells = s.site.cells;
    for_each_row(s.device, "patrol", cells.capacity(), cells.count(),
                 Crawl{tissue::Walker(s), cells.data(target), cells.data(cell::type),
                       cells.data(cell::kind), s.site.fields.data(signal), by_type});
  }
};

}  // namespace metastasim::immunity

metastasim::Process metastasim::processes::patrol() {
  return make_process<immunity::Patrol>("patrol");
}
