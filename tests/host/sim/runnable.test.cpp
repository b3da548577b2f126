#include "host/sim/runnable.hpp"

#include <gtest/gtest.h>

#include "host/sim/model.hpp"
#include "tests/host/config/scenarios.hpp"
#include "tests/support/bench.hpp"

namespace metastasim {
namespace {

config::ReadResult read(const std::string& route) {
  return runnable(config::read_scenario_text(
      std::string(config::least_scenario) + "[body]\nroute = [" + route + "]\n", "mine.toml"));
}

TEST(Runnable, AWayThatNeverComesBackIsToldAtItsLineWithACure) {
  const auto result = read(
      "\"breast -> veins -> right heart -> lung -> left heart\", \"left heart -> brain 3 %, breast "
      "97 %\", \"brain -> thyroid -> brain\"");
  EXPECT_FALSE(result.scenario);
  ASSERT_EQ(result.problems.size(), 1u) << render_problems(result);
  const config::Problem& p = result.problems[0];
  EXPECT_EQ(p.key, "body.route");
  EXPECT_EQ(p.origin.line, 8);
  EXPECT_NE(p.what.find("never comes back"), p.what.npos) << p.what;
  EXPECT_EQ(p.what.find(p.key), p.what.npos);
  EXPECT_FALSE(p.why.empty());
  EXPECT_NE(p.more.find("Write arrows"), p.more.npos) << p.more;
}

/// A circle of the route beside what is wrong elsewhere, or in what the body is built of.
TEST(Runnable, AllIsToldThatCanBeLookedAtAndNoErrorIsCalledTheOnlyOneElse) {
  const std::string circle =
      "[body]\nroute = [\"left heart -> brain 3 %, breast 97 %\", \"brain -> thyroid -> brain\"]\n";
  const auto report = [&](const std::string& lines) {
    return render_problems(runnable(
        config::read_scenario_text(std::string(config::least_scenario) + lines, "mine.toml")));
  };
  const std::string both = report("kollagen = 3\n" + circle);
  EXPECT_NE(both.find("2 errors"), both.npos) << both;
  EXPECT_NE(both.find("site.breast.kollagen"), both.npos) << both;
  EXPECT_NE(both.find("never comes back"), both.npos) << both;
  EXPECT_NE(both.find("There may be more errors behind them"), both.npos) << both;
  const std::string hidden = report(circle + "blood_volume = \"-3 mL\"\n");
  EXPECT_NE(hidden.find("There may be more errors behind it"), hidden.npos) << hidden;
  const std::string only = report("kollagen = 3\n");
  EXPECT_NE(only.find("This is the only error"), only.npos) << only;
}

TEST(Runnable, ARouteThatLeadsRoundIsTakenAndOtherErrorsStayAsTheyAre) {
  const auto good =
      read("\"breast -> veins -> right heart -> lung -> left heart\", \"left heart -> breast\"");
  EXPECT_TRUE(good.scenario) << render_problems(good);
  const auto bad = runnable(config::read_scenario_text("format = 1\n", "mine.toml"));
  EXPECT_EQ(bad.problems.size(),
            config::read_scenario_text("format = 1\n", "mine.toml").problems.size());
}

/// What building the model says of a site of 320 um with these lines.
std::string refused(const std::string& lines, const std::vector<std::string>& overrides = {}) {
  const auto read = config::read_scenario_text(std::string(config::least_scenario) + lines,
                                               "mine.toml", overrides);
  EXPECT_TRUE(read.scenario) << render_problems(read);
  try {
    build_model(*read.scenario, testing::device());
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(Runnable, ABedThatDoesNotFitIsToldAtItsLineWithACure) {
  const std::string bed =
      "[site.breast.blood]\nnetwork = { generate = \"capillary bed\", length_density = \"2 "
      "mm/mm^3\" }\n";
  const std::string text = refused(bed);
  EXPECT_NE(text.find("line 8"), text.npos) << text;
  EXPECT_NE(text.find("site.breast.blood.network: no capillary bed of 2 mm/mm^3"), text.npos)
      << text;
  EXPECT_NE(text.find("larger"), text.npos) << text;
  EXPECT_EQ(text.find("only error"), text.npos) << text;
  const std::string set = refused("", {"site.breast.blood.network.generate=capillary bed",
                                       "site.breast.blood.network.length_density=1 mm/mm^3"});
  EXPECT_NE(set.find("--set 1"), set.npos) << set;
}

}  // namespace
}  // namespace metastasim
