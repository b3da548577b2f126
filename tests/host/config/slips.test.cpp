#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <stdexcept>

#include "host/config/check.hpp"
#include "host/config/document.hpp"
#include "host/config/registry.hpp"
#include "host/config/units.hpp"
#include "tests/host/config/written_out.hpp"

// Every key of the registry, with every slip that a person may make in it.
namespace metastasim::config {
namespace {

const Problem* find(const ReadResult& result, const std::string& key, std::size_t line) {
  for (const Problem& p : result.problems)
    if (p.key == key && p.origin.line == static_cast<int>(line) + 1) return &p;
  return nullptr;
}

class Slips : public ::testing::Test {
 protected:
  static const WrittenOut& scenario() {
    static const WrittenOut out = write_out();
    return out;
  }

  static const WrittenOut::At& setting(const std::string& path) {
    for (const auto& at : scenario().settings)
      if (at.path == path) return at;
    throw std::out_of_range(path);
  }

  /// Reads the scenario with another value for one key and returns the problem found there.
  static std::optional<Problem> problem_with(const WrittenOut::At& at, const std::string& value) {
    const std::string line = last_part(at.path) + " = " + value;
    const ReadResult result = read_scenario_text(scenario().with(at.line, line), "slip.toml");
    EXPECT_FALSE(result.scenario) << at.path << " = " << value << " was accepted";
    const Problem* p = find(result, at.path, at.line);
    EXPECT_TRUE(p) << at.path << " = " << value << "\n" << render_problems(result);
    if (!p) return {};
    const std::string report = render_problems(result);
    EXPECT_NE(report.find(at.path), report.npos);
    EXPECT_FALSE(p->what.empty() || p->why.empty() || p->write.empty()) << report;
    return *p;
  }

