// Sprouting: where VEGF is, the walls of small vessels send out sprouts; their tips climb it.
//
//   P(a sprout begins within dt) = 1 - exp(-k N V / (V + V_half) dt)      N = 2 pi R L / A
//   d' = w_old d + w_up g/|g| + w_chance u,  heading d'/|d'|,  step v dt
//
//   k       most sprouts per time and endothelial cell            [1/min]   Owen 2011
//   V       VEGF; at a point drawn along the vessel               [nM]
//   V_half  VEGF that calls half of them                          [nM]      Owen 2011
//   N       endothelial cells of the vessel: wall area by area of a cell A [um2]
//   d, g    heading of a tip, slope of VEGF;  u uniform in the unit ball
//   w       weights 0.5, 0.3, 0.2                                 [1]       Duswald 2023 (BioDynaMo)
//   v       speed of a tip                                        [um/min]  Owen 2011 (20 um/h)
// Owen et al. 2011 (doi 10.1158/0008-5472.can-10-2834); Secomb et al. 2013 (doi
// 10.1371/journal.pcbi.1002983) and their program AngioAdapt20 (Alberding and Secomb 2021).
// A sprout leaves its vessel sideways, up the slope. None begins within the spacing of another one
// (lateral inhibition). A tip that comes within reach of a vessel or of another sprout joins it; blood
// runs as soon as that closes a way from a higher to a lower pressure (blood_flow). Tips do not break through a basement membrane. They stop where there is no VEGF, and for
// good at the block's faces. Chance and steering are computed here, on the device; the connections
// change on the host (sprout_growth.cpp, decision 6), in the order of lineage numbers.
#include <algorithm>

#include "kernels/circulation/segment_line.hpp"
#include "kernels/core/launch.hpp"
#include "kernels/process.hpp"
#include "kernels/resolve/vessel_rows.hpp"
#include "kernels/state/field_columns.hpp"
#include "kernels/tissue/displace.hpp"
#include "kernels/tissue/guidance.hpp"
#include "kernels/vessels/blood_flow.hpp"
#include "kernels/vessels/sprout_growth.hpp"
#include "kernels/vessels/sprouts.hpp"

namespace metastasim::vessels {

namespace {

using tissue::Vector;

struct SproutingParams {
  float per_cell_per_min, half_nm, cell_area_um2, spacing_um;
  float speed_um_per_min, persistence, chemotaxis, randomness;
  float diameter_um, reach_um;
};

enum class Move : std::uint8_t { none, grows, leaves };

/// What a vessel or a tip wants; by row of the site.
struct Wish {
  Move move;
  float along;
  UnitVector heading;
  Position to;
};

/// VEGF, membrane and faces as a tip meets them.
struct Surroundings {
  Grid grid;
  const float* vegf;
  tissue::Walls walls;
  invasion::Membrane membrane;

  HD float vegf_at(Position p) const { return vegf[grid.voxel_of(p)]; }
  HD Vector uphill(Position p) const {
    const Vector g = tissue::slope(vegf, grid, grid.voxel_at(p));
    const float length = g.length();
    return length > 0 ? 1 / length * g : Vector{0, 0, 0};
  }
  /// The step itself where it leaves the block; nothing where the membrane forbids it.
  HD void step(Position from, float length_um, Wish& wish) const {
    const Position d{to_fixed(wish.heading.x * length_um), to_fixed(wish.heading.y * length_um),
                     to_fixed(wish.heading.z * length_um)};
    if (!grid.contains({from.x + d.x, from.y + d.y, from.z + d.z})) {
      wish.move = Move::leaves;
      return;
    }
    wish.to = tissue::displace(from, d, walls, membrane);
    const bool held = wish.to.x == from.x && wish.to.y == from.y && wish.to.z == from.z;
    wish.move = held ? Move::none : Move::grows;
  }
};

/// Numbers of vessels are unique within a site only.
HD inline std::uint64_t entity(std::uint64_t id, std::int32_t site) {
  return id ^ (static_cast<std::uint64_t>(site + 1) << 48);
}

struct CallSprouts {
  std::uint32_t first;
  std::int32_t site;
  const std::uint64_t* id;
  const std::uint8_t *kind, *status;
  const float *radius, *length;
  journey::SegmentLine line;
  Surroundings around;
  SproutingParams p;
  float dt_min;
  DrawKey key;
  Wish* wishes;

