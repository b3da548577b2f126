#pragma once
#include "kernels/circulation/entry_params.hpp"
#include "kernels/circulation/leaver.hpp"
#include "kernels/circulation/nearest_vessel.hpp"
#include "kernels/circulation/takes_along.hpp"
#include "kernels/circulation/vessel_wall.hpp"
#include "kernels/core/launch.hpp"
#include "kernels/process.hpp"
#include "kernels/state/cell_columns.hpp"

/// How cells get into the vessels that they touch, alone or with neighbours that hold on.
namespace metastasim::circulation {

/// Scratch of a site: who gets in at this moment by itself, by row and in the order of the bins.
struct Leaders {
  static constexpr std::int64_t never = -1;
  Buffer<std::uint8_t> leads, by_slot;
  std::int64_t binned_at = never;  ///< tick
};

struct PackLeaders {
  tissue::BinView bins;
  const std::uint8_t* leads;
  std::uint8_t* by_slot;
  NearLeaders near;
  HD void operator()(std::uint32_t slot) const {
    by_slot[slot] = leads[bins.row[slot]];
    if (by_slot[slot] != 0) near.mark({bins.x[slot], bins.y[slot], bins.z[slot]});
  }
};

struct GetIn {
  const std::uint64_t* id;
  const std::int32_t *x, *y, *z;
  const float* radius;
  Leaver leaver;
  NearestVessel nearest;
  VesselWall wall;
  EntryParams params;
  float dt_min;
  DrawKey key;
  std::uint8_t* intent;
  std::uint32_t* detail;
  std::uint8_t* leads;
  HD void operator()(std::uint32_t row) const {
    leads[row] = 0;
    // Who would not get in even where the wall is touched and open need not look for one.
    const Draws draws = key.of(id[row]);
    if (!draws.happens(math::hazard_probability(params.rate_per_min, dt_min), 0)) return;
    if (!leaver.may_go(row, params.who)) return;
    const Position here{x[row], y[row], z[row]};
    const Contact vessel = nearest(here, radius[row], params.contact_range_um);
    if (!vessel.found()) return;
    const float rate = params.rate_per_min * vessel.access(params.contact_range_um) *
                       wall.open(here, vessel.segment);
    if (!draws.happens(math::hazard_probability(rate, dt_min), 0)) return;
    if (intent[row] >= static_cast<std::uint8_t>(Intent::enter_vessel)) return;
    propose(intent, detail, row, Intent::enter_vessel, vessel.segment);
    leads[row] = 1;
  }
};

inline void get_in(const EntryParams& params, Carrying what, std::uint8_t* leads, SiteStep& s) {
  Table& cells = s.site.cells;
  for_each_row(
      s.device, "get into vessels", cells.capacity(), cells.count(),
      GetIn{cells.data(cell::id), cells.data(cell::x), cells.data(cell::y), cells.data(cell::z),
            cells.data(cell::radius), Leaver(cells), NearestVessel(s.state.vessels, s.site, what),
            VesselWall(s.state.vessels, s.site, what), params, static_cast<float>(s.dt_min),
            DrawKey(s), cells.data(cell::intent), cells.data(cell::intent_detail), leads});
}

/// The site's bins, with everybody where cells cross: from the first who asks to the end of the tick
/// nobody moves.
inline tissue::Bins& bins_of_entry(Leaders& leaders, SiteStep& s) {
  tissue::Bins& bins = s.site.workspace.get<tissue::Bins>();
  if (leaders.binned_at != s.tick)
    bins.build(s.device, s.site.grid, s.site.cells, tissue::adhesion_reach);
  leaders.binned_at = s.tick;
  return bins;
}

inline void take_along(const EntryParams& params, const Adhesion* by_type, Carrying what,
                       Leaders& leaders, SiteStep& s) {
  Table& cells = s.site.cells;
  tissue::Bins& bins = bins_of_entry(leaders, s);
  const NearLeaders near{bins.view().grid, bins.marks(), what};
  leaders.by_slot.at_least(s.device, cells.capacity(), "who gets in, by slot");
  for_each_row(s.device, "pack leaders", cells.capacity(), cells.count(),
               PackLeaders{bins.view(), leaders.leads.data(), leaders.by_slot.data(), near});
  const FindLeader leader_of{bins.view(),
                             near,
                             cells.data(cell::x),
                             cells.data(cell::y),
                             cells.data(cell::z),
                             cells.data(cell::radius),
                             cells.data(cell::id),
                             leaders.leads.data(),
                             leaders.by_slot.data(),
                             invasion::Membrane(s.site.fields)};
  for_each_row(s.device, "take neighbours along", cells.capacity(), cells.count(),
               ComeAlong{leader_of, Leaver(cells), cells.data(cell::type), cells.data(emt::score),
                         by_type, params.bond_holds, DrawKey(s), cells.data(cell::intent),
                         cells.data(cell::intent_detail), cells.data(intravasation::along_with)});
}

/// Leaves the intent enter_vessel with all who get into a vessel of this kind.
inline void enter_vessels(const EntryParams& params, const Adhesion* by_type, Carrying what,
                          SiteStep& s) {
  const VesselPieces& here =
      s.state.vessels.pieces_of_site[static_cast<std::size_t>(s.site.id.value)];
  if (!(what == Carrying::lymph ? here.lymph : here.blood)) return;
  Leaders& leaders = s.site.workspace.get<Leaders>();
  leaders.leads.at_least(s.device, s.site.cells.capacity(), "who gets in");
  get_in(params, what, leaders.leads.data(), s);
  if (params.in_company()) take_along(params, by_type, what, leaders, s);
}

}  // namespace metastasim::circulation
