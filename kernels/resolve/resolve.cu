// Births, deaths and crossings: the only place where the number of cells changes.
//
// Processes leave intents (cell::intent, cell::intent_detail) in columns of their own rows; nothing
// can overflow. Here they are carried out in order of lineage number, as far as there is room: the
// result does not depend on storage order, threads or machine. The host reads nothing; room was made
// before the step (make_room.hpp), and who finds none waits for the next time.
#include "kernels/circulation/company.hpp"
#include "kernels/core/launch.hpp"
#include "kernels/process.hpp"
#include "kernels/resolve/arrivals.hpp"
#include "kernels/resolve/births.hpp"
#include "kernels/resolve/crossings.hpp"
#include "kernels/resolve/deaths.hpp"
#include "kernels/resolve/intents.hpp"
#include "kernels/resolve/interventions.hpp"
#include "kernels/resolve/milestones.hpp"
#include "kernels/resolve/news.hpp"
#include "kernels/resolve/shedding.hpp"

namespace metastasim::resolve {

namespace {

/// The diary has memory for all that can happen (make_room.hpp).
constexpr Room all_there_is{.least = 0xFFFFFFFF};

struct AddCount {
  const std::uint32_t* count;
  std::uint32_t* sum;
  HD void operator()(std::int64_t) const { *sum += *count; }
};

/// Cells may become travellers, and travellers cells of any site.
void open_room(Step& s) {
  Table& travellers = s.state.travellers;
  Buffer<std::uint32_t> all_cells(s.device, 1, "cells of all sites");
  for (auto& site : s.state.sites) {
    site->cells.open_room(s.room, travellers.count());
    for_each_index(s.device, "all cells", 1, AddCount{site->cells.count(), all_cells.data()});
  }
  travellers.open_room(s.room, all_cells.data());
  s.state.events.open_room(all_there_is, all_cells.data());
}

void remove_leavers(Table& table) { keep_rows(table, flag_staying(table).data()); }

void resolve_tissue(SiteStep& s) {
  milestones(s);
  births(s);
  deaths_in_tissue(s);
  entries(s);
  remove_leavers(s.site.cells);
}

/// After the tissue: who has just entered waits for the next `circulate`, who leaves now is not
/// asked for intents twice.
void resolve_journeys(Step& s) {
  if (surely_none(s.device, s.state.travellers.rows())) return;
  tell_news(s);
  deaths_on_the_journey(s);
  for (auto& site : s.state.sites) {
    SiteStep here{s, *site};
    exits(here);
  }
  exits_elsewhere(s);
  remove_leavers(s.state.travellers);
  shed_by_node_colonies(s);
  circulation::tell_clusters(s);
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
    open_room(s);
    Interventions interventions(s);
    for (auto& site : s.state.sites) {
      SiteStep here{s, *site};
      interventions.count_removed(here);
      resolve_tissue(here);
      arrivals(here, by_type);
      interventions.count_removed(here);
    }
    interventions.tell();
    resolve_journeys(s);
  }
};

}  // namespace metastasim::resolve

metastasim::Process metastasim::processes::resolve_intents() {
  return make_process<resolve::Resolve>("resolve_intents");
}
