#include "kernels/resolve/arrivals.hpp"

#include "kernels/circulation/segment_line.hpp"
#include "kernels/core/launch.hpp"
#include "kernels/immunity/immune_columns.hpp"
#include "kernels/resolve/funnel.hpp"
#include "kernels/resolve/intents.hpp"
#include "kernels/resolve/shares.hpp"
#include "kernels/state/cell_columns.hpp"

namespace metastasim::resolve {

namespace {

struct FlagArrivals {
  std::int32_t site;
  const std::int32_t* site_of;
  const std::uint32_t* waiting;
  std::uint8_t* flags;
  HD void operator()(std::uint32_t row) const {
    flags[row] = site_of[row] == site && waiting[row] > 0;
  }
};

/// Where on a vessel, and on which side of it, is drawn by each cell.
struct ComeOut {
  SharesView vessels;
  const std::uint8_t* arriving_type;
  const float* vessel_radius;
  journey::SegmentLine line;
  Grid grid;
  const ArrivalParams* by_type;
  std::uint32_t tick;
  const std::uint32_t* first;
  const std::uint64_t* first_id;
  DrawKey key;
  std::uint32_t* waiting;
  std::uint64_t* id;
  std::int32_t *x, *y, *z;
  float* radius;
  std::uint8_t *type, *kind;
  std::uint32_t* born;

  HD void operator()(std::uint32_t i) const {
    const std::uint32_t vessel = vessels.rows[i], end = vessels.end(i);
    for (std::uint32_t k = vessels.start[i]; k < end; ++k) place(vessel, k);
    waiting[vessel] = vessels.left(i);
  }

 private:
  HD void place(std::uint32_t vessel, std::uint32_t k) const {
    const std::uint32_t row = *first + k;
    id[row] = *first_id + k;
    type[row] = arriving_type[vessel];
    kind[row] = static_cast<std::uint8_t>(CellKind::effector);
    radius[row] = 0.5f * by_type[type[row]].diameter_um;
    born[row] = tick;
    const Draws draws = key.of(id[row]);
    const journey::Vector axis = line.at(vessel, static_cast<float>(draws.uniform(0)));
    const journey::Vector outward = journey::across(line.axis(vessel), random_direction(draws, 1));
    const float distance = vessel_radius[vessel] + radius[row];
    x[row] = inside(axis.x + outward.x * distance, grid.nx, radius[row]);
    y[row] = inside(axis.y + outward.y * distance, grid.ny, radius[row]);
    z[row] = inside(axis.z + outward.z * distance, grid.nz, radius[row]);
  }
  HD std::int32_t inside(float um, int voxels, float margin_um) const {
    const float size = static_cast<float>(voxels) * grid.spacing_um;
    return to_fixed(math::clamp(um, margin_um, math::max(margin_um, size - margin_um)));
  }
};

ChosenRows vessels_with_arrivals(SiteStep& s) {
  const Table& segments = s.state.vessels.segments;
  auto flags = flags_for(segments);
  for_each_row(s.device, "flag arrivals", segments.rows(),
               FlagArrivals{s.site.id.value, segments.data(segment::site),
                            segments.data(immunity::arrivals), flags.data()},
               rows_shared_if_cheap);
  return ChosenRows(segments, segments.data(segment::id), flags.data());
}

}  // namespace

void arrivals(SiteStep& s, const ArrivalParams* by_type) {
  if (!s.state.knows(CellKind::effector)) return;
  Table &cells = s.site.cells, &segments = s.state.vessels.segments;
  const ChosenRows bringing = vessels_with_arrivals(s);
  if (surely_none(s.device, bringing.size())) return;
  const Shares vessels(s.device, bringing, segments.data(immunity::arrivals));
  const NewRows added = cells.append_in_room({vessels.total(), cells.capacity()});
  for_each_row(
      s.device, "immune cells arrive", vessels.size(),
      ComeOut{vessels.view(added.size.now), segments.data(immunity::arriving_type),
              segments.data(segment::radius), journey::SegmentLine(s.state.vessels), s.site.grid,
              by_type, s.tick, added.first, s.state.next_cell_id.next(), DrawKey(s),
              segments.data(immunity::arrivals), cells.data(cell::id), cells.data(cell::x),
              cells.data(cell::y), cells.data(cell::z), cells.data(cell::radius),
              cells.data(cell::type), cells.data(cell::kind), cells.data(cell::born)});
  s.state.next_cell_id.advance(s.device, added.size.now);
  count(s, Count::immune_arrived, added.size.now);
}

}  // namespace metastasim::resolve
