#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "host/config/reader.hpp"
#include "tests/host/config/scenarios.hpp"

// A text that is not TOML is told in our words: line, setting, and a cure that works.
namespace metastasim::config {
namespace {

/// least_scenario with its line n (from 1) replaced.
std::string with_line(int n, const std::string& fresh) {
  std::string text = least_scenario, out;
  for (int line = 1; !text.empty(); ++line) {
    const auto end = text.find('\n');
    out += (line == n ? fresh : text.substr(0, end)) + "\n";
    text.erase(0, end + 1);
  }
  return out;
}

struct Slip {
  int line;             ///< of least_scenario, which is replaced
  const char* written;  ///< what it becomes
  const char* key;
  const char* what;   ///< a part of it
  const char* write;  ///< all of it
};

class NotToml : public ::testing::TestWithParam<Slip> {};

TEST_P(NotToml, ASlipIsToldWithLineSettingAndACureThatWorks) {
  const Slip& slip = GetParam();
  const ReadResult result = read_scenario_text(with_line(slip.line, slip.written), "slip.toml");
  ASSERT_EQ(result.problems.size(), 1u) << render_problems(result);
  const Problem& p = result.problems[0];
  EXPECT_EQ(p.origin.line, slip.line) << render_problems(result);
  EXPECT_GE(p.origin.column, 1);
  EXPECT_EQ(p.key, slip.key);
  EXPECT_NE(p.what.find(slip.what), p.what.npos) << p.what;
  EXPECT_FALSE(p.why.empty());
  EXPECT_EQ(p.write, slip.write);
  const ReadResult cured = read_scenario_text(with_line(slip.line, p.write), "cured.toml");
  EXPECT_TRUE(cured.scenario) << render_problems(cured);
}

INSTANTIATE_TEST_SUITE_P(
    Common, NotToml,
    ::testing::Values(
        Slip{2, "species = mouse", "species", "without quotation marks", "species = \"mouse\""},
        Slip{2, "species = \"mouse", "species", "closing quotation mark", "species = \"mouse\""},
        Slip{2, "species = \u201cmouse\u201d", "species", "curly", "species = \"mouse\""},
        Slip{2, "species = \"mo\x07use\"", "species", "U+0007", "species = \"mouse\""},
        Slip{6, "size = [\"320 \xb5m\", \"320 \xb5m\", \"320 \xb5m\"]", "site.breast.size", "UTF-8",
             "size = [\"320 um\", \"320 um\", \"320 um\"]"},
        Slip{2, "species =  # which?", "species", "without a value", "species = \"mouse\""},
        Slip{2, "species \"mouse\"", "species", "neither a setting", "species = \"mouse\""},
        Slip{2, "species: mouse", "species", "neither a setting", "species = \"mouse\""},
        Slip{3, "duration = 1 h", "duration", "neither a number", "duration = \"1 h\""},
        Slip{3, "duration = \"1 h\" \"2 h\"", "duration", "something behind", "duration = \"2 d\""},
        Slip{1, "format = 01", "format", "neither a number", "format = 1"},
        Slip{1, "format = 9223372036854775808", "format", "too large", "format = 1"},
        Slip{4, "[site.breast", "site.breast", "closing bracket", "[site.breast]"},
        Slip{4, "[site.breast] role", "site.breast", "besides", "[site.breast]"},
        Slip{4, "[site.left breast]", "site.left breast", "not the name", "[site.left_breast]"},
        Slip{5, "role = primary", "site.breast.role", "without quotation", "role = \"primary\""},
        Slip{6, "size = [\"320 um\", \"320 um\", \"320 um\"", "site.breast.size", "closing bracket",
             "size = [\"320 um\", \"320 um\", \"320 um\"]"}));

TEST(NotToml, ASeedBeyondAllWholeNumbersIsAnsweredWithTheRange) {
  const ReadResult result =
      read_scenario_text("seed = 18446744073709551616\n" + std::string(least_scenario), "x.toml");
  ASSERT_EQ(result.problems.size(), 1u);
  EXPECT_EQ(result.problems[0].key, "seed");
  EXPECT_NE(result.problems[0].more.find("0 to 9.2e18"), std::string::npos);
  EXPECT_EQ(result.problems[0].write, "seed = 1");
}

TEST(NotToml, WhatIsThereTwiceIsToldWithTheFirstOfThem) {
  const ReadResult setting =
      read_scenario_text(with_line(3, "duration = \"1 h\"\nduration = \"2 h\""), "x.toml");
  ASSERT_EQ(setting.problems.size(), 1u) << render_problems(setting);
  EXPECT_EQ(setting.problems[0].origin.line, 4);
  EXPECT_EQ(setting.problems[0].key, "duration");
  EXPECT_NE(setting.problems[0].why.find("Line 3"), std::string::npos);
  EXPECT_EQ(setting.problems[0].write, "duration = \"2 h\"");
  EXPECT_NE(setting.problems[0].more.find("drop line 3"), std::string::npos);
  const ReadResult no_unit =
      read_scenario_text(with_line(3, "duration = \"1 h\"\nduration = 2"), "x.toml");
  EXPECT_EQ(no_unit.problems.at(0).write, "duration = \"2 d\"");
  const ReadResult table =
      read_scenario_text(std::string(least_scenario) + "[site.breast]\nvoxel = 1\n", "x.toml");
  ASSERT_EQ(table.problems.size(), 1u) << render_problems(table);
  EXPECT_EQ(table.problems[0].origin.line, 7);
  EXPECT_EQ(table.problems[0].key, "site.breast");
  EXPECT_NE(table.problems[0].why.find("line 4"), std::string::npos);
}

TEST(NotToml, AllSlipsAreToldAtOnceAndTheOtherErrorsWithThem) {
  const ReadResult result = read_scenario_text(
      "format = 1\nspecies = \"mouse\"\nseed = 1_\nduration = 1 h\ntick = 6\n[site.breast]\n"
      "role = \"primary\"\nsize = [\"320 um\", \"320 um\", \"320 um\"]\nvoxels = \"20 um\"\n",
      "x.toml");
  std::vector<std::pair<int, std::string>> told;
  for (const Problem& p : result.problems) told.emplace_back(p.origin.line, p.key);
  EXPECT_EQ(told, (std::vector<std::pair<int, std::string>>{
                      {3, "seed"}, {4, "duration"}, {5, "tick"}, {9, "site.breast.voxels"}}))
      << render_problems(result);
  EXPECT_FALSE(result.complete);
}

/// Neither a missing value nor an unknown name: both may be in what could not be read.
TEST(NotToml, WhatWasLeftOutMakesNoErrorsThatAreNone) {
  for (const char* text :
       {"format = 1\nspecies = \"mouse\"\nduration = 1 h\n[cell.nk cell]\nkind = \"NK cell\"\n"
        "[cell.carcinoma]\n[site.breast]\nrole = \"primary\"\nsize = [\"320 um\", \"320 um\", "
        "\"320 um\"]\nresidents.nk_cell = \"10 1/mm^3\"\n",
        "format = 1\nspecies = human\nduration = \"1 h\"\n[site.breast]\nrole = \"primary\"\n"
        "size = [\"320 um\", \"320 um\", \"320 um\"]\n"}) {
    const ReadResult result = read_scenario_text(text, "x.toml");
    for (const Problem& p : result.problems)
      EXPECT_TRUE(p.key == "duration" || p.key == "cell.nk cell" || p.key == "species")
          << render_problems(result);
  }
}

std::vector<std::string> lines_of(std::string text) {
  std::vector<std::string> lines;
  for (std::size_t end; (end = text.find('\n')) != text.npos; text.erase(0, end + 1))
    lines.push_back(text.substr(0, end));
  return lines;
}

/// Whether two lines, from 0, belong to one setting: the route is the only one of several lines.
bool same_setting(const std::vector<std::string>& lines, std::size_t a, std::size_t b) {
  const auto first =
      std::find_if(lines.begin(), lines.end(),
                   [](const std::string& line) { return line.starts_with("route"); }) -
      lines.begin();
  const auto last = std::find(lines.begin(), lines.end(), "]") - lines.begin();
  const auto in_route = [&](std::size_t line) {
    return line >= static_cast<std::size_t>(first) && line <= static_cast<std::size_t>(last);
  };
  return a == b || (in_route(a) && in_route(b));
}

/// Whatever line of a right scenario is broken in whatever way: its setting is told, and no other.
TEST(NotToml, ABrokenSettingIsTheOnlyOneThatIsTold) {
  const std::vector<std::string> lines = lines_of(full_scenario);
  int broken = 0;
  for (std::size_t i = 0; i < lines.size(); ++i)
    for (const char* part : {"\"", "=", "]", "[", "}", "{", ","}) {
      const auto at = lines[i].rfind(part);
      if (at == std::string::npos) continue;
      std::string text;
      for (std::size_t k = 0; k < lines.size(); ++k) {
        std::string line = lines[k];
        if (k == i) line.erase(at, 1);
        text += line + "\n";
      }
      const ReadResult result = read_scenario_text(text, "broken.toml");
      if (result.complete) continue;  // it is TOML still
      ++broken;
      ASSERT_FALSE(result.problems.empty());
      for (const Problem& p : result.problems)
        EXPECT_TRUE(same_setting(lines, static_cast<std::size_t>(p.origin.line) - 1, i))
            << lines[i] << " without its last " << part << "\n"
            << render_problems(result);
    }
  EXPECT_GT(broken, 80);
}

TEST(NotToml, AControlCharacterInACommentIsToldAsSuch) {
  const ReadResult result =
      read_scenario_text(with_line(2, "species = \"mouse\"\n# a\x01 b"), "x.toml");
  ASSERT_EQ(result.problems.size(), 1u) << render_problems(result);
  EXPECT_EQ(result.problems[0].origin.line, 3);
  EXPECT_EQ(result.problems[0].origin.column, 4);
  EXPECT_NE(result.problems[0].what.find("U+0001"), std::string::npos);
}

TEST(NotToml, AReportHoldsNoControlCharacterOfTheFile) {
  const ReadResult result =
      read_scenario_text(with_line(2, "species = \"mo\x07\x1buse\""), "x.toml");
  for (const char c : render_problems(result))
    EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20);
}

}  // namespace
}  // namespace metastasim::config
