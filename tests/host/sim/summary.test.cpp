#include "host/sim/summary.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "host/sim/funnel_text.hpp"
#include "kernels/circulation/traveller_columns.hpp"
#include "kernels/colonies/colony_columns.hpp"
#include "kernels/invasion/membrane.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/state/field_columns.hpp"
#include "tests/support/bench.hpp"

namespace metastasim {
namespace {

template <class T>
void fill(Table& table, const Column<T>& column, const std::vector<T>& values) {
  table.from_host(column, std::span<const T>(values));
}

/// Six cells: two of the primary, a colony of three with one asleep, and a sleeper.
State with_colonists() {
  State state = testing::box();
  Table& cells = state.sites[0]->cells;
  testing::place(state, *state.sites[0], std::vector<testing::PlacedCell>(6, {10, 10, 10}));
  fill<std::uint64_t>(cells, cell::founder, {0, 0, 77, 77, 77, 99});
  fill<std::uint32_t>(cells, cell::divisions, {5, 5, 1, 2, 2, 0});
  fill<std::uint8_t>(cells, colony::dormant, {0, 0, 1, 0, 0, 1});
  fill<std::uint8_t>(cells, cell::phenotype, {0, 1, 2, 0, 0, 1});
  fill<std::uint64_t>(cells, cell::clone, {0, 7, 7, 0, 0, 0});
  return state;
}

TEST(Summary, AColonyHasTwoDivisionsBehindIt) {
  const Summary summary = summarize(with_colonists());
  EXPECT_EQ(summary.funnel.colonies, 1u);
  EXPECT_EQ(summary.funnel.growing, 1u);
  EXPECT_EQ(summary.funnel.dormant, 1u);
  EXPECT_EQ(summary.sites[0].largest_colony, 3u);
  EXPECT_EQ(summary.sites[0].largest_founder, 77u);
}

TEST(Summary, CountsPhenotypesAndMeasuresOxygen) {
  const Summary summary = summarize(with_colonists());
  EXPECT_EQ(summary.sites[0].cells, 6u);
  EXPECT_EQ(summary.sites[0].epithelial, 3u);
  EXPECT_EQ(summary.sites[0].partial, 1u);
  EXPECT_EQ(summary.sites[0].mesenchymal, 2u);
  EXPECT_EQ(summary.sites[0].clones, 2u);
  EXPECT_DOUBLE_EQ(summary.sites[0].mean_po2_mmhg, 38);
}

TEST(Summary, OxygenThatIsNotFiniteIsReadBackAsSuch) {
  Summary summary = summarize(with_colonists());
  summary.sites[0].mean_po2_mmhg = std::nan("");
  const Summary again = from_stored_json(to_stored_json(summary));
  EXPECT_TRUE(std::isnan(again.sites[0].mean_po2_mmhg));
  EXPECT_EQ(again.sites[0].cells, summary.sites[0].cells);
}

TEST(Summary, ALedgerThatIsNotFiniteIsReadBackAsSuch) {
  for (double Summary::*ledger : {&Summary::oxygen_imbalance, &Summary::oxygen_unsolved}) {
    Summary summary = summarize(with_colonists());
    EXPECT_TRUE(summary.is_finite());
    summary.*ledger = std::nan("");
    EXPECT_FALSE(from_stored_json(to_stored_json(summary)).is_finite());
  }
}

TEST(Summary, OxygenThatIsNotFiniteDoesNotAddUp) {
  Summary summary = summarize(with_colonists());
  EXPECT_TRUE(summary.adds_up());
  for (const double wrong : {std::nan(""), HUGE_VAL}) {
    summary.sites[0].mean_po2_mmhg = wrong;
    EXPECT_FALSE(summary.adds_up());
    const std::string text = funnel_text(summary);
    EXPECT_EQ(text.find("Everything adds up"), text.npos) << text;
    EXPECT_NE(text.find("oxygen in " + summary.sites[0].name + " is not a finite number"),
              text.npos)
        << text;
  }
}

TEST(Summary, NothingIsToldOfOxygenThatNobodyComputes) {
  Summary summary = summarize(with_colonists());
  summary.leave_out_oxygen();
  for (const Summary& told : {summary, from_stored_json(to_stored_json(summary))}) {
    EXPECT_TRUE(told.adds_up());
    EXPECT_EQ(funnel_text(told).find("oxygen"), std::string::npos) << funnel_text(told);
    EXPECT_NE(funnel_text(told).find("cells exactly at every step.\n"), std::string::npos);
    const auto json = nlohmann::json::parse(to_json(told));
    EXPECT_TRUE(json["sites"][0]["mean_po2_mmHg"].is_null());
  }
}

TEST(Summary, ImmuneCellsAndFibroblastsAreNoCellsOfTheTumour) {
  State state = with_colonists();
  fill<std::uint8_t>(state.sites[0]->cells, cell::kind, {0, 0, 1, 1, 1, 2});
  const SiteSummary site = summarize(state).sites[0];
  EXPECT_EQ(site.cells, 2u);
  EXPECT_EQ(site.epithelial + site.mesenchymal, 2u);
  EXPECT_EQ(site.immune_cells, 3u);
  EXPECT_EQ(site.stroma_cells, 1u);
}

TEST(Summary, VesselLengthIsPerVolumeOfTheBlock) {
  State state = testing::box(10, 100);  // 1 mm3
  state.vessels.segments.append(2);
  fill<float>(state.vessels.segments, segment::length, {1500, 500});
  state.vessels.of_site[0].segments = 2;
  EXPECT_DOUBLE_EQ(summarize(state).sites[0].vessel_length_mm_per_mm3, 2);
  fill<std::uint8_t>(state.vessels.segments, segment::kind, {1, 3});
  EXPECT_DOUBLE_EQ(summarize(state).sites[0].vessel_length_mm_per_mm3, 1.5);
  EXPECT_DOUBLE_EQ(summarize(state).sites[0].lymph_length_mm_per_mm3, 0.5);
}

/// A sphere shows each axis a third of its area.
TEST(Summary, MeasuresTheMembraneAndWhatOfItIsBreached) {
  State state = testing::box(16, 20);
  Fields& fields = state.sites[0]->fields;
  EXPECT_EQ(summarize(state).sites[0].membrane_laid_um2, 0);
  EXPECT_EQ(funnel_text(summarize(state)).find("um2 of basement membrane"), std::string::npos);
  invasion::place_basement_membrane(fields, 160, 160, 160, 90);
  fields.from_host(field::membrane_x,
                   std::span<const float>(std::vector<float>(16 * 16 * 16, 0.0f)));
  const Summary summary = from_stored_json(to_stored_json(summarize(state)));
  const SiteSummary& site = summary.sites[0];
  EXPECT_NEAR(site.membrane_laid_um2 / (4 * M_PI * 90 * 90), 1, 0.01);
  EXPECT_NEAR(site.membrane_breached_um2 / site.membrane_laid_um2, 1.0 / 3, 1e-3);
  EXPECT_NE(funnel_text(summary).find("um2 of basement membrane"), std::string::npos);
}

TEST(Funnel, EveryCellThatEnteredIsSomewhere) {
  State state = testing::box();
  std::vector<std::uint64_t> counts(static_cast<std::size_t>(Count::size));
  const auto count = [&](Count c) -> std::uint64_t& { return counts[static_cast<std::size_t>(c)]; };
  count(Count::entered_blood) = 9;
  count(Count::entered_lymph) = 3;
  count(Count::extravasated) = 2;
  count(Count::died_immune) = 3;
  state.counters.copy_from_host(counts);
  state.vessels.segments.append(1);
  state.body.plan.names = {"liver"};
  state.body.plan.compartments = {{}};
  state.travellers.append(7);
  fill<std::uint8_t>(state.travellers, traveller::phase, {0, 1, 2, 3, 4, 5, 6});
  const Funnel funnel = funnel_of(state);
  EXPECT_EQ(funnel.in_transit, 4u);
  EXPECT_EQ(funnel.arrested, 2u);
  EXPECT_EQ(funnel.held_in_nodes, 1u);
  EXPECT_TRUE(funnel.adds_up());
}

TEST(Funnel, TextNamesTheNodeThatHoldsCells) {
  Summary summary;
  summary.held = {{"axillary node", 12}};
  EXPECT_NE(funnel_text(summary).find("held in the axillary node"), std::string::npos);
  summary.in_nodes = {3, 38, 2};
  EXPECT_NE(funnel_text(summary).find("3 settled there, 38 cells"), std::string::npos);
  EXPECT_NE(funnel_text(summary).find("; 2 colonies (two divisions or more)"), std::string::npos);
  EXPECT_EQ(from_stored_json(to_stored_json(summary)).in_nodes.colonies, 2u);
  summary.in_nodes = {3, 5, 0};
  EXPECT_EQ(funnel_text(summary).find("0 colonies"), std::string::npos);
  summary.held.push_back({"inguinal node", 3});
  EXPECT_NE(funnel_text(summary).find("axillary node 12, inguinal node 3"), std::string::npos);
}

TEST(Funnel, TextSaysWhenItDoesNotAddUp) {
  Summary summary;
  EXPECT_NE(funnel_text(summary).find("Everything adds up"), std::string::npos);
  summary.funnel.entered_blood = 1;
  EXPECT_EQ(funnel_text(summary).find("Everything adds up"), std::string::npos);
  EXPECT_NE(funnel_text(summary).find("report this as a bug"), std::string::npos);
}

TEST(Funnel, TextSaysWhenBloodAndTissueAreNotAtRestYet) {
  Summary summary;
  summary.oxygen_imbalance = 1e-9;
  summary.oxygen_unsolved = 3e-3;
  EXPECT_NE(funnel_text(summary).find("with the blood to 3e-03"), std::string::npos);
  summary.oxygen_unsolved = 0.4;
  EXPECT_EQ(funnel_text(summary).find("with the blood to"), std::string::npos);
  EXPECT_NE(funnel_text(summary).find("not at rest with the blood yet: 4e-01"), std::string::npos);
}

TEST(Funnel, TextSaysDemoOnlyWhereItIsOne) {
  Summary summary;
  summary.values = "realistic";
  EXPECT_EQ(funnel_text(summary).find("DEMO"), std::string::npos);
  summary.values = "demo";
  EXPECT_NE(funnel_text(summary).find("DEMO"), std::string::npos);
}

bool has(const std::string& text, const char* words) {
  return text.find(words) != std::string::npos;
}

/// All died on the way: none to expect, and how many at most.
TEST(Funnel, TextExpectsColoniesOfEveryRealisticRunAlsoNone) {
  Summary summary;
  summary.values = "realistic";
  summary.time_min = 2880;
  summary.funnel.entered_blood = summary.funnel.died_shear = 2000;
  EXPECT_TRUE(has(funnel_text(summary), "       0    95 %: 0.0 to 3.7 by day 2, 00:00\n"));
  summary.funnel.extravasated = summary.funnel.died_shear = 1000;
  summary.funnel.dormant = 2;
  summary.funnel.growing = 3;
  summary.funnel.colonies = 1;
  EXPECT_TRUE(has(funnel_text(summary),
                  "       1    95 %: 0.0 to 5.6 by day 2, 00:00; undecided: 4 families\n"));
}

/// Under the number, so that nobody takes the limits for those of runs in other vessels.
TEST(Funnel, TextSaysThatTheExpectationIsOneRunsAlone) {
  Summary summary;
  summary.values = "realistic";
  EXPECT_TRUE(
      has(funnel_text(summary),
          "0.0 to 3.7 by day 0, 00:00\n                                                       "
          "from this one run alone, exact Poisson; runs with other vessel layouts scatter "
          "more\n"));
}

TEST(Funnel, NoFrequencyIsToldOfADemoRun) {
  Summary summary;
  summary.funnel.colonies = 9;
  for (const bool demo : {true, false}) {
    summary.values = demo ? "demo" : "realistic";
    EXPECT_EQ(has(funnel_text(summary), "to expect"), !demo);
    const auto json = nlohmann::json::parse(to_json(summary));
    EXPECT_EQ(json.at("expected_colonies").is_null(), demo);
  }
}

TEST(Summary, ComesBackFromItsStoredForm) {
  Summary summary = summarize(with_colonists());
  summary.device = "cpu, 2 threads";
  summary.wall_s = 1.5;
  summary.values = "demo";
  summary.oxygen_imbalance = 3e-8;
  summary.compartments = {"veins", "axillary node"};
  const Summary back = from_stored_json(to_stored_json(summary));
  EXPECT_EQ(to_stored_json(back), to_stored_json(summary));
  EXPECT_EQ(back.sites[0].largest_founder, 77u);
  EXPECT_EQ(back.compartments, summary.compartments);
}

TEST(Summary, JsonHasExactlyTheDocumentedKeys) {
  const auto json = nlohmann::json::parse(to_json(summarize(with_colonists())));
  EXPECT_EQ(json.size(), 11u);
  EXPECT_EQ(json["sites"][0].size(), 14u);
  EXPECT_EQ(json["funnel"].size(), 25u);
  for (const auto& [name, number] : json["funnel"].items())
    EXPECT_TRUE(number.is_number_unsigned()) << name;
}

}  // namespace
}  // namespace metastasim
