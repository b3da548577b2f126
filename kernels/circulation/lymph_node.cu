// Residents of a lymph node: who was filtered out is killed there, goes on, or founds a colony, which
// sheds cells in its turn.
//
//   T_i = E_i / rate_i        the first of the three happens, if it happens before now
//   n(t) = 2^floor((t - T_s) / t_d), at most n_max
//   cell i is shed when s integral of (n - 1) dt = E_1 + ... + E_i
//
//   T_i    time from its arrest in the node to being killed, to going on, to settling   [min]
//   E_i    Exp(1), drawn once for each stay; so survival is exp(-rate t), whatever the steps
//   killed by the node's NK and T cells               [1/min]  assumed: a fifth of what the blood's
//          NK cells do to a cell that has stopped (Ichise 2022, doi 10.7554/eLife.76269)
//   goes on into the efferent lymph, the duct and the veins   [1/min]  assumed: cells do leave nodes
//          and reach the lung (Pereira 2018, doi 10.1126/science.aal3622; Brown 2018,
//          doi 10.1126/science.aal3662), no rate per cell is known
//   settles, and from then on is safe and divides             [1/min]  assumed
//   t_d    doubling time of a colony in a node, net of what it sheds   [min]   assumed
//   n      cells of the colony
//   s      cells shed per descendant of the founder           [1/min]  of a mammary carcinoma in the rat
//          3.2 to 4.1e6 cells a gram and day came out in the blood (Butler and Gullino 1975, quoted by
//          Mathias 2020); with 1e9 cells a gram (assumed) 2.5e-6 /min. Taken for a node's lymph
//   E_i    Exp(1), drawn for each cell that is shed
// A resident has a hold: it does not die of anoikis, and hardly any lymph shears it. Who was doomed in
// the stream before (circulate.cu) dies at its time, its colony with it. The founder of a colony stays
// what it is, a cell held in the node, and is not shed itself, so one that has not divided sheds nobody. Its
// descendants are counted in `node_colony`, not in the funnel, whose cells entered a vessel each. Who is
// shed enters one, the efferent lymph, and counts as a cell that entered the lymph. Killing is the
// cell's own fate; those that came as one cluster go on or settle together. Not here: the node's own
// blood vessels, by which cells can leave it too (Brown 2018).
#include "kernels/circulation/lymph_node.hpp"

#include "kernels/circulation/late_death.hpp"
#include "kernels/circulation/step_end.hpp"
#include "kernels/circulation/traveller_columns.hpp"
#include "kernels/core/launch.hpp"
#include "kernels/process.hpp"
#include "kernels/state/cell_columns.hpp"

namespace metastasim::circulation {

namespace {

constexpr double us_per_min = 60e6, shed_units = 1073741824.0, never = 1e300;

struct ResidentParams {
  double killing_per_min, release_per_min, settling_per_min, doubling_min, most_cells,
      shedding_per_min;
};

/// How a colony grows.
struct Growth {
  double doubling_min, most_cells;

  HD double after(int doublings) const {
    return math::min(static_cast<double>(std::uint32_t{1} << doublings), most_cells);
  }
  HD int doublings(double age_min) const {
    return static_cast<int>(math::to_int64(math::min(age_min / doubling_min, 31.0)));
  }
  HD std::uint32_t cells(double age_min) const {
    return static_cast<std::uint32_t>(after(doublings(age_min)));
  }
  HD double descendants(int doublings) const { return after(doublings) - 1; }
  /// The integral of how many they are, up to now.
  HD double descendant_minutes(double age_min) const {
    const int behind = doublings(age_min);
    double sum = descendants(behind) * (age_min - behind * doubling_min);
    for (int i = 0; i < behind; ++i) sum += descendants(i) * doubling_min;
    return sum;
  }
};

struct Reside {
  std::uint64_t seed;
  std::uint16_t process;
  ResidentParams params;
  Growth growth;
  std::int64_t now_us;
  const std::uint64_t *id, *entry;
  const std::uint32_t* hops;
  const std::int64_t *since, *late_at;
  std::uint8_t *phase, *news, *intent;
  std::uint32_t *detail, *colony, *shed, *shedding;
  std::int64_t *due, *clock, *sheds_at;

