#include "host/config/check.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "host/config/explain.hpp"
#include "host/config/registry.hpp"
#include "host/config/units.hpp"
#include "kernels/cascade.hpp"
#include "tests/host/config/scenarios.hpp"

namespace metastasim::config {
namespace {

Scenario read(const std::string& text, const std::vector<std::string>& overrides = {}) {
  const ReadResult result = read_scenario_text(text, "mine.toml", overrides);
  EXPECT_TRUE(result.scenario) << render_problems(result);
  return result.scenario.value();
}

std::string with(std::string text, const std::string& old, const std::string& fresh) {
  return text.replace(text.find(old), old.size(), fresh);
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != text.npos; }

TEST(Problems, AreReportedWithTheirLineAndWhatToWrite) {
  std::string text =
      with(full_scenario, "capillary_diameter = \"6 um\"", "capilary_diameter = \"6 um\"");
  text = with(text, "haematocrit        = \"42 %\"", "haematocrit        = 42");
  text = with(text, "checkpoint_every = \"1 min\"", "checkpoint_every = 5");
  EXPECT_EQ(render_problems(read_scenario_text(text, "mine.toml")),
            R"(mine.toml: 3 errors, 1 note. Nothing was computed, no file was written.

1  line 23, column 1     site.breast.blood.capilary_diameter: no such setting
      23 | capilary_diameter = "6 um"
         | ^^^^^^^^^^^^^^^^^
   capillary_diameter would keep its default.
   Write:  capillary_diameter = "6 um"       all settings there:  metastasim explain site.breast.blood

2  line 25, column 22    site.breast.blood.haematocrit: 42 is outside 0 to 0.8
      25 | haematocrit        = 42
         |                      ^^
   It is the share of blood volume taken by red cells, as a fraction. 42 looks like per cent.
   Write:  haematocrit = 0.42   or   "42 %"  a pure number, 0 to 0.8; default 0.42, assumed; 0.41 measured in rat mesentery (Secomb, NetFlow)

3  line 44, column 20    output.checkpoint_every: a number without a unit
      44 | checkpoint_every = 5
         |                    ^
   5 could be minutes, hours or days.
   Write:  checkpoint_every = "5 min"        a time (min, s, h, d), 1 s to 1 d; default "60 s"

note  line 7             values = "demo": 1 value is in the cancer cells' favour. Results show mechanism, not frequency.

Correct them and check again. These are all the errors in this file.
)");
}

TEST(Problems, OnTheCommandLineAreShownThere) {
  const std::string report =
      render_problems(read_scenario_text(least_scenario, "mine.toml", {"seed=2", "duration=9"}));
  EXPECT_TRUE(has(report, R"(1  --set 2               duration: a number without a unit
   --set | duration=9
         |          ^
)")) << report;
}

TEST(Problems, AreOneJsonObject) {
  const auto json = problems_json(read_scenario_text("format = 1\n", "mine.toml"));
  EXPECT_FALSE(json["correct"]);
  EXPECT_EQ(json["problems"][0]["what"], "missing");
  EXPECT_TRUE(problems_json(
      read_scenario_text(std::string(least_scenario) + "kollagen = 3\n", "mine.toml"))["complete"]);
  EXPECT_FALSE(problems_json(read_scenario_text("formatt = 1\n", "mine.toml"))["complete"]);
}

TEST(Check, ListsWhatIsWrittenAndEverythingOnRequest) {
  const Scenario s = read(full_scenario);
  const std::string shortly = check_text(s, false), all = check_text(s, true, {{"memory", "1 GB"}});
  EXPECT_TRUE(has(shortly, "site.breast.blood.haematocrit"));
  EXPECT_FALSE(has(shortly, "site.lung.blood.haematocrit"));
  for (const Setting& setting : s.settings) EXPECT_TRUE(has(all, setting.key)) << setting.key;
  EXPECT_TRUE(has(all, "  memory     1 GB\n"));
}

TEST(Check, MarksDemoValuesAndShowsTheRealisticOnesBesideThem) {
  const std::string demo = check_text(read(full_scenario), false);
  EXPECT_TRUE(
      has(demo, "R cell.carcinoma.hypoxia_half                   2 kPa                  13 mmHg"))
      << demo;
  EXPECT_TRUE(has(demo, "DEMO: 1 value is in the cancer cells' favour"));
  const std::string real = check_text(read(full_scenario, {"values=realistic"}), false);
  EXPECT_FALSE(has(real, "DEMO"));
}

TEST(Check, GivesTheSameAsJson) {
  const Scenario s = read(full_scenario);
  const auto json = check_json(s, {{"memory", "1 GB"}});
  EXPECT_TRUE(json["correct"]);
  EXPECT_EQ(json["settings"].size(), s.settings.size());
  EXPECT_EQ(json["estimates"]["memory"], "1 GB");
}

void expect_same(const Scenario& a, const Scenario& b) {
  EXPECT_EQ(a.title, b.title);
  EXPECT_EQ(a.seed, b.seed);
  EXPECT_EQ(a.duration_min, b.duration_min);
  EXPECT_EQ(a.demo, b.demo);
  EXPECT_EQ(a.demo_pairs, b.demo_pairs);
  EXPECT_EQ(a.cell_types, b.cell_types);
  ASSERT_EQ(a.settings.size(), b.settings.size());
  for (std::size_t i = 0; i < a.settings.size(); ++i) {
    EXPECT_EQ(a.settings[i].key, b.settings[i].key);
    EXPECT_EQ(a.settings[i].in_force, b.settings[i].in_force);
    EXPECT_EQ(a.settings[i].realistic, b.settings[i].realistic);
  }
  ASSERT_EQ(a.parameters.size(), b.parameters.size());
  for (std::size_t i = 0; i < a.parameters.size(); ++i) {
    EXPECT_EQ(a.parameters[i].key, b.parameters[i].key);
    EXPECT_EQ(a.parameters[i].index, b.parameters[i].index);
    EXPECT_EQ(a.parameters[i].value, b.parameters[i].value) << a.parameters[i].key;
    EXPECT_EQ(a.parameters[i].realistic, b.parameters[i].realistic) << a.parameters[i].key;
  }
  ASSERT_EQ(a.sites.size(), b.sites.size());
  for (std::size_t i = 0; i < a.sites.size(); ++i) {
    EXPECT_EQ(a.sites[i].name, b.sites[i].name);
    EXPECT_EQ(a.sites[i].voxels, b.sites[i].voxels);
    EXPECT_EQ(a.sites[i].tumour.has_value(), b.sites[i].tumour.has_value());
  }
}

TEST(Resolved, ReadsBackAsTheSameScenario) {
  for (const char* text : {full_scenario, least_scenario})
    for (const char* values : {"values=demo", "values=realistic"}) {
      const Scenario s = read(text, {values, "title=\"a \\\"quoted\\\" title\""});
      const std::string resolved = resolved_toml(s);
      const Scenario again = read(resolved);
      expect_same(s, again);
    }
}

TEST(Resolved, StaysAsItIsWhenResolvedAgain) {
  const std::string once = resolved_toml(read(resolved_toml(read(full_scenario))));
  EXPECT_EQ(resolved_toml(read(once)), once);
}

TEST(Explain, TellsAllAboutOneSetting) {
  EXPECT_EQ(explain("site.breast.blood.haematocrit"),
            R"(site.*.blood.haematocrit
  The share of blood volume taken by red cells.
  write     haematocrit = 0.42                 in [site.NAME.blood]
  allowed   a pure number, 0 to 0.8
  default   0.42
  source    assumed; 0.41 measured in rat mesentery (Secomb, NetFlow)
)");
}

TEST(Explain, ListsWhatABeginningStandsFor) {
  const std::string text = explain("site.lung.blood");
  EXPECT_TRUE(has(text, "site.*.blood.pressure.venule"));
  EXPECT_FALSE(has(text, "site.*.tumour"));
  for (const Key& key : registry()) EXPECT_TRUE(has(explain(""), key.pattern));
}

TEST(Explain, FindsASettingByItsLastName) {
  EXPECT_TRUE(is_explainable("haematocrit"));
  EXPECT_FALSE(is_explainable("haematocrid"));
  EXPECT_TRUE(has(explain("haematocrid"), "Did you mean haematocrit?"));
}

TEST(Reference, HoldsEveryKeyWithItsMeaning) {
  const std::string page = reference_markdown();
  for (const Key& key : registry()) {
    EXPECT_TRUE(has(page, "| `" + key.pattern + "` |")) << key.pattern;
    EXPECT_FALSE(key.meaning.empty()) << key.pattern;
  }
}

TEST(Reference, HasASchemaForEveryKey) {
  const nlohmann::json schema = json_schema();
  const auto& blood = schema["properties"]["site"]["additionalProperties"]["properties"]["blood"];
  EXPECT_TRUE(blood["properties"].contains("haematocrit"));
  EXPECT_EQ(schema["required"], nlohmann::json({"format", "species", "duration"}));
}

// Laws of the registry: what a process must keep to be set by a scenario.

const ParamSpec& spec_of(const ParamRef& ref) {
  const Process& process = cascade()[ref.process].process;
  return (ref.of_cell_type ? process.cell_params : process.params).specs[ref.spec];
}

TEST(Registry, EveryParameterHasAUnitARangeAMeaningAndASource) {
  for (const Key& key : registry())
    for (const ParamRef& ref : key.params) {
      const ParamSpec& spec = spec_of(ref);
      EXPECT_TRUE(is_unit(spec.unit)) << key.pattern << ": " << spec.unit;
      EXPECT_LE(spec.low, spec.high) << key.pattern;
      EXPECT_FALSE(spec.source.empty()) << key.pattern;
      EXPECT_FALSE(spec.meaning.empty()) << key.pattern;
      EXPECT_FALSE(spec.meaning.ends_with('.')) << key.pattern << ": no full stop, it is quoted";
    }
}

TEST(Registry, EveryDefaultLiesInItsRange) {
  for (const Key& key : registry())
    for (const ParamRef& ref : key.params) {
      const ParamSpec& spec = spec_of(ref);
      if (spec.type == ParamType::choice) continue;
      for (const double value : {spec.value.mouse, spec.value.human})
        EXPECT_FALSE(value < spec.low || value > spec.high) << key.pattern << ": " << value;
    }
}

TEST(Registry, EveryDefaultReachesItsProcessBitForBit) {
  const Scenario s = read(full_scenario, {"values=realistic"});
  for (const ParamValue& p : s.parameters) {
    if (!p.is_default) continue;
    const ParamSpec& spec = spec_of({p.process, p.of_cell_type, p.spec});
    if (spec.type == ParamType::real32)
      EXPECT_EQ(static_cast<float>(p.value), static_cast<float>(spec.value.mouse)) << p.key;
    else
      EXPECT_EQ(p.value, spec.value.mouse) << p.key;
  }
}

TEST(Registry, AKeyMeansTheSameToEveryProcess) {
  for (const Key& key : registry())
    for (const ParamRef& ref : key.params) {
      const ParamSpec& spec = spec_of(ref);
      EXPECT_EQ(spec.unit, key.unit) << key.pattern;
      EXPECT_EQ(spec.low, key.low) << key.pattern;
      EXPECT_EQ(spec.high, key.high) << key.pattern;
    }
}

TEST(Registry, AKeyBelongsToASiteACellTypeOrTheRunAsItsProcessDoes) {
  for (const Key& key : registry())
    for (const ParamRef& ref : key.params) {
      const Process& process = cascade()[ref.process].process;
      EXPECT_EQ(key.pattern.starts_with("cell.*."), ref.of_cell_type) << key.pattern;
      if (key.pattern.starts_with("site.*.")) {
        EXPECT_TRUE(process.per_site) << key.pattern;
      }
    }
}

TEST(Registry, NoKeyIsATableOfOthersUnlessItIsAText) {
  for (const Key& key : registry())
    for (const Key& other : registry()) {
      if (other.pattern.starts_with(key.pattern + ".")) {
        EXPECT_EQ(key.type, KeyType::text) << key.pattern << " and " << other.pattern;
      }
    }
}

}  // namespace
}  // namespace metastasim::config
