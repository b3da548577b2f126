#include <gtest/gtest.h>

#include <algorithm>

#include "host/config/check.hpp"
#include "tests/host/config/scenarios.hpp"
#include "tests/support/scratch.hpp"

// What nothing in a scenario reads is refused where it is written, and is not in force where it is a default.
namespace metastasim::config {
namespace {

std::string to_paste(const std::string& write) { return write.substr(0, write.find("     ")); }

bool is_in_force(const ReadResult& result, const std::string& key) {
  const Scenario& s = result.scenario ? *result.scenario : *result.draft;
  return std::ranges::find(s.settings, key, &Setting::key) != s.settings.end();
}

/// The only error, at the last line.
void expect_told(const std::string& text, const std::string& key, const std::string& what) {
  SCOPED_TRACE(text);
  const ReadResult result = read_scenario_text(text, "idle.toml");
  ASSERT_EQ(result.problems.size(), 1u) << render_problems(result);
  EXPECT_EQ(result.problems[0].key, key);
  EXPECT_EQ(result.problems[0].what, what);
  EXPECT_EQ(result.problems[0].origin.line, std::count(text.begin(), text.end(), '\n'));
  EXPECT_TRUE(result.complete);
}

/// The last line, and the one that is proposed for it, which is taken.
void expect_told_and_cured(const std::string& before, const std::string& line,
                           const std::string& key, const std::string& what) {
  expect_told(before + line + "\n", key, what);
  const ReadResult told = read_scenario_text(before + line + "\n", "idle.toml");
  ASSERT_FALSE(told.problems.empty());
  const ReadResult cured =
      read_scenario_text(before + to_paste(told.problems[0].write) + "\n", "idle.toml");
  EXPECT_TRUE(cured.scenario) << told.problems[0].write << render_problems(cured);
}

const std::string tissue = least_scenario, blood = tissue + "[site.breast.blood]\n",
                  lymph = tissue +
                          "[body]\nroute = [\"left heart -> breast and rest 100 %\", \"breast -> "
                          "veins\", \"axillary node -> veins\"]\n[site.breast.lymph]\n";

TEST(Idle, ANetworkIsDescribedForItsGenerator) {
  const char* none = "there are no such vessels";
  const std::string key = "site.breast.blood.network.";
  expect_told_and_cured(blood, "network = { length_density = \"200 mm/mm^3\" }",
                        key + "length_density", none);
  expect_told_and_cured(blood, "network = { keep_out = \"tumour\" }", key + "keep_out", none);
  expect_told_and_cured(blood, "haematocrit = 0.3", "site.breast.blood.haematocrit", none);
  expect_told(lymph + "network = { length_density = \"30 mm/mm^3\" }\n",
              "site.breast.lymph.network.length_density", none);
  const ReadResult two = read_scenario_text(
      blood + "network = { length_density = \"200 mm/mm^3\", keep_out = \"tumour\" }\n",
      "idle.toml");
  ASSERT_EQ(two.problems.size(), 2u) << render_problems(two);
  EXPECT_EQ(two.problems[0].write,
            "network = { generate = \"capillary bed\", length_density = \"200 mm/mm^3\", "
            "keep_out = \"tumour\" }");
  EXPECT_FALSE(is_in_force(read_scenario_text(tissue, "idle.toml"), key + "length_density"));
}

/// Not told of a network that is there but has an error of its own.
TEST(Idle, AMisspeltGeneratorIsOneError) {
  const ReadResult result = read_scenario_text(
      blood +
          "haematocrit = 0.3\nnetwork = { generate = \"capilary bed\", keep_out = \"tumour\" }\n",
      "idle.toml");
  ASSERT_EQ(result.problems.size(), 1u) << render_problems(result);
  EXPECT_EQ(result.problems[0].key, "site.breast.blood.network.generate");
}

TEST(Idle, AViscosityIsForTheLawThatTakesOne) {
  const std::string laws = tissue + "[blood]\n";
  expect_told_and_cured(laws, "viscosity = \"9 cP\"", "blood.viscosity",
                        "the law of \"pries1994\" takes none");
  const ReadResult constant = read_scenario_text(
      laws + "viscosity = \"9 cP\"\nviscosity_law = \"constant\"\n", "idle.toml");
  EXPECT_TRUE(constant.scenario) << render_problems(constant);
  EXPECT_TRUE(is_in_force(constant, "blood.viscosity"));
  EXPECT_FALSE(is_in_force(read_scenario_text(tissue, "idle.toml"), "blood.viscosity"));
}

TEST(Idle, EachModelHasSettingsOfItsOwn) {
  const std::string lattice = "model = \"lattice\"\n" + tissue;
  const std::string of_tissue = "belongs to the tissue model",
                    of_lattice = "belongs to the lattice model";
  expect_told(lattice + "[cell.carcinoma]\ndoubling_time = \"24 h\"\n",
              "cell.carcinoma.doubling_time", of_tissue);
  expect_told(lattice + "collagen = \"2 mg/mL\"\n", "site.breast.collagen", of_tissue);
  expect_told(lattice + "[site.breast.blood]\nhaematocrit = 0.3\n", "site.breast.blood.haematocrit",
              of_tissue);
  expect_told(lattice + "[substance.oxygen]\ndiffusion = \"1e5 um^2/min\"\n",
              "substance.oxygen.diffusion", of_tissue);
  expect_told(tissue + "[lattice]\ncapacity = 3\n", "lattice.capacity", of_lattice);
  const ReadResult in_tissue = read_scenario_text(tissue, "idle.toml"),
                   on_lattice = read_scenario_text(lattice, "idle.toml");
  ASSERT_TRUE(in_tissue.scenario && on_lattice.scenario);
  EXPECT_FALSE(is_in_force(in_tissue, "lattice.capacity"));
  EXPECT_TRUE(is_in_force(on_lattice, "lattice.capacity"));
  EXPECT_TRUE(is_in_force(in_tissue, "substance.oxygen.diffusion"));
  EXPECT_FALSE(is_in_force(on_lattice, "substance.oxygen.diffusion"));
  for (const ReadResult* read : {&in_tissue, &on_lattice})
    EXPECT_TRUE(read_scenario_text(resolved_toml(*read->scenario), "resolved.toml").scenario);
}

class BesideAFile : public ::testing::Test {
 protected:
  ReadResult read(const char* haematocrit, const std::string& more) const {
    folder_.write("net.csv", "segment,from,to,diameter_um,length_um\n1,1,2,8,100\n");
    folder_.write("net.nodes.csv", std::string("node,x_um,y_um,z_um,boundary,value,haematocrit\n"
                                               "1,0,10,10,pressure,40,") +
                                       haematocrit + "\n2,100,10,10,pressure,10,\n");
    return read_scenario(
        folder_.write("mine.toml", blood + "network = \"net.csv\"\n" + more).string());
  }