  static bool is_number(const Key& key) {
    return key.type == KeyType::quantity || key.type == KeyType::whole;
  }
  static std::string written(const Key& key, double value) {
    const bool bare = key.type == KeyType::whole || is_pure_number(key.unit);
    return bare ? show(value) : text_literal(show(value) + " " + key.unit);
  }
};

TEST_F(Slips, EveryKeyIsThereToBeTried) {
  EXPECT_GT(scenario().settings.size(), 50u);
  for (const Key& key : registry()) {
    if (key.pattern.find("lattice.") != std::string::npos) continue;  // this scenario is tissue
    const bool left_out = key.defaults.mouse && key.defaults.mouse->empty();
    bool there = left_out;
    for (const auto& at : scenario().settings) there = there || at.key == &key;
    EXPECT_TRUE(there) << key.pattern;
  }
}

TEST_F(Slips, AMisspeltNameIsAnsweredWithTheRightOne) {
  for (const auto& at : scenario().settings) {
    std::string wrong = last_part(at.path);
    const std::string right = wrong;
    std::string line = scenario().lines[at.line];
    wrong.insert(wrong.size() / 2, 1, 'x');
    line.replace(0, right.size(), wrong);
    const ReadResult result = read_scenario_text(scenario().with(at.line, line), "slip.toml");
    const std::string path = parent_of(at.path).empty() ? wrong : parent_of(at.path) + "." + wrong;
    const Problem* p = find(result, path, at.line);
    ASSERT_TRUE(p) << path << "\n" << render_problems(result);
    EXPECT_TRUE(p->write.starts_with(right + " =")) << path << ": " << p->write;
  }
}

TEST_F(Slips, AWrongTypeIsNamed) {
  for (const auto& at : scenario().settings) {
    const auto p = problem_with(at, "1979-05-27");
    if (p) {
      EXPECT_EQ(p->what.find("a date instead of"), 0u) << p->what;
    }
    if (at.key->type != KeyType::yes_no) problem_with(at, "true");
  }
}

TEST_F(Slips, AValueOutsideItsRangeIsAnsweredWithTheRange) {
  for (const auto& at : scenario().settings) {
    if (!is_number(*at.key) || range_of(*at.key).empty()) continue;
    std::vector<double> outside;
    if (std::isfinite(at.key->low)) outside.push_back(std::floor(at.key->low - 1));
    if (at.key->high < 1e15) outside.push_back(std::ceil(2 * at.key->high + 1));
    for (const double value : outside) {
      const auto p = problem_with(at, written(*at.key, value));
      if (p) {
        EXPECT_NE(p->what.find(range_of(*at.key)), p->what.npos) << p->what;
      }
    }
  }
}

TEST_F(Slips, NotANumberAndInfinityAreRefused) {
  for (const auto& at : scenario().settings) {
    if (!is_number(*at.key)) continue;
    for (const char* value : {"nan", "inf", "-inf"}) problem_with(at, value);
    problem_with(at, text_literal("nan " + at.key->unit));
    problem_with(at, text_literal("inf " + at.key->unit));
  }
}

TEST_F(Slips, AUnitOfSomethingElseIsRefused) {
  for (const auto& at : scenario().settings) {
    if (at.key->type != KeyType::quantity) continue;
    problem_with(at, "\"1 kg^3\"");
    problem_with(at, "\"1 nosuchunit\"");
  }
}

TEST_F(Slips, ABareNumberIsAnsweredWithAUnit) {
  for (const auto& at : scenario().settings) {
    if (at.key->type != KeyType::quantity || is_pure_number(at.key->unit)) continue;
    const auto p = problem_with(at, "5");
    if (!p) continue;
    EXPECT_EQ(p->what, "a number without a unit");
    const std::string text = p->write.substr(p->write.find("= ") + 2);
    EXPECT_TRUE(parse_quantity(plain(text), at.key->unit).ok()) << p->write;
  }
}

TEST_F(Slips, ABareNumberGetsTheUnitThatBringsItNearestToTheDefault) {
  const auto& at = setting("cell.carcinoma.doubling_time");
  for (const char* hours : {"12", "24", "36", "48"}) {
    const auto p = problem_with(at, hours);
    ASSERT_TRUE(p);
    EXPECT_EQ(p->write, fmt::format("doubling_time = \"{} h\"", hours));
  }
  const auto p = problem_with(at, "2");
  ASSERT_TRUE(p);
  EXPECT_EQ(p->write, "doubling_time = \"2 d\"");
}

/// What is proposed for a misspelt setting may be pasted into the file.
TEST_F(Slips, AMisspeltNameWithABareNumberIsAnsweredWithAUnitToo) {
  struct Case {
    const char *path, *written, *proposed;
  };
  for (const Case& c :
       {Case{"cell.carcinoma.doubling_time", "doubling_tme = 36", "doubling_time = \"36 h\""},
        Case{"cell.carcinoma.doubling_time", "doubling_tme = { demo = 12, realistic = \"2 d\" }",
             "doubling_time = { demo = \"12 h\", realistic = \"2 d\" }"},
        Case{"cell.carcinoma.doubling_time", "doubling_tme = \"36 h\"", "doubling_time = \"36 h\""},
        Case{"site.breast.size", "sise = [960, 960, 960]",
             "size = [\"960 um\", \"960 um\", \"960 um\"]"},
        Case{"site.breast.blood.haematocrit", "hematocrit = 0.4", "haematocrit = 0.4"},
        Case{"seed", "sed = 3", "seed = 3"}}) {
    const auto& at = setting(c.path);
    const ReadResult result = read_scenario_text(scenario().with(at.line, c.written), "slip.toml");
    const std::string name = std::string(c.written).substr(0, std::string(c.written).find(' '));
    const std::string parent = parent_of(c.path);
    const Problem* p = find(result, parent.empty() ? name : parent + "." + name, at.line);
    ASSERT_TRUE(p) << c.written << "\n" << render_problems(result);
    EXPECT_EQ(p->write, c.proposed);
  }
}

TEST_F(Slips, AChoiceThatIsNoneIsAnsweredWithOneThatIs) {
  for (const auto& at : scenario().settings) {
    if (at.key->type != KeyType::choice) continue;
    const auto p = problem_with(at, "\"quite another\"");
    if (!p) continue;
    const std::string text = plain(p->write.substr(p->write.find("= ") + 2));
    const auto& choices = at.key->choices;
    EXPECT_NE(std::find(choices.begin(), choices.end(), text), choices.end()) << p->write;
  }
}

TEST_F(Slips, ASettingWrittenTwiceIsRefusedInItsLine) {
  for (const auto& at : scenario().settings) {
    const std::string line = scenario().lines[at.line];
    const ReadResult result =
        read_scenario_text(scenario().with(at.line, line + "\n" + line), "slip.toml");
    ASSERT_EQ(result.problems.size(), 1u) << at.path;
    EXPECT_EQ(result.problems[0].origin.line, static_cast<int>(at.line) + 2);
    EXPECT_NE(result.problems[0].what.find(last_part(at.path)), std::string::npos);
  }
}

TEST_F(Slips, AMissingValueWithoutADefaultIsNamed) {
  for (const auto& at : scenario().settings) {
    if (at.key->defaults.mouse) continue;
    const ReadResult result = read_scenario_text(scenario().with(at.line, ""), "slip.toml");
    EXPECT_FALSE(result.scenario) << at.path;
    const auto& all = result.problems;
    EXPECT_TRUE(std::any_of(all.begin(), all.end(), [&](const Problem& p) {
      return p.key == at.path && p.what == "missing" && p.origin.line > 0;
    })) << render_problems(result);
  }
}

TEST_F(Slips, ADefaultThatTheSpeciesLacksIsAskedForInsteadOfTakenFromAnother) {
  const ReadResult result = read_scenario_text(full_scenario, "human.toml", {"species=human"});
  std::set<std::string> reported, lacking;
  for (const Problem& p : result.problems)
    if (p.what == "missing") reported.insert(p.key);
  Scenario names;
  names.cell_types = {"carcinoma"};
  for (const char* name : {"breast", "lung"}) names.sites.emplace_back().name = name;
  for (const Key& key : registry())
    if (key.defaults.mouse && !key.defaults.human)
      for (const Instance& instance : instances(key, names)) lacking.insert(instance.path);
  EXPECT_EQ(reported, lacking);
}

}  // namespace
}  // namespace metastasim::config
