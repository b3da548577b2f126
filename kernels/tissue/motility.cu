// Crawling: a persistent random walk, steered by oxygen and matrix, slowed by narrow pores.
//
//   dx/dt = m s f(A) u        the walk of crawl.hpp, with the pull
//   B = c g/(|g| + g_half) + h e/(|e| + e_half)
//   f(A) = (A - N/10) / (N - N/10), held to 0 .. 1          A = A_17 c_17 / (C w)
//
//   s      speed in open matrix                                [um/min]
//   m      the clone's own factor (evolution/mutation.cu)      [1]
//   u      heading, redrawn with hazard 1/tau                  [1]
//   tau    persistence time                                    [min]
//   c, h   chemotaxis to oxygen, haptotaxis to denser matrix   [1]
//   g, e   slope of oxygen, of matrix                          [mmHg/um], [1/um]
//   C, w   collagen of intact tissue, matrix left of it        [mg/mL], [1]
//   A_17   pore area at c_17 = 1.7 mg/mL                       [um^2]  Wolf 2013 (recalled)
//   A      pore area: the mesh of fibres is inverse to their amount   [um^2]  assumed
//   N      cross-section of the nucleus                        [um^2]
// Without steering and narrow pores the mean square displacement is 2 d D t with D = s^2 tau / 3 in
// three dimensions. That speed falls linearly with pore area and that cells without proteases stop
// at a tenth of the nucleus's cross-section, 7 um^2 in tumour cells: Wolf et al. 2013 (doi
// 10.1083/jcb.201210152). Proteases open pores by lessening w (invasion/ecm.cu).
// s, tau, c and h lie between an epithelial and a mesenchymal cell's by the EMT score
// (invasion/emt.hpp). Sleepers (colonies/dormancy.cu) stay where they are. Only tumour cells; those
// that live in the tissue crawl by laws of their own.
#include <cstddef>

#include "kernels/colonies/colony_columns.hpp"
#include "kernels/core/launch.hpp"
#include "kernels/evolution/traits.hpp"
#include "kernels/invasion/emt.hpp"
#include "kernels/state/field_columns.hpp"
#include "kernels/tissue/crawl.hpp"

namespace metastasim::tissue {

namespace {

struct Walk {
  float um_per_min, persistence_min, chemotaxis, haptotaxis;
};

HD Walk between(float score, const Walk& e, const Walk& m) {
  return {emt::blend(score, e.um_per_min, m.um_per_min),
          emt::blend(score, e.persistence_min, m.persistence_min),
          emt::blend(score, e.chemotaxis, m.chemotaxis),
          emt::blend(score, e.haptotaxis, m.haptotaxis)};
}

struct MotilityCellParams {
  Walk epithelial, mesenchymal;
  float oxygen_half, ecm_half, nucleus_um2;
};

constexpr float pore_area_at_mg_per_ml = 1.7f;

struct MotilityParams {
  float pore_area_um2, collagen_mg_per_ml;
};

struct Crawl {
  Walker walker;
  const std::uint8_t *type, *kind, *dormant;
  const float *score, *factor, *oxygen, *ecm;
  MotilityParams site;
  const MotilityCellParams* by_type;

  HD void operator()(std::uint32_t row) const {
    if (!is_tumour(kind[row])) return;
    const MotilityCellParams& p = by_type[type[row]];
    const Walk walk = between(score[row], p.epithelial, p.mesenchymal);
    if (walk.um_per_min <= 0 || dormant[row] != 0) return;
    const Voxel here = walker.where(row);
    if (walker.turns(row, walk.persistence_min)) walker.turn(row, pulls(p, walk, here));
    const float left = math::max(ecm[walker.grid.at(here.x, here.y, here.z)], 0.0f);
    const float fibres = left * site.collagen_mg_per_ml / pore_area_at_mg_per_ml;
    walker.go(row, factor[row] * walk.um_per_min *
                       pore_factor(fibres, site.pore_area_um2, p.nucleus_um2));
  }