 private:
  testing::Scratch folder_;
};

TEST_F(BesideAFile, WhatItSaysItselfIsRefused) {
  for (const char* line : {"capillary_diameter = \"6 um\"", "pressure.arteriole = \"45 mmHg\"",
                           "pressure.venule = \"50 mmHg\"", "haematocrit = 0.3"}) {
    const ReadResult result = read("0.4", std::string(line) + "\n");
    ASSERT_EQ(result.problems.size(), 1u) << line << render_problems(result);
    EXPECT_EQ(result.problems[0].origin.line, 9);
    EXPECT_EQ(result.problems[0].what, "does nothing beside a network from a file");
    EXPECT_NE(result.problems[0].more.find("Leave it out"), std::string::npos);
  }
  const ReadResult alone = read("0.4", "");
  ASSERT_TRUE(alone.scenario) << render_problems(alone);
  for (const char* key : {"network.length_density", "network.keep_out", "capillary_diameter",
                          "pressure.arteriole", "pressure.venule", "haematocrit"})
    EXPECT_FALSE(is_in_force(alone, std::string("site.breast.blood.") + key)) << key;
  EXPECT_TRUE(is_in_force(alone, "site.breast.blood.oxygen_at_inlet"));
  EXPECT_TRUE(read("0.4", "oxygen_at_inlet = \"80 mmHg\"\n").scenario);
}

TEST_F(BesideAFile, HaematocritIsTakenWhereItGivesNone) {
  EXPECT_TRUE(read("", "haematocrit = 0.3\n").scenario);
  EXPECT_TRUE(is_in_force(read("", ""), "site.breast.blood.haematocrit"));
}

}  // namespace
}  // namespace metastasim::config
