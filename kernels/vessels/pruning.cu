// Pruning: vessels that are hardly used go.
//
//   a vessel with wall shear below tau_c for longer than T_c is removed
//   a sprout through which no blood has run within T_s of its beginning is removed
//
//   tau_c  critical wall shear stress    [Pa]    0.8 (8 dyn/cm2), Owen 2011 (doi
//                                                10.1158/0008-5472.can-10-2834)
//   T_c    time that it is borne         [min]   4000, Owen 2011
//   T_s    life of a sprout              [min]   50 h, Welter and Rieger (tumorcode)
// Old vessels keep their pericytes and stay (Benjamin 1998, doi 10.1242/dev.125.9.1591), unless the scenario says
// that all are pruned. A vessel, from junction to junction, with a circulating cell in it waits until the cell
// has left: what it plugs has no shear, however finely it is cut.
#include "kernels/circulation/traveller_columns.hpp"
#include "kernels/core/launch.hpp"
#include "kernels/process.hpp"
#include "kernels/resolve/vessel_rows.hpp"
#include "kernels/vessels/sprouts.hpp"

namespace metastasim::vessels {

namespace {

enum class Prunable : int { new_vessels, all };

struct PruningParams {
  float critical_pa, borne_min, sprout_life_min;
  Prunable which;
};

struct TimeLowShear {
  std::uint32_t first;
  const float* shear;
  float critical_pa, dt_min;
  float* low_min;
  HD void operator()(std::int64_t i) const {
    const auto row = first + static_cast<std::uint32_t>(i);
    low_min[row] = shear[row] < critical_pa ? low_min[row] + dt_min : 0.0f;
  }
};

/// What decides whether a vessel stays, read by the host.
struct Vessel {
  std::uint64_t sprout;
  std::uint32_t sprouted, perfused;
  float low_min;
  VesselKind kind;
};

std::vector<Vessel> vessels_of(const Table& t) {
  const auto sprout = t.to_host(segment::sprout);
  const auto sprouted = t.to_host(segment::sprouted), perfused = t.to_host(segment::perfused);
  const auto low = t.to_host(segment::low_shear);
  const auto kind = t.to_host(segment::kind);
  std::vector<Vessel> out;
  for (std::size_t s = 0; s < sprout.size(); ++s)
    out.push_back({sprout[s], sprouted[s], perfused[s], low[s], static_cast<VesselKind>(kind[s])});
  return out;
}

std::vector<char> occupied(const State& state, std::size_t segments) {
  const auto phase = state.travellers.to_host(traveller::phase);
  const auto place = state.travellers.to_host(traveller::place);
  std::vector<char> rows(segments);
  for (std::size_t t = 0; t < phase.size(); ++t)
    if (in_segment(static_cast<Phase>(phase[t]))) rows[place[t]] = 1;
  return rows;
}

/// Goes on from marked vessels to all that follow them without a branching.
class UnbranchedMarks {
 public:
  explicit UnbranchedMarks(const Vessels& v)
      : from_(v.segments.to_host(segment::from)),
        to_(v.segments.to_host(segment::to)),
        at_(v.nodes.read_count()) {
    for (std::size_t s = 0; s < from_.size(); ++s)
      for (const std::int32_t node : {from_[s], to_[s]}) at_[node].push_back(s);
  }
  void spread(std::vector<char>& marked) const {
    std::vector<std::size_t> open;
    for (std::size_t s = 0; s < marked.size(); ++s)
      if (marked[s]) open.push_back(s);
    for (std::size_t i = 0; i < open.size(); ++i)
      for (const std::int32_t node : {from_[open[i]], to_[open[i]]}) {
        if (at_[node].size() != 2) continue;
        for (const std::size_t next : at_[node])
          if (!marked[next]) open.push_back(next), marked[next] = 1;
      }
  }

