// The basement membrane under attack.
//
//   db/dt = -a (g1 + g2 m) b        b := 0 where b < b_breach
//
//   b         membrane left on a voxel face, as a fraction         [1]
//   g1        MT1-MMP of the mesenchymal cells in the two voxels that share the face,
//             sum of their loss rates, partial cells by their EMT score  [1/min]   assumed
//   m         MMP-2, mean of the two voxels                        [nM]
//   g2        loss per MMP-2                                       [1/(nM min)]  assumed
//   a         activity that protease inhibitors leave, 1 without any  [1]  therapy/drug.hpp
//   b_breach  what no longer holds a cell back                     [1]       assumed
// The form is that of the matrix in Franssen et al. 2019 (doi 10.1007/s11538-019-00597-x); invasive
// cells breach membranes by MT1-, MT2- and MT3-MMP (Hotary et al. 2006, doi 10.1101/gad.1451806).
// Linear in b, so a step of any length is exact.
#include "kernels/colonies/colony_columns.hpp"
#include "kernels/core/launch.hpp"
#include "kernels/invasion/emt.hpp"
#include "kernels/invasion/membrane.hpp"
#include "kernels/process.hpp"
#include "kernels/therapy/drug.hpp"
#include "kernels/tissue/deposit.hpp"

namespace metastasim::invasion {

namespace {

struct MembraneParams {
  float breached_below, loss_by_mmp2;
};
struct MembraneCellParams {
  float loss_by_contact;
};

struct ContactLoss {
  const std::uint8_t* type;
  emt::Proteolysis proteolysis;
  const MembraneCellParams* params;
  HD float operator()(std::uint32_t row, std::int64_t) const {
    return proteolysis(row) * params[type[row]].loss_by_contact;
  }
};

struct Attack {
  Grid grid;
  MembraneParams params;
  float activity, dt_min;
  tissue::Deposited contact;
  const float* mmp2;
  float *x, *y, *z;
  HD void operator()(int ix, int iy, int iz) const {
    const std::int64_t i = grid.at(ix, iy, iz);
    weaken(x[i], i, 1);
    weaken(y[i], i, grid.row());
    weaken(z[i], i, grid.slab());
  }
  HD void weaken(float& integrity, std::int64_t i, std::int64_t step) const {
    if (!(integrity > 0)) return;
    const float rate = activity * (contact(i) + contact(i - step) +
                                   params.loss_by_mmp2 * 0.5f * (mmp2[i] + mmp2[i - step]));
    if (!(rate > 0)) return;
    const float left = integrity * math::exp(-rate * dt_min);
    integrity = left < params.breached_below ? 0.0f : left;
  }
};

}  // namespace

struct BasementMembrane {
  static constexpr const char* meaning = "mesenchymal cells and MMP-2 dissolve basement membrane";
  using Params = MembraneParams;
  using CellParams = MembraneCellParams;
  static std::vector<ParamSpec> params() {
    return {
        param("invasion.breached_below", &Params::breached_below, "1", 0.2, {0, 1}, "assumed",
              "fraction of basement membrane left below which cells pass"),
        param("substance.MMP2.membrane_loss", &Params::loss_by_mmp2, "1/min", 0.09 / 60, {0, 10},
              "assumed; as collagen", "rate at which basement membrane goes where MMP2 is 1 nM"),
    };
  }
  static std::vector<ParamSpec> cell_params() {
    return {
        param("cell.*.mesenchymal.membrane_loss", &CellParams::loss_by_contact, "1/min", 0.05 / 60,
              {0, 10}, "assumed",
              "rate at which one mesenchymal cell's MT1-MMP dissolves the membrane it touches"),
    };
  }
  static std::vector<ColumnSpec> adds() {
    return {membrane::area_x, membrane::area_y, membrane::area_z, membrane::enclosed};
  }
  static std::vector<ColumnSpec> writes() {
    return {field::membrane_x, field::membrane_y, field::membrane_z};
  }
  static void run(const Params& params, const CellParams* by_type, SiteStep& s) {
    const Table& cells = s.site.cells;
    Fields& fields = s.site.fields;
    const emt::Proteolysis proteolysis{cells.data(emt::score), cells.data(colony::dormant)};
    const tissue::Deposited contact = tissue::deposit(
        s, "membrane contact", ContactLoss{cells.data(cell::type), proteolysis, by_type});
    for_each_voxel(
        s.device, "basement membrane", s.site.grid,
        Attack{s.site.grid, params, therapy::protease_activity(s), static_cast<float>(s.dt_min),
               contact, fields.data(field::mmp2), fields.data(field::membrane_x),
               fields.data(field::membrane_y), fields.data(field::membrane_z)});
  }
};

}  // namespace metastasim::invasion

metastasim::Process metastasim::processes::basement_membrane() {
  return make_process<invasion::BasementMembrane>("basement_membrane");
}
