#include "host/config/reader.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <filesystem>

#include "kernels/cascade.hpp"
#include "tests/host/config/scenarios.hpp"
#include "tests/support/tree.hpp"

namespace metastasim::config {
namespace {

ReadResult read(const std::string& text, const std::vector<std::string>& overrides = {}) {
  return read_scenario_text(text, "mine.toml", overrides);
}

/// The value that a process gets, by the key's full path.
const ParamValue* parameter(const Scenario& s, const std::string& key) {
  for (const ParamValue& p : s.parameters)
    if (p.key == key) return &p;
  return nullptr;
}

std::string with(std::string text, const std::string& old, const std::string& fresh) {
  return text.replace(text.find(old), old.size(), fresh);
}

TEST(Reader, FillsEveryPartOfAScenario) {
  const ReadResult result = read(full_scenario);
  ASSERT_TRUE(result.scenario) << render_problems(result);
  const Scenario& s = *result.scenario;
  EXPECT_EQ(s.title, "First metastasis: mouse breast to lung");
  EXPECT_EQ(s.species, "mouse");
  EXPECT_EQ(s.seed, 7u);
  EXPECT_EQ(s.duration_min, 2880);
  EXPECT_EQ(s.tick_s, 6);
  EXPECT_TRUE(s.demo);
  EXPECT_EQ(s.cell_types, std::vector<std::string>{"carcinoma"});
  ASSERT_EQ(s.sites.size(), 2u);
  const SiteSpec& breast = s.sites[0];
  EXPECT_EQ(breast.name, "breast");
  EXPECT_TRUE(breast.primary);
  EXPECT_EQ(breast.voxels, (std::array<int, 3>{48, 32, 48}));
  EXPECT_EQ(breast.spacing_um, 20);
  ASSERT_TRUE(breast.tumour);
  EXPECT_EQ(breast.tumour->cell, "carcinoma");
  EXPECT_EQ(breast.tumour->diameter_um, 440);
  EXPECT_EQ(breast.tumour->centre_um, (std::array<double, 3>{480, 320, 480}));
  EXPECT_TRUE(breast.tumour->basement_membrane);
  EXPECT_EQ(breast.blood.network.generator, "capillary bed");
  EXPECT_TRUE(breast.blood.network.keep_out_of_tumour);
  EXPECT_EQ(breast.blood.haematocrit, 0.42);
  EXPECT_EQ(breast.blood.venule_mmhg, 15);
  EXPECT_FALSE(s.sites[1].primary);
  EXPECT_FALSE(s.sites[1].tumour);
  EXPECT_TRUE(s.sites[1].represents_whole_organ);
  EXPECT_FALSE(s.sites[1].blood.network.present());
  EXPECT_EQ(s.body.cardiac_output_ml_per_min, 14);
  ASSERT_EQ(s.body.route.size(), 7u);
  EXPECT_EQ(s.body.route[4].to, "brain");
  EXPECT_EQ(s.body.route[4].share, 0.033);
  EXPECT_TRUE(std::isnan(s.body.route[0].share));
  EXPECT_EQ(s.output.every_min, 30);
  EXPECT_EQ(s.output.checkpoint_every_s, 60);
}

TEST(Reader, GivesEveryParameterOfEveryProcessOnce) {
  const Scenario s = read(full_scenario).scenario.value();
  const auto& entries = cascade();
  std::size_t expected = 0;
  for (const CascadeEntry& entry : entries)
    expected += entry.process.params.specs.size() * (entry.process.per_site ? s.sites.size() : 1) +
                entry.process.cell_params.specs.size() * s.cell_types.size();
  EXPECT_EQ(s.parameters.size(), expected);
}

TEST(Reader, ChoosesTheHalfOfAPairThatIsAskedFor) {
  const Scenario demo = read(full_scenario).scenario.value();
  EXPECT_NEAR(parameter(demo, "cell.carcinoma.hypoxia_half")->value, 15.0012, 1e-3);
  EXPECT_EQ(parameter(demo, "cell.carcinoma.hypoxia_half")->realistic, 13);
  EXPECT_EQ(demo.demo_pairs, 1);
  const Scenario real = read(full_scenario, {"values=realistic"}).scenario.value();
  EXPECT_EQ(parameter(real, "cell.carcinoma.hypoxia_half")->value, 13);
  EXPECT_EQ(real.demo_pairs, 0);
}

TEST(Reader, NeedsOnlyWhatHasNoDefault) {
  const ReadResult result = read(least_scenario);
  ASSERT_TRUE(result.scenario) << render_problems(result);
  EXPECT_EQ(result.scenario->seed, 1u);
  EXPECT_EQ(result.scenario->body.blood_volume_ml, 1.8);
  EXPECT_FALSE(result.scenario->demo);
}

TEST(Reader, TakesDefaultsOfTheSpecies) {
  const auto human = read(with(least_scenario, "mouse", "human"));
  ASSERT_TRUE(human.scenario) << render_problems(human);
  EXPECT_EQ(human.scenario->body.blood_volume_ml, 5000);
}

TEST(Reader, LetsTheCommandLineOverrideTheFile) {
  const auto result = read(least_scenario, {"duration=2 h", "site.breast.voxel=\"10 um\"",
                                            "output.every = \"1 h\"", "seed=5"});
  ASSERT_TRUE(result.scenario) << render_problems(result);
  EXPECT_EQ(result.scenario->duration_min, 120);
  EXPECT_EQ(result.scenario->sites[0].voxels[0], 32);
  EXPECT_EQ(result.scenario->output.every_min, 60);
  EXPECT_EQ(result.scenario->seed, 5u);
}

TEST(Reader, ReportsAllErrorsAtOnceInTheOrderOfTheFile) {
  std::string text = with(full_scenario, "capillary_diameter = \"6 um\"", "capilary_diameter = 6");
  text = with(text, "haematocrit        = \"42 %\"", "haematocrit        = 42");
  text = with(text, "every            = \"30 min\"", "every            = 30");
  const ReadResult result = read(text, {"site.breast.colagen=1"});
  EXPECT_FALSE(result.scenario);
  ASSERT_EQ(result.problems.size(), 4u) << render_problems(result);
  EXPECT_EQ(result.problems[0].key, "site.breast.blood.capilary_diameter");
  EXPECT_EQ(result.problems[1].key, "site.breast.blood.haematocrit");
  EXPECT_EQ(result.problems[2].key, "output.every");
  EXPECT_EQ(result.problems[3].key, "site.breast.colagen");
  EXPECT_TRUE(result.problems[3].origin.on_command_line);
}

TEST(Reader, CountsAMisspeltSettingAsOneError) {
  const ReadResult result = read(with(least_scenario, "species", "speces"));
  ASSERT_EQ(result.problems.size(), 1u) << render_problems(result);
  EXPECT_EQ(result.problems[0].write, "species = \"mouse\"");
}

/// The only problem of the full scenario with these lines behind it, or on the command line.
Problem only_problem(const std::string& lines, const std::vector<std::string>& overrides = {}) {
  const ReadResult result = read(full_scenario + lines, overrides);
  EXPECT_EQ(result.problems.size(), 1u) << render_problems(result);
  EXPECT_NE(render_problems(result).find("There may be more errors behind it"), std::string::npos);
  return result.problems.empty() ? Problem{} : result.problems[0];
}

TEST(Reader, ANameThatIsMisspeltInAHeadingBelowItIsAnsweredWithTheOneThatIsMeant) {
  for (const auto& [wrong, right, line] :
       {std::array{"[site.lungs.soil]", "[site.lung.soil]", "growth = 0.5"},
        {"[site.Lung.soil]", "[site.lung.soil]", "awakening = \"1 1/d\""},
        {"[site.brest.blood.adaptation]", "[site.breast.blood.adaptation]", "rate = \"1 1/d\""},
        {"[intervention.marimastad.region]", "[intervention.marimastat.region]",
         "sphere = \"9 um\""}}) {
    const Problem p = only_problem(std::string(wrong) + "\n" + line + "\n");
    EXPECT_TRUE(p.what.ends_with("\"") && p.what.starts_with("no ")) << p.what;
    EXPECT_EQ(p.write, right);
    const ReadResult cured = read(std::string(full_scenario) + right + "\n" + line + "\n");
    EXPECT_TRUE(cured.scenario) << render_problems(cured);
  }
  const Problem on_command_line = only_problem("", {"site.lungs.collagen=\"1 mg/mL\""});
  EXPECT_EQ(on_command_line.write, "collagen = \"1 mg/mL\"     in [site.lung]");
  EXPECT_TRUE(on_command_line.origin.on_command_line);
}

/// One with a heading, one whose name is like no other, one beside which the other has the same.
TEST(Reader, ASiteOfItsOwnIsAskedForWhatItLacks) {
  for (const char* lines :
       {"[site.lungs]\n[site.lungs.blood]\n", "[site.liver.blood]\nhaematocrit = 0.4\n",
        "[site.brest.blood]\nhaematocrit = 0.4\n"}) {
    const ReadResult result = read(full_scenario + std::string(lines));
    int missing = 0;
    for (const Problem& p : result.problems) missing += p.what == "missing";
    EXPECT_EQ(missing, 2) << render_problems(result);
  }
}

TEST(Reader, WhatCouldNotBeLookedAtMayHideErrors) {
  for (const auto& [old, fresh] : {std::array{"duration =", "durration ="},
                                   {"[site.breast.blood]", "[site.breast.blod]"},
                                   {"size      =", "sise ="}}) {
    const std::string text = render_problems(read(with(full_scenario, old, fresh)));
    EXPECT_EQ(text.find("only error"), text.npos) << text;
    EXPECT_NE(text.find("There may be more errors behind"), text.npos) << text;
  }
}

struct Slip {
  const char* old;
  const char* fresh;
  const char* key;
  const char* what;
};

TEST(Reader, WantsAPrimaryWhereNoCellsAreInjected) {
  const ReadResult result = read(with(least_scenario, "\"primary\"", "\"secondary\""));
  ASSERT_FALSE(result.problems.empty());
  EXPECT_EQ(result.problems[0].key, "site.breast.role");
  EXPECT_TRUE(result.problems[0].what.starts_with("no site is the primary"));
}

TEST(Reader, FindsWhatContradictsItself) {
  const Slip slips[] = {
      {"\"0.64 mm\", \"960 um\"]", "\"0.65 mm\", \"960 um\"]", "site.breast.size",
       "not a multiple of 16 voxels"},
      {"cell   = \"carcinoma\"", "cell   = \"carzinoma\"", "site.breast.tumour.cell",
       "no cell type is called \"carzinoma\""},
      {"sphere = \"440 um\"", "sphere = \"700 um\"", "site.breast.tumour.shape.sphere",
       "the tumour sticks out of its block"},
      {"\"secondary\"", "\"primary\"", "site.lung.role", "a second primary site"},
      {"tick     = \"6 s\"", "tick     = \"7 s\"", "tick", "\"7 s\" does not divide"},
      {"cell   = \"carcinoma\"", "", "site.breast.tumour.cell", "missing"},
      {"\"2 d\"", "\"121 s\"", "duration", "\"121 s\" is not a whole number of ticks of 6 s"},
      {"\"480 um\", \"320 um\", \"480 um\"]", "\"900 um\", \"320 um\", \"480 um\"]",
       "site.breast.tumour.shape.centre", "the tumour sticks out of its block"},
      {"rest 90 %", "rest 80 %", "body.route",
       "the shares that leave \"left heart\" add up to 90 %"},
      {"lung -> left heart", "left heart", "body.route", "the site lung is not on the route"},
      {"[site.lung]", "[site.breast.lymph]\nnetwork.generate = \"blind-ended tree\"\n[site.lung]",
       "site.breast.lymph.network.generate", "lymphatics that drain nowhere"},
      {"[site.lung]",
       "[site.breast.lymph]\nnetwork.generate = \"blind-ended tree\"\ndrains_to = \"vains\"\n"
       "[site.lung]",
       "site.breast.lymph.drains_to", "\"vains\" is not on the route"},
      {"[\"oxygen\"]", "[\"oxigen\"]", "output.fields", "nothing called \"oxigen\" can be stored"},
      {"venule = \"15 mmHg\"", "venule = \"45 mmHg\"", "site.breast.blood.pressure.venule",
       "not below the arteriole's pressure"},
      {"[site.lung]", "[site.\"lung 2\"]", "site.\"lung 2\"", "not a name"},
      {"pressure           = { arteriole = \"45 mmHg\", venule = \"15 mmHg\" }",
       "pressure = \"45 mmHg\"", "site.breast.blood.pressure", "a text instead of a table"},
      {"{ demo = \"2 kPa\", realistic = \"13 mmHg\" }", "{ demo = \"2 kPa\" }",
       "cell.carcinoma.hypoxia_half", "a pair without its realistic half"},
  };
  for (const Slip& slip : slips) {
    const ReadResult result = read(with(full_scenario, slip.old, slip.fresh));
    ASSERT_FALSE(result.problems.empty()) << slip.fresh;
    EXPECT_EQ(result.problems[0].key, slip.key) << render_problems(result);
    EXPECT_TRUE(result.problems[0].what.starts_with(slip.what)) << render_problems(result);
    EXPECT_GT(result.problems[0].origin.line, 0);
  }
}

TEST(Reader, SaysWhatIsMissingAndWhere) {
  const ReadResult result = read(with(least_scenario, "role = \"primary\"", ""));
  ASSERT_FALSE(result.problems.empty());
  EXPECT_EQ(result.problems[0].key, "site.breast.role");
  EXPECT_EQ(result.problems[0].what, "missing");
  EXPECT_EQ(result.problems[0].origin.line, 4);
}

TEST(Reader, ReportsWhereTomlEnds) {
  const ReadResult result = read("format = 1\nformat = 2\n");
  ASSERT_EQ(result.problems.size(), 1u);
  EXPECT_EQ(result.problems[0].origin.line, 2);
  EXPECT_NE(result.problems[0].what.find("format"), std::string::npos);
  EXPECT_NE(render_problems(result).find("more errors behind it"), std::string::npos);
}

TEST(Reader, RefusesLettersBeyondAsciiOutsideOfTextsOnly) {
  for (const char* text : {"\u00b5 = 1\n", "format = 1 \u00b5\n", "title = \u201cquoted\u201d\n"}) {
    const ReadResult result = read(text);
    ASSERT_EQ(result.problems.size(), 1u) << text;
    EXPECT_EQ(result.problems[0].origin.line, 1);
  }
  const ReadResult inside = read(std::string(least_scenario) + "collagen = \"1000 \u00b5g/mL\"\n");
  ASSERT_TRUE(inside.scenario) << render_problems(inside);
  EXPECT_EQ(inside.scenario->sites[0].collagen_mg_per_ml, 1);
}

TEST(Reader, RefusesTextsThatWouldExhaustTheParser) {
  std::string dots = "a";
  for (int i = 0; i < 300000; ++i) dots += ".a";
  for (const std::string& text :
       {dots + " = 1", std::string(100000, '['), "a = " + std::string(500, '[') + "1",
        std::string((1 << 20) + 1, '#')}) {
    const ReadResult result = read(text);
    ASSERT_EQ(result.problems.size(), 1u);
    EXPECT_GE(result.problems[0].origin.line, 1);
  }
}

TEST(Reader, FindsNothingWrongWithTheExamples) {
  namespace fs = std::filesystem;
  const fs::path examples = testing::in_tree("examples");
  int found = 0;
  for (const auto& file : fs::directory_iterator(examples)) {
    if (file.path().extension() != ".toml") continue;
    ++found;
    for (const char* values : {"values=demo", "values=realistic"}) {
      const ReadResult result = read_scenario(file.path().string(), {values});
      EXPECT_TRUE(result.scenario) << render_problems(result);
    }
  }
  EXPECT_GT(found, 0);
}

TEST(Reader, ReportsAFileThatIsNotThere) {
  const ReadResult result = read_scenario("no/such/file.toml");
  EXPECT_FALSE(result.scenario);
  EXPECT_NE(render_problems(result).find("no/such/file.toml"), std::string::npos);
}

}  // namespace
}  // namespace metastasim::config
