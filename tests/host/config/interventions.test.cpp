#include <gtest/gtest.h>

#include <cmath>

#include "host/config/reader.hpp"
#include "host/sim/interventions.hpp"
#include "tests/host/config/scenarios.hpp"

namespace metastasim::config {
namespace {

ReadResult read_with(const std::string& tables) {
  return read_scenario_text(std::string(full_scenario) + tables, "mine.toml");
}

Intervention last_of(const std::string& tables) {
  const ReadResult result = read_with(tables);
  if (!result.scenario) throw std::runtime_error(render_problems(result));
  return interventions_of(*result.scenario).back();
}

/// What is wrong with the one setting that is.
std::string problem_of(const std::string& tables, const std::string& key) {
  for (const Problem& p : read_with(tables).problems)
    if (p.key == key) return p.what;
  return "";
}

TEST(Interventions, SurgeryMeansTheTumourAndItsMargin) {
  const Intervention one = last_of(
      "[intervention.resection]\nkind = \"surgery\"\nat = \"2 d\"\nsite = \"breast\"\n"
      "margin = \"100 um\"\n");
  EXPECT_EQ(one.name, "resection");
  EXPECT_EQ(one.kind, InterventionKind::surgery);
  EXPECT_EQ(one.at_min, 2880);
  EXPECT_EQ(one.site, 0);
  EXPECT_FLOAT_EQ(one.radius_um, 320);
  EXPECT_FLOAT_EQ(one.y_um, 320);
}

TEST(Interventions, SurgeryMayNameARegion) {
  const Intervention one = last_of(
      "[intervention.resection]\nkind = \"surgery\"\nat = \"2 d\"\nsite = \"lung\"\n"
      "region = { sphere = \"200 um\" }\n");
  EXPECT_EQ(one.site, 1);
  EXPECT_FLOAT_EQ(one.radius_um, 100);
  EXPECT_FLOAT_EQ(one.x_um, 320) << "the block's middle";
}

TEST(Interventions, ADrugIsHeldWhereNothingElseIsSaid) {
  const Intervention one = last_of(
      "[intervention.inhibitor]\nkind = \"protease inhibitor\"\nat = \"1 d\"\nefficacy = \"90 "
      "%\"\n");
  EXPECT_EQ(one.kind, InterventionKind::protease_inhibitor);
  EXPECT_DOUBLE_EQ(one.efficacy, 0.9);
  EXPECT_TRUE(std::isinf(one.until_min));
  EXPECT_TRUE(std::isinf(one.half_life_min));
}

TEST(Interventions, SayWhatIsMissing) {
  const std::string surgery = "[intervention.a]\nkind = \"surgery\"\nat = \"2 d\"\n";
  EXPECT_EQ(problem_of(surgery, "intervention.a.kind"), "surgery nowhere");
  EXPECT_EQ(problem_of(surgery + "site = \"liver\"\n", "intervention.a.site"),
            "no site is called \"liver\"");
  EXPECT_EQ(problem_of(surgery + "site = \"lung\"\n", "intervention.a.site"),
            "lung has no tumour at the start");
  const std::string drug = "[intervention.a]\nkind = \"protease inhibitor\"\nat = \"2 d\"\n";
  EXPECT_EQ(problem_of(drug + "half_life = \"1 h\"\n", "intervention.a.half_life"),
            "elimination of a drug without a dose");
  EXPECT_EQ(problem_of(drug + "until = \"1 d\"\n", "intervention.a.until"), "before it begins");
}

}  // namespace
}  // namespace metastasim::config
