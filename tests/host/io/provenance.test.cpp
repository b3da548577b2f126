// Whoever finds a run's file can compute the run again from it.
#include "host/io/provenance.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "host/config/check.hpp"
#include "host/io/durable.hpp"
#include "host/io/run_file.hpp"
#include "host/sim/model.hpp"
#include "kernels/state/fingerprint.hpp"
#include "tests/support/bench.hpp"
#include "tests/support/scenario.hpp"
#include "tests/support/scratch.hpp"
#include "tests/support/tree.hpp"

namespace metastasim {
namespace {

std::map<std::string, std::string> stored(const Scenario& scenario) {
  const testing::Scratch run;
  RunFile::create(run.path(), make_provenance(scenario, "cpu", 1, "metastasim run"));
  return read_provenance(run.path());
}

/// From the file's text alone; networks are files beside the scenario.
Scenario again(const Scenario& scenario) {
  const auto read = config::read_scenario_text(stored(scenario)["resolved"], scenario.path);
  if (!read.scenario) throw std::runtime_error(config::render_problems(read));
  return *read.scenario;
}

std::string after(const Scenario& scenario, int ticks) {
  Model model = build_model(scenario, testing::device());
  for (int tick = 0; tick < ticks; ++tick)
    advance(testing::device(), model.state, model.parameters);
  return to_text(fingerprint(model.state));
}

/// Without the remarks on where a value comes from.
std::string values_of(const Scenario& scenario) {
  std::string out;
  for (const Setting& setting : scenario.settings)
    out += setting.key + " = " + setting.in_force + '|' + setting.demo + '|' + setting.realistic +
           '\n';
  return out;
}

TEST(Provenance, ResolvedTextReadsBackAsTheSameScenario) {
  for (const char* name :
       {"kitchen_sink", "lattice_sink", "one_cell", "../../examples/first_metastasis",
        "../../examples/ctc_shear_loop", "../../examples/metaspread_2d",
        "../../examples/angiogenesis_switch", "../../examples/spheroid_invasion"}) {
    const Scenario scenario = testing::scenario(name);
    const Scenario other = again(scenario);
    EXPECT_EQ(values_of(other), values_of(scenario)) << name;
    EXPECT_EQ(config::resolved_toml(again(other)), config::resolved_toml(other)) << name;
  }
}

TEST(Provenance, ResolvedTextComputesTheSameAnswer) {
  for (const char* name : {"kitchen_sink", "lattice_sink"}) {
    const Scenario scenario = testing::scenario(name);
    EXPECT_EQ(after(again(scenario), 60), after(scenario, 60)) << name;
  }
}

TEST(Provenance, ResolvedTextHoldsWhatTheCommandLineSaid) {
  const auto read =
      config::read_scenario(testing::in_tree("tests/scenarios/kitchen_sink.toml"),
                            {"seed=7", "site.lung.blood.network.length_density=\"300 mm/mm^3\""});
  ASSERT_TRUE(read.scenario) << config::render_problems(read);
  const Scenario other = again(*read.scenario);
  EXPECT_EQ(other.seed, 7u);
  EXPECT_EQ(other.sites[1].blood.network.length_density_mm_per_mm3, 300);
}

TEST(Provenance, TellsUnitAndSourceOfEverySetting) {
  const Scenario scenario = testing::scenario("kitchen_sink");
  const auto settings = nlohmann::json::parse(stored(scenario)["settings"]);
  EXPECT_EQ(settings.size(), scenario.settings.size());
  for (const auto& setting : settings)
    for (const char* told : {"key", "in_force", "unit", "allowed", "source", "meaning"})
      EXPECT_TRUE(setting.contains(told)) << setting;
}

TEST(Provenance, ListsTheScenarioItsNetworkAndTheTableOfNodesWithTheirDigests) {
  const testing::Scratch folder;
  Scenario scenario = testing::scenario("one_cell");
  scenario.path = (folder.path() / "a.toml").string();
  scenario.sites.front().blood.network.file = "net.csv";
  for (const char* name : {"a.toml", "net.csv", "net.nodes.csv"})
    durable::write(folder.path() / name, name);
  std::vector<std::pair<std::string, std::string>> wanted;
  for (const std::string& name :
       {scenario.path, std::string("net.csv"), std::string("net.nodes.csv")})
    wanted.emplace_back(name,
                        sha256_of_file(folder.path() / std::filesystem::path(name).filename()));
  EXPECT_EQ(make_provenance(scenario, "cpu", 1, "metastasim run").inputs, wanted);
}

}  // namespace
}  // namespace metastasim
