// Extravasation: a cell that has stopped gets out through the wall after a while.
//
//   wait ~ Erlang(4, mean t):   t/4 times the sum of four Exp(1)
//
//   t   mean time to transmigrate   [min]   most cells between 6 and 24 h in vitro (Chen 2013, doi
//       10.1039/c3ib40149a; recalled): Erlang of shape 4 and mean 12 h puts 81 % of them there
//   Clusters take c t instead (Chen 2013: faster than single cells; the factor c is assumed). All
//   members leave together: the draw is the cluster's.
// The wait is a draw of the arrest (its hop). `circulate` is told when it ends and takes nobody past that
// moment, so who dies before and who gets out does not depend on the step. Who is left alone by the others
// takes a single cell's time from the arrest on.
// In an organ that is not simulated in tissue the cell leaves the vessel into a count.
#include "kernels/circulation/traveller_columns.hpp"
#include "kernels/circulation/unit.hpp"
#include "kernels/core/launch.hpp"
#include "kernels/process.hpp"
#include "kernels/state/cell_columns.hpp"

namespace metastasim::circulation {

namespace {

struct TransmigrationParams {
  float mean_min, cluster_factor;
};

struct Transmigrate {
  const std::uint64_t* entry;
  const std::uint32_t *hops, *place, *members;
  const std::uint8_t* phase;
  const std::int64_t *arrested, *clock;
  std::uint64_t seed;
  std::uint16_t process;
  TransmigrationParams params;
  std::int64_t* due;
  std::uint8_t* intent;
  std::uint32_t* detail;
  HD void operator()(std::uint32_t row) const {
    if (!stopped(static_cast<Phase>(phase[row]))) return;
    const Draws draws{seed, entry[row], hops[row], process};
    due[row] = arrested[row] + math::max(std::int64_t{1}, wait_us(draws, members[row] > 1));
    if (clock[row] >= due[row]) propose(intent, detail, row, Intent::leave_vessel, place[row]);
  }
  HD std::int64_t wait_us(const Draws& draws, bool in_company) const {
    constexpr std::uint16_t shape = 4;
    double product = 1;
    for (std::uint16_t i = 0; i < shape; ++i) product *= draws.uniform(i);
    const double mean_min = params.mean_min * (in_company ? params.cluster_factor : 1.0f);
    return math::to_int64(-math::log(product) * mean_min / shape * us_per_min);
  }
};

}  // namespace

struct Extravasate {
  static constexpr const char* meaning = "cells that have stopped get out of their vessel";
  using Params = TransmigrationParams;
  static std::vector<ParamSpec> params() {
    return {param("extravasation.transmigration_time", &Params::mean_min, "min", 720, {1, 43200},
                  "Chen 2013: most within 6 to 24 h in vitro (recalled)",
                  "mean time that a stopped cell takes to get out of its vessel"),
            param("extravasation.cluster_time", &Params::cluster_factor, "1", 0.5, {0.01, 10},
                  "assumed; clusters are faster: Chen 2013",
                  "the time that a cluster takes, relative to a single cell")};
  }
  static std::vector<ColumnSpec> writes() {
    return {cell::intent, cell::intent_detail, traveller::due_us};
  }
  static void run(const Params& params, Step& s) {
    Table& t = s.state.travellers;
    for_each_row(
        s.device, "extravasate", t.capacity(), t.count(),
        Transmigrate{t.data(traveller::entry), t.data(traveller::hops), t.data(traveller::place),
                     t.data(traveller::members), t.data(traveller::phase),
                     t.data(traveller::arrested_us), t.data(traveller::clock_us), s.state.seed,
                     s.process.value, params, t.data(traveller::due_us), t.data(cell::intent),
                     t.data(cell::intent_detail)});
  }
};

}  // namespace metastasim::circulation

metastasim::Process metastasim::processes::extravasate() {
  return make_process<circulation::Extravasate>("extravasate");
}
