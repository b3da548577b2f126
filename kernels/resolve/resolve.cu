// Births, deaths and crossings: the only place where the number of cells changes.
//
// Processes leave intents (cell::intent, cell::intent_detail) in columns of their own rows; nothing
// can overflow. Here they are counted (one explicit read by the host), room is made, and they are
// carried out in order of lineage number: the result does not depend on storage order, threads or
// machine.
#include "kernels/process.hpp"
#include "kernels/resolve/arrivals.hpp"
#include "kernels/resolve/births.hpp"
#include "kernels/resolve/clusters.hpp"
#include "kernels/resolve/crossings.hpp"
#include "kernels/resolve/deaths.hpp"
#include "kernels/resolve/interventions.hpp"
#include "kernels/resolve/milestones.hpp"
#include "kernels/resolve/shedding.hpp"
#include "kernels/resolve/tally.hpp"
#include "kernels/state/row_copy.hpp"

namespace metastasim::resolve {

namespace {

void remove_leavers(Step& s, Table& table) {
  keep_rows(table, flag_staying(s.device, table).data());
}

void resolve_tissue(SiteStep& s) {
  milestones(s);
  const Tally tally = tally_intents(s.device, s.site.cells);
  if (tally.nothing_to_do()) return;
  births(s, tally[Intent::divide]);
  deaths_in_tissue(s, tally[Intent::die]);
  entries(s, tally[Intent::enter_vessel]);
  if (tally[Intent::die] + tally[Intent::enter_vessel] > 0) remove_leavers(s, s.site.cells);
}

void end_journeys(Step& s, std::uint32_t dying) {
  deaths_on_the_journey(s, dying);
  for (auto& site : s.state.sites) {
    SiteStep here{s, *site};
    exits(here);
  }
  exits_elsewhere(s);
  remove_leavers(s, s.state.travellers);
}

/// After the tissue: who has just entered waits for the next `circulate`, who leaves now is not
/// asked for intents twice.
void resolve_journeys(Step& s) {
  if (s.state.travellers.read_count() == 0) return;
  tell_news(s);
  const Tally tally = tally_intents(s.device, s.state.travellers);
  if (!tally.nothing_to_do()) end_journeys(s, tally[Intent::die]);
  shed_by_node_colonies(s);
  tend_clusters(s);
}

}  // namespace

struct Resolve {
  static constexpr const char* meaning = "births, deaths and crossings are carried out";
  static constexpr bool changes_rows = true;
  using CellParams = ArrivalParams;
  static std::vector<ParamSpec> cell_params() {
    return {param("cell.*.diameter", &ArrivalParams::diameter_um, "um", 17, {4, 60},
                  "Abramczyk 2015 (breast; by QSPIO-TNBC)", "diameter of a cell about to divide")};
  }
  static std::vector<ColumnSpec> writes() { return {}; }
  static void run(const ArrivalParams* by_type, Step& s) {
    const bool news = an_intervention_begins(s);
    std::vector<std::uint64_t> removed;
    for (auto& site : s.state.sites) {
      const std::uint64_t before = news ? removed_so_far(s) : 0;
      SiteStep here{s, *site};
      resolve_tissue(here);
      arrivals(here, by_type);
      if (news) removed.push_back(removed_so_far(s) - before);
    }
    if (news) tell_interventions(s, removed);
    resolve_journeys(s);
  }
};

}  // namespace metastasim::resolve

metastasim::Process metastasim::processes::resolve_intents() {
  return make_process<resolve::Resolve>("resolve_intents");
}
