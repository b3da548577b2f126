#include <gtest/gtest.h>

#include <random>

#include "host/config/reader.hpp"
#include "tests/host/config/scenarios.hpp"

namespace metastasim::config {
namespace {

/// Scenarios with a few bytes, words or lines damaged; the same ones on every machine.
class Damage {
 public:
  explicit Damage(std::uint64_t seed) : random_(seed) {}

  std::string to(std::string text) {
    for (std::size_t n = 1 + below(4); n > 0; --n) once(text);
    return text;
  }

 private:
  std::size_t below(std::size_t n) { return random_() % n; }

  void once(std::string& text) {
    static constexpr const char* words[] = {"[",
                                            "]",
                                            "{",
                                            "}",
                                            "\"",
                                            "'",
                                            "=",
                                            ".",
                                            ",",
                                            "\n",
                                            "#",
                                            "nan",
                                            "-inf",
                                            "1e99",
                                            "1979-05-27T",
                                            "demo",
                                            "\"\"\"",
                                            "->",
                                            "%",
                                            "um",
                                            "[[x]]",
                                            "\\u0",
                                            "0x",
                                            "true",
                                            "site",
                                            "cell",
                                            "\xff",
                                            "\0",
                                            "a.b",
                                            "9999999999999999999",
                                            "[cell.carcinoma.epithelial]",
                                            "{ demo = 1, realistic = 2 }",
                                            "\"1 s since 2000\""};
    const std::size_t at = below(text.size() + 1), length = below(12);
    switch (below(5)) {
      case 0:
        text.insert(at, words[below(std::size(words))]);
        break;
      case 1:
        text.erase(at, length);
        break;
      case 2:
        text.insert(at, text.substr(below(text.size() + 1), 4 * length));
        break;
      case 3:
        if (at < text.size()) text[at] = static_cast<char>(below(256));
        break;
      default:
        text.replace(at, length, words[below(std::size(words))]);
    }
    if (text.empty()) text.push_back('x');
  }

  std::mt19937_64 random_;
};

TEST(Fuzz, DamagedScenariosAreReadOrRefusedWithALine) {
  for (std::uint64_t seed = 0; seed < 3000; ++seed) {
    const std::string text = Damage(seed).to(full_scenario);
    const ReadResult result = read_scenario_text(text, "damaged.toml");
    EXPECT_EQ(result.scenario.has_value(), result.problems.empty());
    for (const Problem& p : result.problems) {
      EXPECT_GE(p.origin.line, 1) << "seed " << seed << ": " << p.key << ": " << p.what;
      EXPECT_FALSE(p.what.empty());
    }
    EXPECT_FALSE(render_problems(result).empty());
  }
}

TEST(Fuzz, DamagedOverridesAreReadOrRefused) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const std::string text = Damage(seed).to("site.breast.blood.haematocrit = \"42 %\"");
    const ReadResult result = read_scenario_text(full_scenario, "damaged.toml", {text});
    EXPECT_EQ(result.scenario.has_value(), result.problems.empty());
    for (const Problem& p : result.problems) EXPECT_GE(p.origin.line, 1) << text;
  }
}

std::string repeated(const std::string& head, std::size_t times, const std::string& line) {
  std::string text = head;
  for (std::size_t i = 0; i < times; ++i) {
    std::string numbered = line;
    while (numbered.find('#') != numbered.npos)
      numbered.replace(numbered.find('#'), 1, std::to_string(i));
    text += numbered;
  }
  return text;
}

TEST(Fuzz, LargeNonsenseIsRefusedWithAShortReport) {
  const std::string texts[] = {
      repeated("", 60000, "a#=1\n"),
      repeated("", 30000, "[site.s#]\n"),
      repeated("", 30000, "[cell.s#]\nx=1\n"),
      repeated("[output]\nfields=[", 90000, "\"x#\",") + "]",
      repeated("[body]\nroute=[", 40000, "\"a#->b#\",") + "]",
      "title = \"" + std::string(500000, 'x') + "\"",
      std::string(300000, 'k') + " = 1",
      "[site." + std::string(300000, 'k') + "]",
      "duration = \"" + std::string(300000, '1') + " d\"",
      "duration = \"1 " + std::string(300000, '(') + "\"",
      "body.route = [\"" + std::string(300000, '>') + "\"]",
  };
  for (const std::string& text : texts) {
    const ReadResult result = read_scenario_text(text, "large.toml");
    EXPECT_FALSE(result.scenario);
    EXPECT_LT(result.problems.size(), 1000u) << text.substr(0, 40);
    EXPECT_LT(render_problems(result).size(), 100000u) << text.substr(0, 40);
  }
}

}  // namespace
}  // namespace metastasim::config
