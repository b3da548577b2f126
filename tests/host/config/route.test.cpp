#include "host/config/route.hpp"

#include <gtest/gtest.h>

#include "host/sim/runnable.hpp"
#include "tests/host/config/scenarios.hpp"

// What is wrong with the blood's way around the body is told in its line, and what is proposed leads round.
namespace metastasim::config {
namespace {

const std::string round = "\"breast -> veins -> right heart -> lung -> left heart\"";

/// The least scenario with a lung, and these lines of the route from line 12 on.
ReadResult read(const std::string& lines) {
  return runnable(read_scenario_text(
      std::string(least_scenario) +
          "[site.lung]\nrole = \"secondary\"\nsize = [\"320 um\", \"320 um\", \"320 um\"]\n"
          "[body]\nroute = [\n" +
          lines + "\n]\n",
      "mine.toml"));
}

struct Slip {
  std::string lines;
  int line;           ///< of the file
  const char* what;   ///< begins so
  std::string write;  ///< begins so
  std::string cured;  ///< the lines after what is proposed has been written
};

void expect_told_and_cured(const Slip& slip) {
  SCOPED_TRACE(slip.lines);
  const ReadResult result = read(slip.lines);
  ASSERT_EQ(result.problems.size(), 1u) << render_problems(result);
  const Problem& p = result.problems[0];
  EXPECT_EQ(p.key, "body.route");
  EXPECT_EQ(p.origin.line, slip.line);
  EXPECT_TRUE(p.what.starts_with(slip.what)) << p.what;
  EXPECT_TRUE(p.write.starts_with(slip.write)) << p.write;
  EXPECT_NE(slip.cured.find(slip.write), slip.cured.npos);
  const ReadResult cured = read(slip.cured);
  EXPECT_TRUE(cured.scenario) << render_problems(cured);
}

TEST(Route, ASiteThatIsMisspeltThereIsAnsweredWithItsName) {
  expect_told_and_cured(
      {"\"breast -> veins -> right heart -> lungs -> left heart\",\n"
       "\"left heart -> breast 5 %, rest 95 %\"",
       12, "the site lung is not on the route", "lung",
       round + ",\n\"left heart -> breast 5 %, rest 95 %\""});
  const ReadResult two = read(
      "\"breast -> veins -> right heart -> lungs -> left heart\",\n"
      "\"left heart -> brest 5 %, rest 95 %\"");
  EXPECT_EQ(two.problems.size(), 1u) << render_problems(two);
  const ReadResult both = read(
      "\"brest -> veins -> right heart -> lungs -> left heart\",\n"
      "\"left heart -> brest 5 %, rest 95 %\"");
  ASSERT_EQ(both.problems.size(), 2u) << render_problems(both);
  EXPECT_EQ(both.problems[0].write, "breast     instead of brest, wherever it stands");
  EXPECT_EQ(both.problems[1].write, "lung     instead of lungs, wherever it stands");
}

TEST(Route, ASiteThatIsNotThereIsAnsweredWithAWayToIt) {
  expect_told_and_cured(
      {"\"left heart -> breast 5 %, rest 95 %\"", 11, "the site lung is not on the route",
       "\"right heart -> lung -> left heart\"",
       "\"right heart -> lung -> left heart\", \"left heart -> breast 5 %, rest 95 %\""});
  expect_told_and_cured(
      {"\"veins -> right heart -> lung -> left heart\", \"left heart -> liver 20 %, rest 80 %\"",
       11, "the site breast is not on the route",
       "\"left heart -> liver 20 %, rest 75 %, breast 5 %\"",
       "\"veins -> right heart -> lung -> left heart\", "
       "\"left heart -> liver 20 %, rest 75 %, breast 5 %\""});
}

/// A site that blood only leaves is one whose name is misspelt where blood enters it.
TEST(Route, ASiteWithBloodHasAnArrowThatLeadsIntoIt) {
  const std::string bed =
      "\n]\n[site.breast.blood]\nnetwork = { generate = \"capillary bed\" }\n[output]\nfields = [";
  expect_told_and_cured({round + ",\n\"left heart -> liver 20 %, brest and rest 80 %\"" + bed, 13,
                         "no arrow leads into the site breast", "breast",
                         round + ",\n\"left heart -> liver 20 %, breast and rest 80 %\"" + bed});
  const std::string heart = "\"left heart -> breast 5 %, rest 95 %\"";
  EXPECT_TRUE(read("\"lung -> left heart\", " + heart).scenario)
      << "the right heart leads into the lung without saying";
  const ReadResult past = read("\"right heart -> left heart\", \"lung -> veins\", " + heart);
  ASSERT_EQ(past.problems.size(), 1u) << render_problems(past);
  EXPECT_EQ(past.problems[0].what, "no arrow leads into the site lung");
}

/// What is no name is told once, and no way to it is proposed.
TEST(Route, ASiteWhoseNameIsNoneIsNotAskedForThere) {
  for (const char* name : {"a/b", "", "br east"}) {
    const ReadResult result = read(round + ",\n\"left heart -> breast\"\n]\n[site.\"" + name +
                                   "\"]\nrole = \"secondary\"\nsize = [\"320 um\", \"320 um\", "
                                   "\"320 um\"]\n[output]\nfields = [");
    ASSERT_EQ(result.problems.size(), 1u) << render_problems(result);
    EXPECT_EQ(result.problems[0].what, "not a name");
  }
}

TEST(Route, AShareBelowNothingIsAnsweredWithALineThatIsTaken) {
  const RouteLine line = parse_route_line("left heart -> liver -20 %, breast and rest 120 %");
  EXPECT_EQ(line.problem, "the share of \"liver\" is not between 0 and 100 %");
  for (const char* written : {"left heart -> liver -20 %, rest 120 %", "left heart -> a- 5 %",
                              "left heart -> rest 130 %", "veins -> b<c"}) {
    const std::string cure = parse_route_line(written).write;
    ASSERT_TRUE(cure.size() > 2 && cure.front() == '"') << cure;
    EXPECT_EQ(parse_route_line(cure.substr(1, cure.size() - 2)).problem, "") << written << cure;
  }
}

TEST(Route, AWayThatIsWrittenTwiceIsRefused) {
  const std::string heart = "\"left heart -> breast 5 %, rest 95 %\"";
  const std::string arrow = "\"left heart -> breast\"";
  const char* told = "\"left heart -> breast\" stands there twice";
  expect_told_and_cured(
      {round + ",\n" + heart + ",\n" + heart, 14, told, "", round + ",\n" + heart});
  expect_told_and_cured(
      {round + ",\n" + arrow + ",\n" + arrow, 14, told, "", round + ",\n" + arrow});
  expect_told_and_cured({round + ",\n" + round + ",\n" + heart, 13,
                         "\"breast -> veins\" stands there twice", "", round + ",\n" + heart});
  expect_told_and_cured({round + ", " + heart + ",\n\"right heart -> lung\"", 13,
                         "\"right heart -> lung\" stands there twice", "", round + ", " + heart});
  expect_told_and_cured({round + ",\n\"left heart -> breast 5 %, breast and rest 95 %\"", 13,
                         "\"left heart -> breast and rest\" stands there twice", "",
                         round + ",\n\"left heart -> breast and rest 100 %\""});
  expect_told_and_cured(
      {"\"breast -> veins -> right heart -> lung -> veins -> right heart\",\n" + heart, 12,
       "\"veins -> right heart\" stands there twice", "", round + ",\n" + heart});
}

TEST(Route, LinesMayMeetAndGoOnTogether) {
  const std::string heart = "\"left heart -> breast 5 %, rest 95 %\"";
  EXPECT_TRUE(read(round + ",\n\"rest -> veins -> right heart\",\n" + heart).scenario);
  EXPECT_TRUE(read("\"rest -> veins -> right heart\", " + round + ", " + heart).scenario);
}

TEST(Route, AllBloodGoesOneWayOnly) {
  expect_told_and_cured({round + ",\n\"left heart -> breast\",\n\"left heart -> brain 20 %\"", 14,
                         "all blood of \"left heart\" goes to \"breast\", and some to \"brain\"",
                         "\"left heart -> breast 80 %, brain 20 %\"",
                         round + ",\n\"left heart -> breast 80 %, brain 20 %\""});
  expect_told_and_cured({round + ",\n\"left heart -> breast 5 %, rest 95 %\",\n\"breast -> liver\"",
                         14, "all blood of \"breast\" goes to \"veins\", and all to \"liver\"",
                         "\"breast -> veins 4 %, liver 1 %\"",
                         "\"breast -> veins 4 %, liver 1 %\", \"right heart -> lung\",\n"
                         "\"left heart -> breast 5 %, rest 95 %\""});
}

TEST(Route, SharesOfTheLeftHeartAddUpToAll) {
  for (const auto& [written, proposed] :
       {std::pair{"breast 20 %, rest 90 %", "breast 20 %, rest 80 %"},
        {"breast 3.3 %, brain 2.2 %, rest 90 %", "breast 3.3 %, brain 2.2 %, rest 94.5 %"},
        {"breast 5 %", "breast 5 %, rest 95 %"}}) {
    const std::string cure = std::string("\"left heart -> ") + proposed + "\"";
    expect_told_and_cured({round + ",\n\"left heart -> " + written + "\"", 13,
                           "the shares that leave \"left heart\" add up to", cure,
                           round + ",\n" + cure});
  }
}

/// Of cardiac output, like all shares: what enters a place must leave it.
TEST(Route, SharesOfOtherPlacesAddUpToWhatEntersThem) {
  const std::string heart = round + ",\n\"left heart -> liver 20 %, breast 80 %\",\n";
  EXPECT_TRUE(read(heart + "\"liver -> portal vein 5 %, veins 15 %\"").scenario);
  const ReadResult wrong = read(heart + "\"liver -> portal vein 25 %, veins 75 %\"");
  ASSERT_EQ(wrong.problems.size(), 1u);
  EXPECT_NE(wrong.problems[0].what.find("add up to 100.0 %, but 20.0 % of cardiac output enters"),
            std::string::npos)
      << wrong.problems[0].what;
}

TEST(Route, ArrowsOfOtherKindsAreAnsweredWithOurs) {
  for (const char* arrow : {" - > ", " => ", " --> ", " - ", " \u2192 ", " -->> ", " > "}) {
    std::string line = round;
    line.replace(line.find(" -> "), 4, arrow);
    expect_told_and_cured({line + ",\n\"left heart -> breast\"", 12, "\"", round,
                           round + ",\n\"left heart -> breast\""});
  }
  const RouteLine none = parse_route_line("breast => veins");
  EXPECT_EQ(none.problem, "a route without an arrow");
  EXPECT_EQ(none.write, "\"breast -> veins\"");
  EXPECT_EQ(parse_route_line("veins <- breast").write, "\"breast -> veins -> right heart\"");
}

TEST(Route, AShareThatIsMissingIsWhatTheOthersLeave) {
  EXPECT_EQ(parse_route_line("left heart -> brain 3.3 %, rest").write, "rest 96.7 %");
  EXPECT_EQ(parse_route_line("left heart -> brain, rest").write, "brain 5 %");
}

}  // namespace
}  // namespace metastasim::config
