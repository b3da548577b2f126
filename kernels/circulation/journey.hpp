#pragma once
#include "kernels/circulation/along_with.hpp"
#include "kernels/circulation/segment_line.hpp"
#include "kernels/circulation/traveller_columns.hpp"
#include "kernels/colonies/colony_columns.hpp"
#include "kernels/core/ids.hpp"
#include "kernels/core/random.hpp"
#include "kernels/invasion/membrane.hpp"
#include "kernels/state/cell_columns.hpp"

/// The two doors between tissue and stream, for `resolve`: what a row needs when it changes table.
/// docs/journey.md is the agreement.
namespace metastasim::journey {

/// Where and when a cell enters a vessel, and with whom.
struct Entrance {
  std::uint64_t entry;  ///< running number, 1 for the first of the run
  std::int32_t site;
  std::int64_t us;        ///< since the start of the run
  std::uint64_t leader;   ///< lineage number; the cell's own where it goes alone
  std::uint32_t members;  ///< that enter together
};

/// Who leaves a vessel together: side by side along it, as one family.
struct Landing {
  std::uint64_t founder;  ///< lineage number of the first of them
  std::uint32_t place = 0, of = 1;
};

/// Makes a traveller of a row that holds its cell's columns, with the intent enter_vessel and the
/// segment's row as its detail; the traveller columns hold their initial values. What depends on
/// parameters `circulate` draws when it first meets the row.
struct BeginJourney {
  const std::uint64_t* segment_id;
  std::uint8_t* intent;
  std::uint32_t *detail, *members;
  std::uint64_t *entry, *cluster, *entry_segment;
  std::int32_t* entry_site;
  std::int64_t* entered;
  std::uint32_t* place;

  BeginJourney(Table& travellers, const Vessels& vessels)
      : segment_id(vessels.segments.data(segment::id)),
        intent(travellers.data(cell::intent)),
        detail(travellers.data(cell::intent_detail)),
        members(travellers.data(traveller::members)),
        entry(travellers.data(traveller::entry)),
        cluster(travellers.data(traveller::cluster)),
        entry_segment(travellers.data(traveller::entry_segment)),
        entry_site(travellers.data(traveller::entry_site)),
        entered(travellers.data(traveller::entered_us)),
        place(travellers.data(traveller::place)) {}

  HD void operator()(std::uint32_t row, Entrance at) const {
    entry[row] = at.entry;
    cluster[row] = at.leader;
    members[row] = at.members;
    entry_site[row] = at.site;
    entry_segment[row] = segment_id[detail[row]];
    entered[row] = at.us;
    place[row] = detail[row];
    intent[row] = 0;
    detail[row] = 0;
  }
};

/// Makes a founder of a cell row to which the traveller's cell columns were copied: it lies beside
/// the vessel that it left, touching its wall, on a side drawn at random, inside the block; those of
/// a cluster lie in a row. Soil that it set off from has nothing to decide about it (dormancy.cu).
struct EndJourney {
  std::int32_t site;
  const std::int32_t* entry_site;
  const float* along;
  const std::uint32_t* place;
  const float* vessel_radius;
  SegmentLine line;
  const float* radius;
  std::int32_t *x, *y, *z;
  std::uint64_t *founder, *along_with;
  std::uint32_t *divisions, *detail;
  std::uint8_t *intent, *settled, *enclosed;
  Grid grid;

  EndJourney(const Table& travellers, const Vessels& vessels, Table& cells, const Grid& block,
             SiteId here)
      : site(here.value),
        entry_site(travellers.data(traveller::entry_site)),
        along(travellers.data(traveller::along)),
        place(travellers.data(traveller::place)),
        vessel_radius(vessels.segments.data(segment::radius)),
        line(vessels),
        radius(cells.data(cell::radius)),
        x(cells.data(cell::x)),
        y(cells.data(cell::y)),
        z(cells.data(cell::z)),
        founder(cells.data(cell::founder)),
        along_with(cells.data(intravasation::along_with)),
        divisions(cells.data(cell::divisions)),
        detail(cells.data(cell::intent_detail)),
        intent(cells.data(cell::intent)),
        settled(cells.data(colony::settled)),
        enclosed(cells.data(invasion::membrane::inside)),
        grid(block) {}

  /// `draws` are the founder's; number 0 is used.
  HD void operator()(std::uint32_t traveller_row, std::uint32_t row, const Draws& draws,
                     const Landing& landing) const {
    const std::uint32_t vessel = place[traveller_row];
    const Vector on_axis = beside(vessel, along[traveller_row], radius[row], landing);
    const Vector outward = across(line.axis(vessel), random_direction(draws, 0));
    const float distance = vessel_radius[vessel] + radius[row];
    x[row] = inside(on_axis.x + outward.x * distance, grid.nx, radius[row]);
    y[row] = inside(on_axis.y + outward.y * distance, grid.ny, radius[row]);
    z[row] = inside(on_axis.z + outward.z * distance, grid.nz, radius[row]);
    founder[row] = landing.founder;
    along_with[row] = 0;
    divisions[row] = 0;
    settled[row] = entry_site[traveller_row] == site ? 1 : 0;
    enclosed[row] = 0;  // a membrane left through a vessel is not one crossed
    intent[row] = 0;
    detail[row] = 0;
  }

 private:
  /// A diameter a cell along the vessel's line, centred where the cluster stopped.
  HD Vector beside(std::uint32_t vessel, float where, float cell_radius,
                   const Landing& landing) const {
    const Vector middle = line.at(vessel, where), axis = line.axis(vessel);
    const float length = math::sqrt(dot(axis, axis));
    const float steps =
        static_cast<float>(landing.place) - 0.5f * static_cast<float>(landing.of - 1);
    const float share = length > 0 ? 2 * cell_radius * steps / length : 0.0f;
    return {middle.x + share * axis.x, middle.y + share * axis.y, middle.z + share * axis.z};
  }
  HD std::int32_t inside(float um, int voxels, float margin_um) const {
    const float size = static_cast<float>(voxels) * grid.spacing_um;
    return to_fixed(math::clamp(um, margin_um, math::max(margin_um, size - margin_um)));
  }
};

}  // namespace metastasim::journey
