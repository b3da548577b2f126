// Intravasation: a cell that touches a blood vessel breaks through its wall.
//
//   rate = k a(g)         a(g) = 1 for g <= 0,   1 - g / g_max up to g_max,   0 beyond
//   P(enters within dt) = 1 - exp(-rate dt)
//
//   k      rate at which a touching cell gets through the wall   [1/min]  assumed: intravital
//   imaging
//          shows streaming tumour cells cross within hours (Wyckoff 2000, Harney 2015 doi
//          10.1158/2159-8290.CD-15-0012) but gives no rate per contact
//   g      gap between the cell's surface and the outside of the vessel   [um]
//   g_max  contact range                                                  [um]
// The vessel is the one with the smallest gap; of equals, the lower row. Sleepers stay where they
// are, and so do newcomers about which the soil has not decided. One cell a time: no clusters yet.
#include "kernels/circulation/segment_line.hpp"
#include "kernels/circulation/traveller_columns.hpp"
#include "kernels/colonies/colony_columns.hpp"
#include "kernels/core/launch.hpp"
#include "kernels/process.hpp"
#include "kernels/state/cell_columns.hpp"

namespace metastasim::circulation {

namespace {

enum class Able : int { mesenchymal, all };

struct IntravasationParams {
  float wall_loss_per_min, contact_range_um;
  Able who;
};

struct Contact {
  std::uint32_t segment;
  float gap_um;
};

/// Finds the vessel that a cell touches.
struct NearestVessel {
  const std::uint32_t *first_piece, *piece;
  const float* vessel_radius;
  const std::uint8_t* kind;
  journey::SegmentLine line;
  Grid grid;

  HD void visit(int x, int y, int z, journey::Vector centre, float radius, Contact& best) const {
    const std::int64_t voxel = grid.number(x, y, z);
    for (std::uint32_t p = first_piece[voxel]; p < first_piece[voxel + 1]; ++p) {
      const std::uint32_t s = piece[p];
      if (kind[s] == static_cast<std::uint8_t>(VesselKind::lymphatic)) continue;
      const float gap = line.distance(s, centre) - vessel_radius[s] - radius;
      if (gap < best.gap_um || (gap == best.gap_um && s < best.segment)) best = {s, gap};
    }
  }
  /// Looks as far as a vessel of 10 um radius may reach.
  HD Contact operator()(Position at, float radius, float range_um) const {
    const int reach = 1 + math::to_int((radius + range_um + 10.0f) / grid.spacing_um);
    const int cx = grid.voxel_along(at.x, grid.nx), cy = grid.voxel_along(at.y, grid.ny);
    const int cz = grid.voxel_along(at.z, grid.nz);
    Contact best{0xFFFFFFFFu, range_um};
    for (int z = math::max(cz - reach, 0); z <= math::min(cz + reach, grid.nz - 1); ++z)
      for (int y = math::max(cy - reach, 0); y <= math::min(cy + reach, grid.ny - 1); ++y)
        for (int x = math::max(cx - reach, 0); x <= math::min(cx + reach, grid.nx - 1); ++x)
          visit(x, y, z, {to_um(at.x), to_um(at.y), to_um(at.z)}, radius, best);
    return best;
  }
};

struct BreakIn {
  const std::uint64_t *id, *founder;
  const std::int32_t *x, *y, *z;
  const float* radius;
  const std::uint8_t *phenotype, *dormant, *settled;
  NearestVessel nearest;
  IntravasationParams params;
  float dt_min;
  DrawKey key;
  std::uint8_t* intent;
  std::uint32_t* detail;
  HD void operator()(std::uint32_t row) const {
    if (!able(row)) return;
    const Contact vessel = nearest({x[row], y[row], z[row]}, radius[row], params.contact_range_um);
    if (vessel.segment == 0xFFFFFFFFu) return;
    const float access = 1 - math::max(vessel.gap_um, 0.0f) / params.contact_range_um;
    const float p = math::hazard_probability(params.wall_loss_per_min * access, dt_min);
    if (key.of(id[row]).happens(p, 0))
      propose(intent, detail, row, Intent::enter_vessel, vessel.segment);
  }
  HD bool able(std::uint32_t row) const {
    const bool mesenchymal = phenotype[row] == static_cast<std::uint8_t>(Phenotype::mesenchymal);
    const bool undecided = founder[row] != 0 && settled[row] == 0;
    return (mesenchymal || params.who == Able::all) && dormant[row] == 0 && !undecided;
  }
};

}  // namespace

struct Intravasation {
  static constexpr const char* meaning = "cells that touch a vessel break through its wall";
  using Params = IntravasationParams;
  static std::vector<ParamSpec> params() {
    return {
        param("intravasation.wall_loss", &Params::wall_loss_per_min, "1/min", 0.1 / 60, {0, 10},
              "assumed", "rate at which a cell that touches a vessel gets through its wall"),
        param("intravasation.contact_range", &Params::contact_range_um, "um", 2, {0.01, 20},
              "assumed", "gap to the vessel up to which a cell can reach its wall"),
        param("intravasation.who", &Params::who, "1", 0, {0, 1}, "assumed",
              "which cells can break into vessels", {"mesenchymal", "all"}),
    };
  }
  static std::vector<ColumnSpec> adds() {
    return {std::begin(traveller::all), std::end(traveller::all)};
  }
  static std::vector<ColumnSpec> writes() { return {cell::intent, cell::intent_detail}; }
  static void run(const Params& params, SiteStep& s) {
    const VesselPieces& pieces = s.state.vessels.pieces_of_site[s.site.id.value];
    if (pieces.first.size() == 0) return;
    const Table& segments = s.state.vessels.segments;
    Table& cells = s.site.cells;
    const NearestVessel nearest{pieces.first.data(),
                                pieces.segment.data(),
                                segments.data(segment::radius),
                                segments.data(segment::kind),
                                journey::SegmentLine(s.state.vessels),
                                s.site.grid};
    for_each_row(s.device, "intravasation", cells.capacity(), cells.count(),
                 BreakIn{cells.data(cell::id), cells.data(cell::founder), cells.data(cell::x),
                         cells.data(cell::y), cells.data(cell::z), cells.data(cell::radius),
                         cells.data(cell::phenotype), cells.data(colony::dormant),
                         cells.data(colony::settled), nearest, params, static_cast<float>(s.dt_min),
                         DrawKey(s), cells.data(cell::intent), cells.data(cell::intent_detail)});
  }
};

}  // namespace metastasim::circulation

metastasim::Process metastasim::processes::intravasation() {
  return make_process<circulation::Intravasation>("intravasation");
}