 private:
  HD Vector pulls(const MotilityCellParams& p, const Walk& walk, Voxel here) const {
    return pull(slope(oxygen, walker.grid, here), walk.chemotaxis, p.oxygen_half) +
           pull(slope(ecm, walker.grid, here), walk.haptotaxis, p.ecm_half);
  }
};

}  // namespace

struct Motility {
  static constexpr const char* meaning = "cells crawl where the pores of the matrix let them";
  using Params = MotilityParams;
  using CellParams = MotilityCellParams;
  static std::vector<ParamSpec> params() {
    return {param("site.*.pore_area", &Params::pore_area_um2, "um^2", 10, {0.1, 1e4},
                  "Wolf 2013 (rat tail collagen; 70 for bovine; recalled)",
                  "area of the pores between fibres where there are 1.7 mg/mL of collagen; where "
                  "there is more they are narrower"),
            param("site.*.collagen", &Params::collagen_mg_per_ml, "mg/mL", 2.5, {0, 20},
                  "assumed; gels of 1.7: Wolf 2013", "collagen of intact tissue")};
  }
  static std::vector<ParamSpec> cell_params() {
    std::vector<ParamSpec> specs =
        walk_params("epithelial", offsetof(CellParams, epithelial), {0.02f, 15, 0, 0}, "assumed");
    for (ParamSpec& spec : walk_params("mesenchymal", offsetof(CellParams, mesenchymal),
                                       {0.2f, 15, 0.3f, 0.5f}, "Ghaffarizadeh 2018"))
      specs.push_back(std::move(spec));
    specs.push_back(param("cell.*.chemotaxis_half_slope", &CellParams::oxygen_half, "mmHg/um", 0.05,
                          {1e-6, 1e3}, "assumed",
                          "slope of oxygen at which it steers with half its strength"));
    specs.push_back(param("cell.*.haptotaxis_half_slope", &CellParams::ecm_half, "um-1", 0.005,
                          {1e-6, 1e3}, "assumed",
                          "slope of the matrix at which it steers with half its strength"));
    specs.push_back(param("cell.*.nucleus_area", &CellParams::nucleus_um2, "um^2", 70, {1, 1e3},
                          "Wolf 2013 (tumour cells stop at 7 um^2, a tenth)",
                          "cross-section of the nucleus: cells stop at pores of a tenth of it"));
    return specs;
  }
  static std::vector<ColumnSpec> adds() {
    return {motility::heading_x, motility::heading_y, motility::heading_z};
  }
  static std::vector<ColumnSpec> writes() { return written_by_walker(); }
  static void run(const Params& site, const CellParams* by_type, SiteStep& s) {
    Table& cells = s.site.cells;
    const Fields& fields = s.site.fields;
    for_each_row(
        s.device, "motility", cells.capacity(), cells.count(),
        Crawl{Walker(s), cells.data(cell::type), cells.data(cell::kind),
              cells.data(colony::dormant), cells.data(emt::score), cells.data(trait::motility),
              fields.data(field::oxygen), fields.data(field::ecm), site, by_type});
  }

 private:
  /// The parameters of one phenotype, which stand at `offset` in the struct of the cell type.
  static std::vector<ParamSpec> walk_params(const std::string& phenotype, std::size_t offset,
                                            const Walk& value, const char* speed_source) {
    const std::string at = "cell.*." + phenotype + ".";
    std::vector<ParamSpec> specs{
        param(at + "migration_speed", &Walk::um_per_min, "um/min", value.um_per_min, {0, 20},
              speed_source, "speed of crawling in open matrix"),
        param(at + "persistence_time", &Walk::persistence_min, "min", value.persistence_min,
              {0.01, 1e4}, "PhysiCell's template (motile cell: 15 min)",
              "mean time for which a cell keeps its direction"),
        param(at + "chemotaxis", &Walk::chemotaxis, "1", value.chemotaxis, {0, 1}, "assumed",
              "strength of steering toward oxygen, 0 none to 1 straight"),
        param(at + "haptotaxis", &Walk::haptotaxis, "1", value.haptotaxis, {0, 1}, "assumed",
              "strength of steering toward denser matrix, 0 none to 1 straight")};
    for (ParamSpec& spec : specs) spec.offset += offset;
    return specs;
  }
};

}  // namespace metastasim::tissue

metastasim::Process metastasim::processes::motility() {
  return make_process<tissue::Motility>("motility");
}