  HD void operator()(std::uint32_t row) const {
    if (phase[row] != static_cast<std::uint8_t>(Phase::held)) return;
    if (intent[row] == static_cast<std::uint8_t>(Intent::die)) return;
    const double stay = minutes(now_us - since[row]), doomed = time_to_late_death(row);
    const double killed = time_to(params.killing_per_min, id[row], row, 0);
    const double leaves = time_to(params.release_per_min, entry[row], row, 1);
    const double settles = time_to(params.settling_per_min, entry[row], row, 2);
    const bool founds = settles < math::min(killed, leaves);
    if (doomed <= stay && (founds || doomed < math::min(killed, leaves)))
      return die(row, Death::shear);
    if (math::min(settles, math::min(killed, leaves)) > stay) return;
    if (founds) return live_on(row, stay - settles);
    if (killed < leaves) return die(row, Death::immune);
    go_on(row, leaves);
  }

 private:
  HD static double minutes(std::int64_t us) { return static_cast<double>(us) / us_per_min; }
  /// Never, where the rate is zero.
  HD double time_to(double rate, std::uint64_t entity, std::uint32_t row, std::uint16_t k) const {
    return rate > 0 ? Draws{seed, entity, hops[row], process}.exponential(k) / rate : never;
  }
  HD double time_to_late_death(std::uint32_t row) const {
    return late_at[row] > 0 ? minutes(late_at[row] - since[row]) : never;
  }
  HD void die(std::uint32_t row, Death of) const {
    propose(intent, detail, row, Intent::die, static_cast<std::uint32_t>(of));
  }
  HD void live_on(std::uint32_t row, double age_min) const {
    colony[row] = growth.cells(age_min);
    if (!(params.shedding_per_min > 0)) return;
    const double on_average = params.shedding_per_min * growth.descendant_minutes(age_min);
    if (sheds_at[row] == 0) sheds_at[row] = until_next(row);
    for (; static_cast<double>(sheds_at[row]) <= on_average * shed_units; ++shedding[row]) {
      ++shed[row];
      sheds_at[row] += until_next(row);
    }
  }
  HD std::int64_t until_next(std::uint32_t row) const {
    const double e = Draws{seed, id[row], shed[row], process}.exponential(3);
    return math::max(std::int64_t{1}, math::to_int64(e * shed_units));
  }
  /// Its clock goes back to the moment at which it left; `circulate` catches up.
  HD void go_on(std::uint32_t row, double after_min) const {
    phase[row] = static_cast<std::uint8_t>(Phase::staying);
    clock[row] = due[row] = since[row] + math::to_int64(after_min * us_per_min);
    news[row] |= news::let_go;
  }
};

}  // namespace

struct LymphNode {
  static constexpr const char* meaning =
      "cells held in lymph nodes are killed, go on, or found colonies that shed";
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
        param(
            "lymph_node.shedding", &Params::shedding_per_min, "1/min", 2.5e-6, {0, 1e-3},
            "Butler and Gullino 1975 (blood; 1e9 cells a gram assumed), taken for lymph",
            "rate at which each descendant of who settled in a lymph node is shed into its lymph"),
    };
  }
  static std::vector<ColumnSpec> adds() {
    return {resident::colony, resident::shed, resident::shedding, resident::sheds_at};
  }
  static std::vector<ColumnSpec> writes() {
    return {cell::intent,       cell::intent_detail, traveller::phase, traveller::news,
            traveller::due_us,  traveller::clock_us, resident::colony, resident::shed,
            resident::shedding, resident::sheds_at};
  }
  static void run(const Params& params, Step& s) {
    Table& t = s.state.travellers;
    for_each_row(s.device, "lymph node", t.capacity(), t.count(),
                 Reside{s.state.seed,
                        s.process.value,
                        params,
                        {params.doubling_min, params.most_cells},
                        end_us(s),
                        t.data(cell::id),
                        t.data(traveller::entry),
                        t.data(traveller::hops),
                        t.data(traveller::arrested_us),
                        t.data(late_death::at_us),
                        t.data(traveller::phase),
                        t.data(traveller::news),
                        t.data(cell::intent),
                        t.data(cell::intent_detail),
                        t.data(resident::colony),
                        t.data(resident::shed),
                        t.data(resident::shedding),
                        t.data(traveller::due_us),
                        t.data(traveller::clock_us),
                        t.data(resident::sheds_at)});
  }
};

}  // namespace metastasim::circulation

metastasim::Process metastasim::processes::lymph_node() {
  return make_process<circulation::LymphNode>("lymph_node");
}
