#include <gtest/gtest.h>

#include <algorithm>

#include "host/config/check.hpp"
#include "host/config/not_done.hpp"
#include "host/sim/runnable.hpp"
#include "tests/host/config/scenarios.hpp"

// What only two settings together get wrong is told at the line of one of them, and what is proposed there is
// taken.
namespace metastasim::config {
namespace {

/// From line 7 on; its site is a block of 320 um.
const std::string types =
    "[cell.carcinoma]\n[cell.NK]\nkind = \"NK cell\"\n"
    "[body]\nroute = [\"breast -> veins\", \"left heart -> breast 5 %, rest 95 %\"]\n";

ReadResult read(const std::string& lines, const std::vector<std::string>& overrides = {}) {
  return runnable(
      read_scenario_text(std::string(least_scenario) + types + lines, "mine.toml", overrides));
}

std::string to_paste(const std::string& write) { return write.substr(0, write.find("     ")); }

/// The last of these lines is refused, and taken when it is what was proposed.
void expect_told_and_cured(const std::string& before, const std::string& line,
                           const std::string& key, const std::string& what) {
  SCOPED_TRACE(before + line);
  const ReadResult result = read(before + line + "\n");
  ASSERT_EQ(result.problems.size(), 1u) << render_problems(result);
  const Problem& p = result.problems[0];
  EXPECT_EQ(p.key, key);
  EXPECT_EQ(p.origin.line, 12 + std::count(before.begin(), before.end(), '\n'));
  EXPECT_EQ(p.what, what);
  const ReadResult cured = read(before + to_paste(p.write) + "\n");
  EXPECT_TRUE(cured.scenario) << p.write << render_problems(cured);
}

TEST(Contradictions, CellsAreInjectedIntoAPlaceOfTheBody) {
  const std::string one = "[injection.a]\ncell = \"carcinoma\"\ncells = 5\n";
  expect_told_and_cured(one, "into = \"vein\"", "injection.a.into",
                        "the body has no place called \"vein\"");
  for (const char* place : {"veins", "lung", "left heart", "breast", "rest"})
    EXPECT_TRUE(read(one + "into = \"" + place + "\"\n").scenario) << place;
  const ReadResult all = read(one +
                              "into = \"moon\"\n[injection.b]\ncell = \"carcinoma\"\n"
                              "cells = 5\ninto = \"mars\"\ncluster = 2\n");
  ASSERT_EQ(all.problems.size(), 3u) << render_problems(all);
  EXPECT_EQ(all.problems[0].origin.line, 15);
  EXPECT_EQ(all.problems[1].origin.line, 19);
}

TEST(Contradictions, WithoutABodyNothingIsInjected) {
  const std::string text = std::string(least_scenario) +
                           "[cell.carcinoma]\n[injection.a]\ncell = \"carcinoma\"\ncells = 5\n";
  const ReadResult result = read_scenario_text(text, "mine.toml");
  ASSERT_EQ(result.problems.size(), 1u) << render_problems(result);
  EXPECT_EQ(result.problems[0].key, "injection.a.into");
  EXPECT_EQ(result.problems[0].origin.line, 10);
}

TEST(Contradictions, ATumourAndWhatIsInjectedAreOfTumourCells) {
  const std::string sphere = "[site.breast.tumour]\nshape = { sphere = \"80 um\" }\n";
  expect_told_and_cured(sphere, "cell = \"NK\"", "site.breast.tumour.cell",
                        "NK are no tumour cells");
  expect_told_and_cured("[injection.a]\ncells = 5\n", "cell = \"NK\"", "injection.a.cell",
                        "NK are no tumour cells");
  const ReadResult none = read(sphere + "cell = \"carcinoma\"\n", {"cell.carcinoma.kind=NK cell"});
  ASSERT_EQ(none.problems.size(), 1u) << render_problems(none);
  EXPECT_EQ(none.problems[0].write, "kind = \"tumour\"     in [cell.carcinoma]");
}

TEST(Contradictions, OnALatticeNothingIsTreatedOrInjected) {
  for (const auto& [table, key] :
       {std::pair{"[intervention.a]\nkind = \"surgery\"\nat = \"30 min\"\n", "intervention.a.kind"},
        {"[injection.a]\ncell = \"carcinoma\"\ncells = 5\n", "injection.a.cells"}}) {
    const ReadResult result = read(table, {"model=lattice"});
    ASSERT_EQ(result.problems.size(), 1u) << render_problems(result);
    EXPECT_EQ(result.problems[0].key, key);
    EXPECT_EQ(result.problems[0].what, "belongs to the tissue model");
    EXPECT_NE(result.problems[0].more.find("leave ["), std::string::npos);
    EXPECT_TRUE(read("", {"model=lattice"}).scenario);
  }
}

TEST(Contradictions, ThresholdsStandInTheirOrder) {
  const std::string blood = "[site.breast.blood.adaptation]\n", cell = "[cell.other]\n";
  expect_told_and_cured(blood + "narrowest = \"12 um\"\n", "widest = \"8 um\"",
                        "site.breast.blood.adaptation.widest",
                        "\"8 um\" is below narrowest of \"12 um\"");
  expect_told_and_cured(cell + "necrosis_starts_below = \"3 mmHg\"\n",
                        "necrosis_below = \"4 mmHg\"", "cell.other.necrosis_below",
                        "\"4 mmHg\" is above necrosis_starts_below of \"3 mmHg\"");
  expect_told_and_cured(cell + "EMT_partial_above = 0.6\n", "EMT_full_above = 0.5",
                        "cell.other.EMT_full_above", "0.5 is below EMT_partial_above of 0.6");
  expect_told_and_cured(cell, "EMT_partial_above = 0.9", "cell.other.EMT_partial_above",
                        "0.9 is above EMT_full_above of 0.7");
  expect_told_and_cured(cell, "MET_full_below = 0.5", "cell.other.MET_full_below",
                        "0.5 is above MET_partial_below of 0.4");
  EXPECT_TRUE(read(cell + "EMT_partial_above = 0.5\nEMT_full_above = 0.5\n").scenario);
}

TEST(Contradictions, SurgeryTouchesItsBlock) {
  const std::string surgery =
      "[intervention.a]\nkind = \"surgery\"\nat = \"30 min\"\nsite = \"breast\"\n"
      "[intervention.a.region]\nsphere = \"60 um\"\n";
  expect_told_and_cured(surgery, "centre = [\"160 um\", \"900 um\", \"160 um\"]",
                        "intervention.a.region.centre", "surgery beside the block of breast");
  EXPECT_TRUE(read(surgery + "centre = [\"160 um\", \"340 um\", \"160 um\"]\n").scenario);
}

TEST(Contradictions, TreatmentAfterTheEndIsNotedAtItsLine) {
  const std::string drug = "[intervention.a]\nkind = \"protease inhibitor\"\nat = ";
  const ReadResult late = read(drug + "\"2 h\"\n"), timely = read(drug + "\"30 min\"\n");
  ASSERT_TRUE(late.scenario && timely.scenario);
  const std::string note =
      "NOTE: line 14: intervention.a.at is 2 h, after the end of the run (1 h): it will not be "
      "done.";
  EXPECT_NE(check_text(*late.scenario, false).find(note), std::string::npos)
      << check_text(*late.scenario, false);
  EXPECT_EQ(check_text(*timely.scenario, false).find("NOTE"), std::string::npos);
}

/// The last step begins before the end; a surgeon comes every minute.
TEST(Contradictions, TreatmentAtTheVeryEndIsNotDoneEither) {
  const std::string drug = "[intervention.a]\nkind = \"protease inhibitor\"\nat = ";
  const std::string surgeon =
      "[intervention.a.region]\nsphere = \"60 um\"\n"
      "[intervention.a]\nkind = \"surgery\"\nsite = \"breast\"\nat = ";
  for (const auto& [written, notes] : {std::pair{drug + "\"1 h\"\n", std::size_t{1}},
                                       {drug + "\"59.9 min\"\n", 0},
                                       {surgeon + "\"1 h\"\n", 1},
                                       {surgeon + "\"59.1 min\"\n", 1},
                                       {surgeon + "\"59 min\"\n", 0}}) {
    const ReadResult result = read(written);
    ASSERT_TRUE(result.scenario) << render_problems(result);
    const auto not_done = treatments_not_done(*result.scenario, 60);
    ASSERT_EQ(not_done.size(), notes) << written;
    if (notes > 0) {
      EXPECT_NE(not_done[0].text.find("too close to the end of the run (1 h)"), std::string::npos);
    }
    EXPECT_TRUE(treatments_not_done(*result.scenario, 61).empty());
  }
}

}  // namespace
}  // namespace metastasim::config