 private:
  std::vector<std::int32_t> from_, to_;
  std::vector<std::vector<std::size_t>> at_;  ///< of nodes
};

/// Does the vessel go?
struct Verdict {
  PruningParams p;
  double now_min, tick_min;
  bool operator()(const Vessel& v) const {
    if (v.kind == VesselKind::lymphatic) return false;
    if (v.sprout != 0 && v.perfused == 0)
      return now_min - v.sprouted * tick_min >= double{p.sprout_life_min};
    return (v.sprout != 0 || p.which == Prunable::all) && v.low_min > p.borne_min;
  }
};

}  // namespace

struct Pruning {
  static constexpr const char* meaning =
      "vessels with too little wall shear, and sprouts that found no way, are removed";
  using Params = PruningParams;
  static constexpr bool changes_rows = true;
  static constexpr bool host_work = true;
  static std::vector<ParamSpec> params() {
    const std::string at = "site.*.blood.pruning.";
    return {
        param(at + "critical_shear", &Params::critical_pa, "Pa", 0.8, {0, 20},
              "Owen 2011 (8 dyn/cm2)", "wall shear below which a vessel is not kept"),
        param(at + "after", &Params::borne_min, "min", 4000, {1, 1e7}, "Owen 2011",
              "time with too little wall shear after which a vessel goes"),
        param(at + "sprout_life", &Params::sprout_life_min, "min", 3000, {1, 1e7},
              "Welter and Rieger 2016 (tumorcode): 50 h",
              "time in which a sprout must find a way for blood"),
        param(at + "vessels", &Params::which, "1", 0, {0, 1},
              "assumed: old vessels are kept by their pericytes (Benjamin 1998)",
              "which vessels can be pruned for want of shear", {"new", "all"}),
    };
  }
  static std::vector<ColumnSpec> adds() { return {segment::low_shear}; }
  static std::vector<ColumnSpec> writes() { return {segment::low_shear}; }
  static void run(const Params& p, SiteStep& s) {
    const VesselRange range = s.state.vessels.of_site[static_cast<std::size_t>(s.site.id.value)];
    if (range.segments == 0 || s.tick == 0) return;
    time_low_shear(p, s, range);
    const std::vector<std::uint32_t> going = rows_to_remove(p, s, range);
    if (going.empty()) return;
    VesselEdit edit(s.state.vessels);
    for (const std::uint32_t row : going) edit.segments[row].removed = true;
    end_tips(edit);
    resolve::carry_out(edit, s.state, s.device);
  }

 private:
  static void time_low_shear(const Params& p, SiteStep& s, const VesselRange& range) {
    Table& t = s.state.vessels.segments;
    for_each_index(s.device, "low shear", range.segments,
                   TimeLowShear{range.first_segment, t.data(segment::wall_shear), p.critical_pa,
                                static_cast<float>(s.dt_min), t.data(segment::low_shear)});
  }
  static std::vector<std::uint32_t> rows_to_remove(const Params& p, SiteStep& s,
                                                   const VesselRange& range) {
    const std::vector<Vessel> vessels = vessels_of(s.state.vessels.segments);
    std::vector<char> holds_cells = occupied(s.state, vessels.size());
    const double tick_min = static_cast<double>(s.state.tick_us) / 60e6;
    const Verdict goes{p, s.tick * tick_min, tick_min};
    std::vector<std::uint32_t> rows;
    for (std::uint32_t row = range.first_segment; row < range.first_segment + range.segments; ++row)
      if (goes(vessels[row])) rows.push_back(row);
    if (rows.empty()) return rows;
    UnbranchedMarks(s.state.vessels).spread(holds_cells);
    std::erase_if(rows, [&](std::uint32_t row) { return holds_cells[row] != 0; });
    return rows;
  }
  /// A tip is where a vessel ends; one whose vessel is gone is none.
  static void end_tips(VesselEdit& edit) {
    for (const EditedSegment& segment : edit.segments)
      if (segment.removed) edit.nodes[segment.to].tip_of = 0;
  }
};

}  // namespace metastasim::vessels

metastasim::Process metastasim::processes::pruning() {
  return make_process<vessels::Pruning>("pruning");
}
