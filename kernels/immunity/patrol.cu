// Those who live in the tissue crawl: effectors on patrol, toward the signal; fibroblasts slowly.
//
//   dx/dt = v u        u is redrawn with hazard 1/tau, along  B + (1 - |B|)+ xi
//   B = c g/(|g| + g_half)
//
//   v      speed in tissue                                     [um/min]
//   u, xi  heading, and a direction without preference         [1]
//   tau    persistence time                                    [min]
//   c      chemotaxis up the signal (immune_signal.cu)         [1]
//   g      slope of the signal                                 [1/um]
// The walk is that of tumour cells (tissue/motility.cu) without the pores: immune cells squeeze
// through pores of 2 to 4 um2 (Wolf et al. 2013, doi 10.1083/jcb.201210152), and their speeds were
// measured in tissue: NK cells in the lung's capillary bed 5 um/min (Ichise et al. 2022, doi
// 10.7554/eLife.76269), T cells in tumours 2 to 6 um/min. Who holds a cell stays with it.
#include <cstddef>

#include "kernels/core/launch.hpp"
#include "kernels/immunity/immune_columns.hpp"
#include "kernels/process.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/tissue/guidance.hpp"
#include "kernels/tissue/motility.hpp"
#include "kernels/tissue/motion.hpp"

namespace metastasim::immunity {

namespace {

using tissue::Vector;

struct Gait {
  float um_per_min, persistence_min, chemotaxis;
};

struct PatrolParams {
  Gait effector, fibroblast;
  float half_slope;
};

struct Crawl {
  const std::uint64_t *id, *target;
  const std::int32_t *x, *y, *z;
  const std::uint8_t *type, *kind;
  const float* signal;
  Grid grid;
  const PatrolParams* by_type;
  float dt_min;
  DrawKey key;
  float *heading_x, *heading_y, *heading_z;
  std::int32_t *step_x, *step_y, *step_z;

  HD void operator()(std::uint32_t row) const {
    if (is_tumour(kind[row]) || target[row] != 0) return;
    const PatrolParams& p = by_type[type[row]];
    const Gait gait = is_effector(kind[row]) ? p.effector : p.fibroblast;
    if (gait.um_per_min <= 0) return;
    if (turns(gait, row)) turn(p, gait, row);
    const float way = gait.um_per_min * dt_min;
    step_x[row] += nearest(way * heading_x[row]);
    step_y[row] += nearest(way * heading_y[row]);
    step_z[row] += nearest(way * heading_z[row]);
  }

 private:
  HD bool turns(const Gait& gait, std::uint32_t row) const {
    if (heading_x[row] == 0 && heading_y[row] == 0 && heading_z[row] == 0) return true;
    return key.of(id[row]).happens(math::hazard_probability(1 / gait.persistence_min, dt_min), 0);
  }
  HD void turn(const PatrolParams& p, const Gait& gait, std::uint32_t row) const {
    const Voxel here = grid.voxel_at({x[row], y[row], z[row]});
    const Vector called =
        tissue::pull(tissue::slope(signal, grid, here), gait.chemotaxis, p.half_slope);
    const Vector way = tissue::steer(called, random_direction(key.of(id[row]), 1));
    heading_x[row] = way.x;
    heading_y[row] = way.y;
    heading_z[row] = way.z;
  }
  HD static std::int32_t nearest(float um) {
    const float units = um * units_per_um;
    return math::to_int(units < 0 ? units - 0.5f : units + 0.5f);
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
  static std::vector<ColumnSpec> writes() {
    return {motility::heading_x, motility::heading_y, motility::heading_z,
            motion::step_x,      motion::step_y,      motion::step_z};
  }
  static void run(const PatrolParams* by_type, SiteStep& s) {
    if (!s.state.knows(CellKind::effector) && !s.state.knows(CellKind::fibroblast)) return;
    Table& cells = s.site.cells;
    for_each_row(
        s.device, "patrol", cells.capacity(), cells.count(),
        Crawl{cells.data(cell::id), cells.data(target), cells.data(cell::x), cells.data(cell::y),
              cells.data(cell::z), cells.data(cell::type), cells.data(cell::kind),
              s.site.fields.data(signal), s.site.grid, by_type, static_cast<float>(s.dt_min),
              DrawKey(s), cells.data(motility::heading_x), cells.data(motility::heading_y),
              cells.data(motility::heading_z), cells.data(motion::step_x),
              cells.data(motion::step_y), cells.data(motion::step_z)});
  }
};

}  // namespace metastasim::immunity

metastasim::Process metastasim::processes::patrol() {
  return make_process<immunity::Patrol>("patrol");
}
