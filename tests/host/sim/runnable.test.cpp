#include "host/sim/runnable.hpp"

#include <gtest/gtest.h>

#include "tests/host/config/scenarios.hpp"

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

TEST(Runnable, ARouteThatLeadsRoundIsTakenAndOtherErrorsStayAsTheyAre) {
  const auto good =
      read("\"breast -> veins -> right heart -> lung -> left heart\", \"left heart -> breast\"");
  EXPECT_TRUE(good.scenario) << render_problems(good);
  const auto bad = runnable(config::read_scenario_text("format = 1\n", "mine.toml"));
  EXPECT_EQ(bad.problems.size(),
            config::read_scenario_text("format = 1\n", "mine.toml").problems.size());
}

}  // namespace
}  // namespace metastasim
