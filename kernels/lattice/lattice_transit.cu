// The journey in the lattice model: a fixed time, one draw for life or death, one for the organ.
//
//   after T_V   each cell of a cluster leaves it with probability P_d, the others stay together
//   survives    P_s for what is a single cell then, P_C for a cluster, all its cells or none
//   organ       share of the blood that leaves the left heart (body.route)
//   vessel      each of the site's with the same probability
//
//   T_V       time in the circulation             [min]  MetaSpread: 180 steps of 40 s
//   P_d       disaggregation, for each cell       [1]    MetaSpread: 0.5
//   P_s, P_C  survival of a single, of a cluster  [1]    MetaSpread: 5e-4, 2.5e-2
// Franssen et al. 2019 (doi 10.1007/s11538-019-00597-x). The cells that entered a vessel in one step
// are a cluster; those of it that survive are one family. No flow, no shear, no route: those are kernels/circulation.
#include "kernels/circulation/step_end.hpp"
#include "kernels/circulation/traveller_columns.hpp"
#include "kernels/core/launch.hpp"
#include "kernels/lattice/model.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/state/clusters.hpp"

namespace metastasim::lattice {

namespace {

/// Draw numbers; the last three are those of a unit's leader.
enum Draw : std::uint16_t { splits_off, survives, organ, vessel };

constexpr int most_sites = 64;

/// Where a cell that survives may come out.
struct Destinations {
  const Way* ways = nullptr;  ///< on from the left heart
  const Compartment* compartments = nullptr;
  std::uint32_t count = 0;
  std::uint32_t first_segment[most_sites] = {}, segments[most_sites] = {};
};

/// The cells of a cluster that have not split off: how many, and the lowest lineage number of them.
struct Together {
  std::uint32_t cells = 0;
  std::uint64_t leader = ~0ull;
};

/// Those whose time is up. Who entered together arrives together.
struct FlagArriving {
  const std::int64_t* entered;
  std::int64_t end_us, transit_us;
  std::uint8_t* flags;
  HD void operator()(std::uint32_t row) const { flags[row] = end_us - entered[row] >= transit_us; }
};

/// A cluster, whole.
struct Arrive {
  ClusterView clusters;
  const std::uint64_t* id;
  RunParams params;
  DrawKey key;
  Destinations to;
  std::uint8_t *phase, *intent;
  std::uint32_t *place, *detail;
  float* along;
  HD void operator()(std::uint32_t c) const {
    const Together together = together_in(c);
    const std::uint32_t size = clusters.size(c);
    for (std::uint32_t i = clusters.start[c]; i < clusters.start[c + 1]; ++i) {
      const std::uint32_t row = clusters.rows[i];
      if (intent[row] != 0) continue;
      const bool alone = size == 1 || splits(row);
      arrive(row, alone ? Together{1, id[row]} : together);
    }
  }

