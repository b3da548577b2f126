// Collagen is cut: by MT1-MMP where a mesenchymal cell touches it, by MMP-2 wherever that spreads.
//
//   dw/dt = -a (Gamma1 c_M + Gamma2 m) w
//
//   w       extracellular matrix left, as a fraction of intact collagen    [1]
//   Gamma1  MT1-MMP of one mesenchymal cell on the matrix of its voxel     [1/min]  Franssen 2019
//   c_M     mesenchymal cells in the voxel, partial ones by their EMT score [1]
//   m       MMP-2                                                          [nM]
//   Gamma2  MMP-2, per nM                                                  [1/(nM min)]  scale assumed
//   a       activity that protease inhibitors leave, 1 without any         [1]  therapy/drug.hpp
// Franssen et al. 2019 (doi 10.1007/s11538-019-00597-x). Linear in w, so a step of any length is
// exact for the m and the cells of its start.
#include "kernels/colonies/colony_columns.hpp"
#include "kernels/invasion/emt.hpp"
#include "kernels/process.hpp"
#include "kernels/state/field_columns.hpp"
#include "kernels/therapy/drug.hpp"
#include "kernels/tissue/deposit.hpp"

namespace metastasim::invasion {

namespace {

struct EcmParams {
  float loss_by_mmp2;
};
struct EcmCellParams {
  float loss_by_contact;
};

struct Contact {
  const std::uint8_t* type;
  emt::Proteolysis proteolysis;
  const EcmCellParams* params;
  HD float operator()(std::uint32_t row, std::int64_t) const {
    return proteolysis(row) * params[type[row]].loss_by_contact;
  }
};

struct Cut {
  Grid grid;
  tissue::Deposited contact;
  const float* mmp2;
  float loss_by_mmp2, activity, dt_min;
  float* ecm;
  HD void operator()(int x, int y, int z) const {
    const std::int64_t i = grid.at(x, y, z);
    const float rate = activity * (contact(i) + loss_by_mmp2 * mmp2[i]);
    if (rate > 0) ecm[i] *= math::exp(-rate * dt_min);
  }
};

}  // namespace

struct Ecm {
  static constexpr const char* meaning = "collagen is cut by MT1-MMP at contact and by MMP-2";
  using Params = EcmParams;
  using CellParams = EcmCellParams;
  static std::vector<ParamSpec> params() {
    return {
        param("substance.MMP2.collagen_loss", &Params::loss_by_mmp2, "1/min", 0.09 / 60, {0, 10},
              "assumed; Franssen 2019 per unit of MMP2 that is not stated",
              "rate at which collagen goes where MMP2 is 1 nM"),
    };
  }
  static std::vector<ParamSpec> cell_params() {
    return {
        param("cell.*.mesenchymal.collagen_loss", &CellParams::loss_by_contact, "1/min", 0.09 / 60,
              {0, 10}, "Franssen 2019 (1 in 4e4 s, by MetaSpread)",
              "rate at which one mesenchymal cell's MT1-MMP cuts the collagen of its voxel"),
    };
  }
  static std::vector<ColumnSpec> writes() { return {field::ecm}; }
  static void run(const Params& params, const CellParams* by_type, SiteStep& s) {
    const Table& cells = s.site.cells;
    Fields& fields = s.site.fields;
    const emt::Proteolysis proteolysis{cells.data(emt::score), cells.data(colony::dormant)};
    const tissue::Deposited contact =
        tissue::deposit(s, "ECM contact", Contact{cells.data(cell::type), proteolysis, by_type});
    for_each_voxel(
        s.device, "ECM", s.site.grid,
        Cut{s.site.grid, contact, fields.data(field::mmp2), params.loss_by_mmp2,
            therapy::protease_activity(s), static_cast<float>(s.dt_min), fields.data(field::ecm)});
  }
};

}  // namespace metastasim::invasion

metastasim::Process metastasim::processes::ecm() { return make_process<invasion::Ecm>("ecm"); }
