// Residents of a lymph node: who was filtered out is killed there, goes on, or founds a colony.
//
//   T_i = E_i / rate_i        the first of the three happens, if it happens before now
//   n(t) = 2^floor((t - T_s) / t_d), at most n_max
//
//   T_i    time from its arrest in the node to being killed, to going on, to settling   [min]
//   E_i    Exp(1), drawn once for each stay; so survival is exp(-rate t), whatever the steps
//   killed by the node's NK and T cells               [1/min]  assumed: a fifth of what the blood's
//          NK cells do to a cell that has stopped (Ichise 2022, doi 10.7554/eLife.76269)
//   goes on into the efferent lymph, the duct and the veins   [1/min]  assumed: cells do leave nodes
//          and reach the lung (Pereira 2018, doi 10.1126/science.aal3622; Brown 2018,
//          doi 10.1126/science.aal3662), no rate per cell is known
//   settles, and from then on is safe and divides             [1/min]  assumed
//   t_d    doubling time of a colony in a node                [min]    assumed
//   n      cells of the colony
// A resident has a hold: it does not die of anoikis, and hardly any lymph shears it. The founder of a
// colony stays what it is, a cell held in the node; its descendants are counted in `node_colony`, not
// in the funnel, whose cells entered a vessel each. Killing is the cell's own fate; those that came
// as one cluster go on or settle together.
#include "kernels/circulation/lymph_node.hpp"

#include "kernels/circulation/traveller_columns.hpp"
#include "kernels/core/launch.hpp"
#include "kernels/process.hpp"
#include "kernels/state/cell_columns.hpp"

namespace metastasim::circulation {

namespace {

constexpr double us_per_min = 60e6;

struct ResidentParams {
  double killing_per_min, release_per_min, settling_per_min, doubling_min, most_cells;
};

struct Reside {
  std::uint64_t seed;
  std::uint16_t process;
  ResidentParams params;
  std::int64_t now_us;
  const std::uint64_t *id, *entry;
  const std::uint32_t* hops;
  const std::int64_t* since;
  std::uint8_t *phase, *news, *intent;
  std::uint32_t *detail, *colony;
  std::int64_t *due, *clock;

  HD void operator()(std::uint32_t row) const {
    if (phase[row] != static_cast<std::uint8_t>(Phase::held)) return;
    if (intent[row] == static_cast<std::uint8_t>(Intent::die)) return;
    const double stay = static_cast<double>(now_us - since[row]) / us_per_min;
    const double killed = time_to(params.killing_per_min, id[row], row, 0);
    const double leaves = time_to(params.release_per_min, entry[row], row, 1);
    const double settles = time_to(params.settling_per_min, entry[row], row, 2);
    if (math::min(killed, math::min(leaves, settles)) > stay) return;
    if (settles < math::min(killed, leaves)) return grow(row, stay - settles);
    if (killed < leaves)
      propose(intent, detail, row, Intent::die, static_cast<std::uint32_t>(Death::immune));
    else
      go_on(row, leaves);
  }

 private:
  /// Never, where the rate is zero.
  HD double time_to(double rate, std::uint64_t entity, std::uint32_t row, std::uint16_t k) const {
    return rate > 0 ? Draws{seed, entity, hops[row], process}.exponential(k) / rate : 1e300;
  }
  HD void grow(std::uint32_t row, double age_min) const {
    const double doublings = math::min(age_min / params.doubling_min, 31.0);
    const double cells = static_cast<double>(std::uint32_t{1} << math::to_int64(doublings));
    colony[row] = static_cast<std::uint32_t>(math::min(cells, params.most_cells));
  }
  /// Its clock goes back to the moment at which it left; `circulate` catches up.
  HD void go_on(std::uint32_t row, double after_min) const {
    phase[row] = static_cast<std::uint8_t>(Phase::staying);
    clock[row] = due[row] = since[row] + math::to_int64(after_min * us_per_min);
    news[row] |= news::released;
  }
};

}  // namespace

struct LymphNode {
  static constexpr const char* meaning =
      "cells held in lymph nodes are killed, go on, or found colonies";
  using Params = ResidentParams;
  static std::vector<ParamSpec> params() {
    return {
        param("lymph_node.killing", &Params::killing_per_min, "1/min", 0.05 / 60, {0, 10},
              "assumed; a fifth of Ichise 2022", "rate at which a cell held in a node is killed"),
        param("lymph_node.release", &Params::release_per_min, "1/min", 0.005 / 60, {0, 10},
              "assumed", "rate at which a cell held in a node goes on into the efferent lymph"),
        param("lymph_node.settling", &Params::settling_per_min, "1/min", 0.002 / 60, {0, 10},
              "assumed", "rate at which a cell held in a node founds a colony"),
        param("lymph_node.doubling_time", &Params::doubling_min, "min", 2880, {1, 1e7}, "assumed",
              "doubling time of a colony in a lymph node"),
        param("lymph_node.most_cells", &Params::most_cells, "1", 1e6, {1, 1e9}, "assumed",
              "cells at which a colony in a lymph node stops growing"),
    };
  }
  static std::vector<ColumnSpec> adds() { return {resident::colony}; }
  static std::vector<ColumnSpec> writes() {
    return {cell::intent,      cell::intent_detail, traveller::phase, traveller::news,
            traveller::due_us, traveller::clock_us, resident::colony};
  }
  static void run(const Params& params, Step& s) {
    Table& t = s.state.travellers;
    const std::int64_t start = static_cast<std::int64_t>(s.tick) * s.state.tick_us;
    const std::int64_t now = start + math::to_int64(math::round_to_nearest(s.dt_min * us_per_min));
    for_each_row(
        s.device, "lymph node", t.capacity(), t.count(),
        Reside{s.state.seed, s.process.value, params, now, t.data(cell::id),
               t.data(traveller::entry), t.data(traveller::hops), t.data(traveller::arrested_us),
               t.data(traveller::phase), t.data(traveller::news), t.data(cell::intent),
               t.data(cell::intent_detail), t.data(resident::colony), t.data(traveller::due_us),
               t.data(traveller::clock_us)});
  }
};

}  // namespace metastasim::circulation

metastasim::Process metastasim::processes::lymph_node() {
  return make_process<circulation::LymphNode>("lymph_node");
}