 private:
  HD bool splits(std::uint32_t row) const {
    return key.of(id[row]).happens(params.disaggregation, splits_off);
  }
  HD Together together_in(std::uint32_t c) const {
    Together out;
    for (std::uint32_t i = clusters.start[c]; i < clusters.start[c + 1]; ++i) {
      const std::uint32_t row = clusters.rows[i];
      if (splits(row)) continue;
      ++out.cells;
      out.leader = math::min(out.leader, id[row]);
    }
    return out;
  }
  HD void arrive(std::uint32_t row, const Together& with) const {
    const Draws draws = key.of(with.leader);
    const float survival = with.cells == 1 ? params.single_survival : params.cluster_survival;
    if (draws.happens(survival, survives))
      leave(row, draws);
    else
      propose(intent, detail, row, Intent::die, static_cast<std::uint32_t>(Death::other));
  }
  HD std::int32_t site_drawn(const Draws& draws) const {
    const double u = draws.uniform(organ);
    for (std::uint32_t w = 0; w < to.count; ++w)
      if (u < to.ways[w].upto) return to.compartments[to.ways[w].to].site;
    return -1;
  }
  /// Into an organ that is no site, or has no vessels: out of sight.
  HD void leave(std::uint32_t row, const Draws& draws) const {
    const std::int32_t site = site_drawn(draws);
    const bool inside = site >= 0 && to.segments[site] > 0;
    phase[row] = static_cast<std::uint8_t>(inside ? Phase::arrested : Phase::lodged);
    place[row] = inside ? one_of(site, draws.uniform(vessel)) : 0;
    along[row] = 0.5f;
    propose(intent, detail, row, Intent::leave_vessel, 0);
  }
  HD std::uint32_t one_of(std::int32_t site, double u) const {
    const std::uint32_t n = to.segments[site];
    const auto drawn = static_cast<std::uint32_t>(math::to_int64(u * n));
    return to.first_segment[site] + math::min(drawn, n - 1);
  }
};

Destinations destinations(const State& state) {
  Destinations to;
  const BodyPlan& plan = state.body.plan;
  for (std::size_t c = 0; c < plan.size(); ++c)
    if (plan.names[c] == "left heart") {
      to.ways = state.body.ways.data() + plan.compartments[c].first_way;
      to.count = plan.compartments[c].ways;
    }
  to.compartments = state.body.compartments.data();
  for (std::size_t s = 0; s < state.sites.size() && s < most_sites; ++s) {
    to.first_segment[s] = state.vessels.of_site[s].first_segment;
    to.segments[s] = state.vessels.of_site[s].segments;
  }
  return to;
}

/// To the nearest step.
std::int64_t transit_us(const RunParams& p, const Step& s) {
  return math::to_int64(math::round_to_nearest(p.transit_min / s.dt_min)) * s.state.tick_us;
}

ChosenRows arriving(const Table& t, const Step& s, std::int64_t transit_us) {
  Buffer<std::uint8_t> flags(t.device(), t.capacity(), "flags of arriving", Contents::undefined);
  for_each_row(
      t.device(), "flag arriving", t.rows(),
      FlagArriving{t.data(traveller::entered_us), circulation::end_us(s), transit_us, flags.data()},
      rows_shared_if_cheap);
  return ChosenRows(t, t.data(cell::id), flags.data());
}

}  // namespace

struct LatticeTransit {
  static constexpr const char* meaning = "clusters travel for a fixed time and survive by chance";
  using Params = RunParams;
  static std::vector<ParamSpec> params() {
    return {
        param(model_key, &Params::model, "1", 0, {0, 1}, "this program",
              "tissue with all that is in it, or cells on the lattice of published hybrid models",
              {"tissue", "lattice"}),
        param("lattice.transit_time", &Params::transit_min, "min", 120, {0, 1e6},
              "MetaSpread (180 steps)", "time from entering a vessel to leaving it"),
        param("lattice.disaggregation", &Params::disaggregation, "1", 0.5, {0, 1}, "MetaSpread",
              "probability that a cell leaves its cluster on the way"),
        param("lattice.single_survival", &Params::single_survival, "1", 5e-4, {0, 1}, "MetaSpread",
              "share of single cells that survive the journey"),
        param("lattice.cluster_survival", &Params::cluster_survival, "1", 2.5e-2, {0, 1},
              "MetaSpread", "share of clusters that survive the journey"),
    };
  }
  static std::vector<ColumnSpec> writes() {
    return {traveller::phase, traveller::place, traveller::along, cell::intent,
            cell::intent_detail};
  }
  static void run(const Params& p, Step& s) {
    Table& t = s.state.travellers;
    const ChosenRows rows = arriving(t, s, transit_us(p, s));
    if (surely_none(s.device, rows.size())) return;
    const Clusters clusters(s.device, rows, t.data(traveller::entry), t.data(cell::id));
    for_each_row(s.device, "lattice transit", clusters.size(),
                 Arrive{clusters.view(), t.data(cell::id), p, DrawKey(s), destinations(s.state),
                        t.data(traveller::phase), t.data(cell::intent), t.data(traveller::place),
                        t.data(cell::intent_detail), t.data(traveller::along)});
  }
};

}  // namespace metastasim::lattice

metastasim::Process metastasim::processes::lattice_transit() {
  return make_process<lattice::LatticeTransit>("lattice_transit");
}