  HD void operator()(std::int64_t i) const {
    const auto row = first + static_cast<std::uint32_t>(i);
    wishes[i].move = Move::none;
    if (!can_sprout(row)) return;
    const Draws draws = key.of(entity(id[row], site));
    Wish wish{Move::none, static_cast<float>(draws.uniform(1)), {}, {}};
    const journey::Vector um = line.at(row, wish.along);
    const Position at{to_fixed(um.x), to_fixed(um.y), to_fixed(um.z)};
    if (!draws.happens(math::hazard_probability(rate(row, around.vegf_at(at)), dt_min), 0)) return;
    wish.heading = sideways(row, around.uphill(at), random_direction(draws, 2));
    around.step(at, p.speed_um_per_min * dt_min, wish);
    if (wish.move == Move::grows) wishes[i] = wish;
  }
  HD bool can_sprout(std::uint32_t row) const {
    const bool small = kind[row] == static_cast<std::uint8_t>(VesselKind::capillary) ||
                       kind[row] == static_cast<std::uint8_t>(VesselKind::venule);
    return small && status[row] == static_cast<std::uint8_t>(SegmentStatus::flows);
  }
  HD float rate(std::uint32_t row, float vegf) const {
    if (!(vegf > 0)) return 0;
    const float cells =
        static_cast<float>(2 * math::pi) * radius[row] * length[row] / p.cell_area_um2;
    return p.per_cell_per_min * cells * vegf / (vegf + p.half_nm);
  }
  /// Across the vessel, toward the slope; to any side where there is none.
  HD UnitVector sideways(std::uint32_t row, Vector uphill, UnitVector chance) const {
    const UnitVector wanted =
        uphill.length() > 0 ? UnitVector{uphill.x, uphill.y, uphill.z} : chance;
    const journey::Vector d = journey::across(line.axis(row), wanted);
    return {d.x, d.y, d.z};
  }
};

struct SteerTips {
  std::uint32_t first;
  std::int32_t site;
  const std::uint64_t* tip_of;
  const std::int32_t *x, *y, *z;
  const float *heading_x, *heading_y, *heading_z;
  Surroundings around;
  SproutingParams p;
  float dt_min;
  DrawKey key;
  Wish* wishes;

