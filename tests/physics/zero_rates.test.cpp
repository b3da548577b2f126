// A rate of zero gives exactly no event: a process whose rates are zero leaves every bit of the state as it was.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "kernels/colonies/colony_columns.hpp"
#include "kernels/immunity/immune_columns.hpp"
#include "kernels/invasion/emt.hpp"
#include "kernels/invasion/membrane.hpp"
#include "kernels/state/field_columns.hpp"
#include "kernels/state/fingerprint.hpp"
#include "kernels/tissue/hypoxia.hpp"
#include "kernels/tissue/sensed.hpp"
#include "tests/kernels/tissue/crowd.hpp"
#include "tests/support/journey.hpp"
#include "tests/support/parameters.hpp"

namespace metastasim {
namespace {

/// A process, and its rates at which something happens within a step.
struct Rates {
  const char* process;
  std::map<const char*, double> eager;
};

const std::vector<Rates> all_rates{
    {"vegf", {{"cell.*.VEGF_secretion", 0.01}}},
    {"tgf_beta", {{"site.*.TGF_beta_release", 0.004}, {"cell.*.TGF_beta_secretion", 0.01}}},
    {"mmp2", {{"cell.*.mesenchymal.MMP2_secretion", 0.02}}},
    {"ecm", {{"cell.*.mesenchymal.collagen_loss", 0.01}, {"substance.MMP2.collagen_loss", 0}}},
    {"ecm", {{"cell.*.mesenchymal.collagen_loss", 0}, {"substance.MMP2.collagen_loss", 0.01}}},
    {"basement_membrane",
     {{"cell.*.mesenchymal.membrane_loss", 0.01}, {"substance.MMP2.membrane_loss", 0}}},
    {"basement_membrane",
     {{"cell.*.mesenchymal.membrane_loss", 0}, {"substance.MMP2.membrane_loss", 0.01}}},
    {"deposition", {{"cell.*.fibroblast.remodelling", 0.001}}},
    {"immune_signal", {{"cell.*.immune_signal", 0.01}}},
    {"dormancy", {{"site.*.soil.awakening", 1}}},
    {"death", {{"cell.*.apoptosis_rate", 1}, {"cell.*.necrosis_rate", 1}}},
    {"emt", {{"cell.*.EMT_rate", 0.1}, {"cell.*.MET_rate", 0.1}}},
    {"motility",
     {{"cell.*.epithelial.migration_speed", 1}, {"cell.*.mesenchymal.migration_speed", 1}}},
    {"patrol", {{"cell.*.immune.migration_speed", 5}, {"cell.*.fibroblast.migration_speed", 1}}},
    {"intravasation", {{"intravasation.wall_loss", 1}}},
    {"lymph_entry", {{"intravasation.into_lymph", 1}}},
    {"immune_attack", {{"cell.*.immune.attachment", 10}}},
    {"immune_recruitment", {{"cell.*.immune.arrivals", 100}}},
};

/// Those without a rate of their own, and those whose own tests say it.
const std::map<std::string, const char*> elsewhere{
    {"adaptation", "Adaptation.IsOffByDefault"},
    {"pruning", "waits for times"},
    {"sprouting", "Sprouting.WithARateOfZeroNothingHappensAtAll"},
    {"lymph_flow", "LymphFlow.WithoutUptakeNothingFlows"},
    {"blood_flow", "NetworkFlow.EqualPressuresMoveNothingAndStayFinite"},
    {"perfusion", "notes what flows"},
    {"blood_oxygen", "BloodOxygen.WithoutUptakeIsThatOfTheInletEverywhere"},
    {"oxygen", "a steady state; Multigrid.ASteadyFieldWithoutGradientsIsSourceOverSink"},
    {"sense_oxygen", "reads"},
    {"hypoxia", "follows in a time"},
    {"cycle", "Cycle.StandsStill..., four tests"},
    {"mechanics", "Mechanics.WithoutRepulsionAndAdhesionNobodyMoves"},
    {"move_cells", "takes the steps of others"},
    {"detachment", "notes"},
    {"membrane_crossing", "notes"},
    {"circulate", "Signs.ZeroRatesGiveExactlyNoEvent"},
    {"late_death", "LateDeath.ComesToNobodyWithoutShear"},
    {"lymph_node", "LymphNode.RatesOfZeroChangeNothing"},
    {"extravasate", "takes a time"},
    {"surgery", "comes at dates"},
    {"resolve_intents", "Resolve.NoIntentIsLeftBehind"},
    {"mutation", "Mutation.ZeroProbabilityMakesNoClone"},
    {"journey_ledger", "JourneyLedger.EveryoneWhoEnteredIsTravellingOutOrDead"},
    {"sort_cells", "SortCells.ChangesOnlyTheOrderOfRows"},
};

template <class T>
void fill(Site& site, const Column<T>& column, T value) {
  const std::vector<T> all(static_cast<std::size_t>(site.grid.voxels()), value);
  site.fields.from_host(column, std::span<const T>(all));
}

/// Hypoxic cells between epithelial and mesenchymal, awake and asleep, that touch a capillary, a
/// lymphatic, a basement membrane and effectors; fibroblasts in loosened collagen.
State where_much_could_happen() {
  State state = testing::world(360);
  Site& site = *state.sites[0];
  state.kind_of_type = {CellKind::tumour, CellKind::effector, CellKind::fibroblast};
  testing::lay_vessels(state, site,
                       {{0, 160, 160}, {320, 160, 160}, {0, 80, 160}, {320, 80, 160, Port::lymph}},
                       {{0, 1, 5, 1, 1}, {2, 3, 20, 1, 0, 0, VesselKind::lymphatic}});
  std::vector<testing::PlacedCell> cells;
  for (int i = 0; i < 100; ++i) {
    const float x = 60 + 2 * static_cast<float>(i);
    cells.push_back({x, 173.5f, 160});
    cells.push_back({x, 108.5f, 160});
    cells.push_back({x, 186, 160, 4, CellKind::effector, 1});
    cells.push_back({x, 250, 160, 7, CellKind::fibroblast, 2});
  }
  testing::place(state, site, cells);
  testing::set_all(site.cells, hypoxia::hif, 1.0f);
  testing::set_all(site.cells, sensed::po2, 1.0f);
  testing::set_all(site.cells, emt::score, 0.8f);
  testing::set_all(site.cells, cell::phenotype, static_cast<std::uint8_t>(Phenotype::mesenchymal));
  invasion::place_basement_membrane(site.fields, 160, 230, 160, 55);
  testing::set_matrix(site, 0.5f);
  return state;
}

void prepare(State& state, const std::string& process) {
  Site& site = *state.sites[0];
  if (process == "immune_recruitment") fill(site, immunity::signal, 1.0f);
  if (process == "ecm" || process == "basement_membrane") fill(site, field::mmp2, 1.0f);
  if (process != "dormancy") return;
  for (const auto& column : {colony::dormant, colony::settled})
    testing::set_all(site.cells, column, std::uint8_t{1});
  testing::set_all(site.cells, cell::founder, std::uint64_t{1});
}

void set(Parameters& parameters, const std::string& key, double value) {
  if (!key.starts_with("cell.")) return testing::set_parameter(parameters, key.c_str(), value);
  for (std::size_t type = 0; type < 3; ++type)
    testing::set_cell_parameter(parameters, key, value, type);
}

/// Whether ten steps leave the state as it was, with all the rates times `factor`.
bool unchanged(const Rates& rates, double factor) {
  State state = where_much_could_happen();
  prepare(state, rates.process);
  Parameters parameters = testing::default_parameters(1, 3);
  for (const auto& [key, rate] : rates.eager) set(parameters, key, factor * rate);
  const std::uint32_t tick = state.tick;
  const Fingerprint before = fingerprint(state);
  for (int i = 0; i < 10; ++i) testing::run_once(state, parameters, rates.process, 6);
  state.tick = tick;  // which is part of the fingerprint
  return fingerprint(state) == before;
}

TEST(ZeroRates, ChangeNoBitOfTheStateThatTheRatesWouldChange) {
  for (const Rates& rates : all_rates) {
    EXPECT_TRUE(unchanged(rates, 0)) << rates.process;
    EXPECT_FALSE(unchanged(rates, 1)) << rates.process;
  }
}

TEST(ZeroRates, AreTestedForEveryProcessOfTheCascade) {
  std::set<std::string> here;
  for (const Rates& rates : all_rates) here.insert(rates.process);
  for (std::size_t i = 0; i < tissue_processes(); ++i) {
    const std::string name = cascade()[i].process.name;
    EXPECT_NE(here.contains(name), elsewhere.contains(name)) << name;
  }
  EXPECT_EQ(here.size() + elsewhere.size(), tissue_processes());
}

}  // namespace
}  // namespace metastasim
