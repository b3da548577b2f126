#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>

#include "host/config/document.hpp"
#include "host/config/units.hpp"
#include "host/config/value.hpp"
#include "tests/host/config/written_out.hpp"

// What an error says one should write is taken when it is written.
namespace metastasim::config {
namespace {

bool is_numeric(const Key& key) {
  return key.type == KeyType::quantity || key.type == KeyType::quantities ||
         key.type == KeyType::whole;
}

/// Values as people mistake them: without a unit, in another one, out of range.
std::vector<std::string> mistakes(const Key& key) {
  if (!is_numeric(key)) return {"1", "true", "1979-05-27", "[[1]]", "{ a = 1 }", "\"\""};
  std::vector<std::string> values{"-1e9", "-16",  "-3",   "0",    "0.5",        "5",
                                  "24",   "42",   "1000", "1e12", "\"24\"",     "\"-3\"",
                                  "nan",  "true", "[1]",  "\"\"", "\"1 kg^3\"", "\"1 nosuchunit\""};
  if (std::isfinite(key.low))
    values.push_back(text_literal(show(std::floor(key.low - 1)) + " " + key.unit));
  if (std::isfinite(key.high))
    values.push_back(text_literal(show(std::ceil(2 * key.high + 1)) + " " + key.unit));
  if (key.type != KeyType::quantities) return values;
  for (std::string& value : values) value = fmt::format("[{0}, {0}, {0}]", value);
  return values;
}

/// Those of which one is enough where a whole file is read each time.
std::vector<std::string> few_mistakes(const Key& key) {
  std::vector<std::string> values{"-3", "24", "\"1 kg^3\""};
  if (key.type != KeyType::quantities) return values;
  for (std::string& value : values) value = fmt::format("[{0}, {0}, {0}]", value);
  return values;
}

/// "0.42   or   "42 %"" and "size = 1     in [site.x]" say more than what is written.
std::string to_paste(const std::string& write) {
  return write.substr(0, std::min(write.find("   or   "), write.find("     ")));
}

std::string path_of(const Key& key) {
  std::string path = key.pattern;
  for (std::size_t star; (star = path.find('*')) != path.npos;) path.replace(star, 1, "it");
  return path;
}

/// The value of a file's only line.
Node value_in(const std::string& line) {
  const Document document = parse_document(line);
  EXPECT_TRUE(document.problems.empty() && document.root.entries.size() == 1) << line;
  return document.root.entries.empty() ? Node{} : document.root.entries[0].value;
}

/// What a setting objects to; of a table, what the settings below its name do.
std::optional<std::string> objection(const Node& value, const std::string& path,
                                     const char* species) {
  const bool below = value.kind == Node::Kind::table && !value.entries.empty() &&
                     key_at(path + "." + value.entries[0].name);
  if (!below) {
    const ReadValue read = read_value(value, *key_at(path), path, species);
    const Problem* problem = std::get_if<Problem>(&read);
    return problem ? std::optional(problem->what) : std::nullopt;
  }
  for (const Entry& entry : value.entries)
    if (const auto what = objection(entry.value, path + "." + entry.name, species)) return what;
  return {};
}

TEST(Cures, WhatIsProposedIsTakenByItsKey) {
  int refused = 0;
  for (const Key& key : registry())
    for (const char* species : {"mouse", "human"})
      for (const std::string& mistake : mistakes(key)) {
        const std::string path = path_of(key), name = last_part(path);
        const ReadValue read = read_value(value_in(name + " = " + mistake), key, path, species);
        const Problem* problem = std::get_if<Problem>(&read);
        if (!problem) continue;
        ++refused;
        const std::string cure = to_paste(problem->write);
        const auto again = objection(value_in(cure), path, species);
        EXPECT_FALSE(again) << path << " = " << mistake << ", " << species
                            << "\n  proposed: " << problem->write << "\n  refused: " << *again;
        EXPECT_TRUE(cure.starts_with(name + " = ")) << cure;
      }
  EXPECT_GT(refused, 3000);
}

const Problem* at(const ReadResult& result, const WrittenOut::At& setting) {
  for (const Problem& p : result.problems)
    if (p.key == setting.path && p.origin.line == static_cast<int>(setting.line) + 1) return &p;
  return nullptr;
}

/// A cure may be met by a second objection (a size that is a length but no multiple of 16 voxels):
/// whoever follows the next one too must arrive.
TEST(Cures, WhoFollowsThemArrivesAtAFileThatIsRead) {
  const WrittenOut scenario = write_out();
  for (const WrittenOut::At& setting : scenario.settings)
    for (const std::string& mistake :
         is_numeric(*setting.key) ? few_mistakes(*setting.key) : std::vector<std::string>{}) {
      std::string line = last_part(setting.path) + " = " + mistake, way = line;
      for (int round = 0; round < 3; ++round) {
        const ReadResult read = read_scenario_text(scenario.with(setting.line, line), "cure.toml");
        const Problem* problem = at(read, setting);
        if (!problem) break;
        line = to_paste(problem->write);
        way += "\n  -> " + line;
      }
      EXPECT_EQ(at(read_scenario_text(scenario.with(setting.line, line), "cure.toml"), setting),
                nullptr)
          << setting.path << ": " << way;
    }
}

TEST(Cures, AMisspeltNameWithAValueThatIsRefusedIsAnsweredWithOneThatIsTaken) {
  const WrittenOut scenario = write_out();
  for (const WrittenOut::At& setting : scenario.settings) {
    if (!is_numeric(*setting.key)) continue;
    const std::string name = last_part(setting.path);
    for (const std::string& mistake : few_mistakes(*setting.key)) {
      const std::string line = name + "x = " + mistake;
      const ReadResult read = read_scenario_text(scenario.with(setting.line, line), "x.toml");
      for (const Problem& p : read.problems) {
        const std::string cure = to_paste(p.write);
        if (p.key != setting.path + "x" || !cure.starts_with(name + " = ")) continue;
        const ReadValue again = read_value(value_in(cure), *setting.key, setting.path, "mouse");
        EXPECT_TRUE(std::holds_alternative<Value>(again)) << line << " -> " << cure;
      }
    }
  }
}

/// Nothing but the title may be an empty text: it would be taken for what is left out.
TEST(Cures, AnEmptyTextIsRefusedWhereItWouldNameSomething) {
  for (const Key& key : registry()) {
    if (key.type != KeyType::text) continue;
    const std::string path = path_of(key), line = last_part(path) + " = \"\"";
    const ReadValue read = read_value(value_in(line), key, path, "mouse");
    EXPECT_EQ(std::holds_alternative<Problem>(read), key.pattern != "title") << path;
  }
}

TEST(Cures, ASiteGetsVesselsByWhatIsProposedAndNoneWhereNothingIsWritten) {
  const std::string site = std::string(least_scenario) + "[site.breast.blood]\n";
  for (const char* mistake : {"\"\"", "5", "true", "[\"net.csv\"]", "\"nowhere.csv\""}) {
    const ReadResult refused =
        read_scenario_text(site + "network = " + mistake + "\n", "network.toml");
    ASSERT_EQ(refused.problems.size(), 1u) << mistake;
    EXPECT_EQ(refused.problems[0].key, "site.breast.blood.network");
    const std::string cure = to_paste(refused.problems[0].write);
    const ReadResult cured = read_scenario_text(site + cure + "\n", "network.toml");
    ASSERT_TRUE(cured.scenario) << cure << render_problems(cured);
    EXPECT_TRUE(cured.scenario->sites[0].blood.network.present());
  }
  const ReadResult without = read_scenario_text(least_scenario, "network.toml");
  EXPECT_FALSE(without.scenario->sites[0].blood.network.present());
}

/// The example of a network is a table, which is no half of a pair.
TEST(Cures, AHalfOfAPairIsAnsweredWithAHalfOrWithWhatStandsInsteadOfThePair) {
  const std::string site = std::string(least_scenario) + "[site.breast.blood]\n";
  for (const char* half : {"5", "{ generate = \"capillary bed\" }", "[\"a.csv\"]", "\"\""}) {
    const ReadResult refused = read_scenario_text(
        site + "network = { demo = \"a.csv\", realistic = " + half + " }\n", "pair.toml");
    ASSERT_EQ(refused.problems.size(), 1u) << render_problems(refused);
    EXPECT_EQ(refused.problems[0].more, "instead of the pair, or realistic of it as a text");
    const ReadResult cured =
        read_scenario_text(site + to_paste(refused.problems[0].write) + "\n", "pair.toml");
    EXPECT_TRUE(cured.scenario) << render_problems(cured);
  }
  const ReadResult number =
      read_scenario_text(site + "haematocrit = { demo = 0.4, realistic = 42 }\n", "pair.toml");
  ASSERT_EQ(number.problems.size(), 1u);
  EXPECT_TRUE(number.problems[0].write.starts_with("realistic = ")) << number.problems[0].write;
}

TEST(Cures, ANumberGetsTheUnitThatBringsItNearestToTheUsualValue) {
  struct Case {
    const char *key, *number, *proposed;
  };
  for (const Case& c :
       {Case{"cell.*.doubling_time", "24", "24 h"}, Case{"lymph_node.doubling_time", "24", "24 h"},
        Case{"lymph_node.doubling_time", "2", "2 d"}, Case{"cell.*.diameter", "16", "16 um"},
        Case{"output.every", "30", "30 min"}, Case{"site.*.voxel", "20", "20 um"}}) {
    const auto key = std::find_if(registry().begin(), registry().end(),
                                  [&](const Key& k) { return k.pattern == c.key; });
    ASSERT_NE(key, registry().end()) << c.key;
    const std::string path = path_of(*key), line = last_part(path) + " = ";
    const ReadValue read = read_value(value_in(line + c.number), *key, path, "mouse");
    EXPECT_EQ(std::get<Problem>(read).write, line + text_literal(c.proposed));
  }
}

TEST(Cures, ADecimalCommaIsAnsweredWithAPoint) {
  struct Case {
    const char *key, *written, *proposed;
  };
  for (const Case& c : {Case{"intravasation.wall_loss", "\"0,5 1/h\"", "\"0.5 1/h\""},
                        Case{"site.*.voxel", "\"12,25 um\"", "\"12.25 um\""},
                        Case{"site.*.blood.haematocrit", "\"0,425\"", "\"0.425\""},
                        Case{"site.*.voxel", "\"1,500 um\"", "\"20 um\""},  // 1500 may be meant
                        Case{"site.*.voxel", "\"1,2,3 um\"", "\"20 um\""},
                        Case{"site.*.size", "[\"0,96 mm\", 960, \"0,32 mm\"]",
                             "[\"0.96 mm\", \"960 um\", \"0.32 mm\"]"}}) {
    const auto key = std::find_if(registry().begin(), registry().end(),
                                  [&](const Key& k) { return k.pattern == c.key; });
    ASSERT_NE(key, registry().end()) << c.key;
    const std::string path = path_of(*key), line = last_part(path) + " = ";
    const ReadValue read = read_value(value_in(line + c.written), *key, path, "mouse");
    EXPECT_EQ(std::get<Problem>(read).write, line + c.proposed);
  }
}

TEST(Cures, ANumberThatIsOutOfRangeInEveryUnitIsAnsweredWithTheRange) {
  for (const Key& key : registry()) {
    if (key.type != KeyType::quantity || is_pure_number(key.unit) || key.low < 0) continue;
    const std::string path = path_of(key);
    const ReadValue read = read_value(value_in("x = -3"), key, path, "mouse");
    const Problem& problem = std::get<Problem>(read);
    EXPECT_NE(problem.why.find(range_of(key)), problem.why.npos) << path << ": " << problem.why;
    EXPECT_EQ(problem.write.find("-3"), problem.write.npos) << path << ": " << problem.write;
  }
}

}  // namespace
}  // namespace metastasim::config