  HD void operator()(std::int64_t i) const {
    const auto row = first + static_cast<std::uint32_t>(i);
    const Position at{x[row], y[row], z[row]};
    wishes[i].move = Move::none;
    if (tip_of[row] == 0 || !(around.vegf_at(at) > 0)) return;
    const Draws draws = key.of(entity(tip_of[row], site));
    Wish wish{Move::none, 0, steered(row, around.uphill(at), draws), {}};
    around.step(at, p.speed_um_per_min * dt_min, wish);
    wishes[i] = wish;
  }
  /// Draws 8 and 9: vessels use those below.
  HD UnitVector steered(std::uint32_t row, Vector uphill, const Draws& draws) const {
    const UnitVector u = random_direction(draws, 8);
    const double inside = math::exp(math::log(draws.uniform(9)) / 3);  // uniform in the ball
    const Vector d = p.persistence * Vector{heading_x[row], heading_y[row], heading_z[row]} +
                     p.chemotaxis * uphill +
                     p.randomness * static_cast<float>(inside) * Vector{u.x, u.y, u.z};
    const float length = d.length();
    return length > 0 ? UnitVector{d.x / length, d.y / length, d.z / length} : u;
  }
};

Surroundings surroundings(SiteStep& s) {
  return {s.site.grid, s.site.fields.data(field::vegf), tissue::Walls(s.site.grid),
          invasion::Membrane(s.site.fields)};
}

std::vector<Wish> sprouts_called(const SproutingParams& p, SiteStep& s, const VesselRange& range) {
  Vessels& v = s.state.vessels;
  Buffer<Wish> wishes(s.device, range.segments, "sprouts called");
  for_each_index(s.device, "call sprouts", range.segments,
                 CallSprouts{range.first_segment, s.site.id.value, v.segments.data(segment::id),
                             v.segments.data(segment::kind), v.segments.data(segment::flow_status),
                             v.segments.data(segment::radius), v.segments.data(segment::length),
                             journey::SegmentLine(v), surroundings(s), p,
                             static_cast<float>(s.dt_min), DrawKey(s), wishes.data()});
  return wishes.to_host();
}

std::vector<Wish> tips_steered(const SproutingParams& p, SiteStep& s, const VesselRange& range) {
  Table& nodes = s.state.vessels.nodes;
  Buffer<Wish> wishes(s.device, range.nodes, "tips steered");
  for_each_index(
      s.device, "steer tips", range.nodes,
      SteerTips{range.first_node, s.site.id.value, nodes.data(node::tip_of), nodes.data(node::x),
                nodes.data(node::y), nodes.data(node::z), nodes.data(node::heading_x),
                nodes.data(node::heading_y), nodes.data(node::heading_z), surroundings(s), p,
                static_cast<float>(s.dt_min), DrawKey(s), wishes.data()});
  return wishes.to_host();
}

/// Rows with a wish, in the order of their lineage numbers.
template <class Number>
std::vector<int> wishing(const std::vector<Wish>& wishes, const Number& number) {
  std::vector<int> rows;
  for (std::size_t i = 0; i < wishes.size(); ++i)
    if (wishes[i].move != Move::none) rows.push_back(static_cast<int>(i));
  std::sort(rows.begin(), rows.end(), [&](int a, int b) { return number(a) < number(b); });
  return rows;
}

}  // namespace

struct Sprouting {
  static constexpr const char* meaning =
      "vessels sprout where VEGF calls; tips climb it and join what they meet";
  using Params = SproutingParams;
  static constexpr bool changes_rows = true;
  static constexpr bool host_work = true;
  static std::vector<ParamSpec> params() {
    const std::string at = "site.*.blood.angiogenesis.";
    return {
        param(at + "sprouting", &Params::per_cell_per_min, "1/min", 2.5e-4, {0, 1}, "Owen 2011",
              "most sprouts that VEGF calls, per time and endothelial cell"),
        param(at + "VEGF_half", &Params::half_nm, "nM", 0.5, {1e-6, 1e3}, "Owen 2011",
              "VEGF that calls half of the most sprouts"),
        param(at + "cell_area", &Params::cell_area_um2, "um2", 400, {50, 5000}, "assumed",
              "vessel wall that one endothelial cell covers"),
        param(at + "sprout_spacing", &Params::spacing_um, "um", 80, {0, 1000},
              "Owen 2011 (exclusion radius)",
              "a sprout keeps others from beginning within this distance"),
        param(at + "tip_speed", &Params::speed_um_per_min, "um/min", 20.0 / 60, {0, 10},
              "Owen 2011 (20 um/h)", "speed at which a sprout grows"),
        param(at + "persistence", &Params::persistence, "1", 0.5, {0, 10},
              "Duswald 2023 (BioDynaMo)", "weight of a tip's old direction"),
        param(at + "chemotaxis", &Params::chemotaxis, "1", 0.3, {0, 10}, "Duswald 2023 (BioDynaMo)",
              "weight of the way up the slope of VEGF in a tip's direction"),
        param(at + "randomness", &Params::randomness, "1", 0.2, {0, 10}, "Duswald 2023 (BioDynaMo)",
              "weight of chance in a tip's direction"),
        param(at + "sprout_diameter", &Params::diameter_um, "um", 8, {3, 50},
              "Alberding and Secomb 2021 (AngioAdapt20)",
              "inner diameter of a vessel when it grows"),
        param(at + "reach", &Params::reach_um, "um", 10, {0, 200},
              "Alberding and Secomb 2021 (AngioAdapt20)",
              "distance to another vessel at which a tip joins it"),
    };
  }
  static std::vector<ColumnSpec> adds() {
    return {segment::sprout, segment::sprouted, node::tip_of,
            node::heading_x, node::heading_y,   node::heading_z};
  }
  static std::vector<ColumnSpec> writes() { return {}; }
  static void run(const Params& p, SiteStep& s) {
    const VesselRange range = s.state.vessels.of_site[static_cast<std::size_t>(s.site.id.value)];
    if (range.segments == 0 || s.tick == 0) return;  // tick 0: no blood has flowed, no VEGF spread
    const auto called = sprouts_called(p, s, range), tips = tips_steered(p, s, range);
    const auto wishes = [](const Wish& w) { return w.move != Move::none; };
    if (std::none_of(called.begin(), called.end(), wishes) &&
        std::none_of(tips.begin(), tips.end(), wishes))
      return;
    VesselEdit edit(s.state.vessels);
    apply(p, s, range, called, tips, edit);
    resolve::carry_out(edit, s.state, s.device);
  }

 private:
  static void apply(const Params& p, SiteStep& s, const VesselRange& range,
                    const std::vector<Wish>& called, const std::vector<Wish>& tips,
                    VesselEdit& edit) {
    SproutGrowth growth(edit, s.site.id.value, s.site.grid,
                        {p.diameter_um / 2, p.spacing_um, p.reach_um, s.tick});
    const auto first_node = static_cast<int>(range.first_node);
    const auto first_segment = static_cast<int>(range.first_segment);
    for (const int i : wishing(tips, [&](int n) { return edit.nodes[first_node + n].tip_of; }))
      if (tips[i].move == Move::leaves)
        growth.stop(first_node + i);
      else
        growth.advance(first_node + i, tips[i].to, tips[i].heading);
    for (const int i : wishing(called, [&](int n) { return edit.segments[first_segment + n].id; }))
      growth.begin(first_segment + i, called[i].along, called[i].to, called[i].heading);
  }
};

}  // namespace metastasim::vessels

metastasim::Process metastasim::processes::sprouting() {
  return make_process<vessels::Sprouting>("sprouting");
}
