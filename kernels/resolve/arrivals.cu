#include "kernels/resolve/arrivals.hpp"

#include "kernels/circulation/segment_line.hpp"
#include "kernels/core/launch.hpp"
#include "kernels/immunity/immune_columns.hpp"
#include "kernels/parallel/scan.hpp"
#include "kernels/resolve/tally.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/state/row_copy.hpp"

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

struct GatherNumbers {
  const std::uint32_t *rows, *waiting;
  std::uint32_t* numbers;
  HD void operator()(std::int64_t i) const { numbers[i] = waiting[rows[i]]; }
};

/// Where on a vessel, and on which side of it, is drawn by each cell.
struct ComeOut {
  const std::uint32_t *rows, *start;
  const std::uint8_t* arriving_type;
  const float* vessel_radius;
  journey::SegmentLine line;
  Grid grid;
  const ArrivalParams* by_type;
  std::uint32_t first, tick;
  std::uint64_t first_id;
  DrawKey key;
  std::uint32_t* waiting;
  std::uint64_t* id;
  std::int32_t *x, *y, *z;
  float* radius;
  std::uint8_t *type, *kind;
  std::uint32_t* born;

  HD void operator()(std::int64_t i) const {
    for (std::uint32_t k = start[i]; k < start[i + 1]; ++k) place(rows[i], k);
    waiting[rows[i]] = 0;
  }

 private:
  HD void place(std::uint32_t vessel, std::uint32_t k) const {
    const std::uint32_t row = first + k;
    id[row] = first_id + k;
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
  Table& segments = s.state.vessels.segments;
  Buffer<std::uint8_t> flags(s.device, segments.capacity(), "resolve flags");
  for_each_row(s.device, "flag arrivals", segments.capacity(), segments.count(),
               FlagArrivals{s.site.id.value, segments.data(segment::site),
                            segments.data(immunity::arrivals), flags.data()});
  return ChosenRows(segments, segments.data(segment::id), flags.data(), segments.read_count());
}

/// start[i]: how many come before those of the i-th vessel; the total stands behind the last.
Buffer<std::uint32_t> places(SiteStep& s, const ChosenRows& vessels) {
  Buffer<std::uint32_t> numbers(s.device, vessels.size(), "arrivals by vessel");
  Buffer<std::uint32_t> start(s.device, vessels.size() + 1, "places of arrivals");
  for_each_index(s.device, "gather arrivals", vessels.size(),
                 GatherNumbers{vessels.rows(), s.state.vessels.segments.data(immunity::arrivals),
                               numbers.data()});
  parallel::exclusive_scan(s.device, numbers.data(), start.data(), vessels.size());
  return start;
}

}  // namespace

void arrivals(SiteStep& s, const ArrivalParams* by_type) {
  if (!s.state.knows(CellKind::effector)) return;
  const ChosenRows vessels = vessels_with_arrivals(s);
  if (vessels.size() == 0) return;
  const Buffer<std::uint32_t> start = places(s, vessels);
  const std::uint32_t total = start.to_host().back();
  Table &cells = s.site.cells, &segments = s.state.vessels.segments;
  const std::uint32_t first = cells.append(total);
  for_each_index(s.device, "immune cells arrive", vessels.size(),
                 ComeOut{vessels.rows(),
                         start.data(),
                         segments.data(immunity::arriving_type),
                         segments.data(segment::radius),
                         journey::SegmentLine(s.state.vessels),
                         s.site.grid,
                         by_type,
                         first,
                         s.tick,
                         s.state.next_cell_id,
                         DrawKey(s),
                         segments.data(immunity::arrivals),
                         cells.data(cell::id),
                         cells.data(cell::x),
                         cells.data(cell::y),
                         cells.data(cell::z),
                         cells.data(cell::radius),
                         cells.data(cell::type),
                         cells.data(cell::kind),
                         cells.data(cell::born)});
  s.state.next_cell_id += total;
  count(s, Count::immune_arrived, total);
}

}  // namespace metastasim::resolve
