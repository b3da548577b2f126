#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "host/config/reader.hpp"
#include "tests/host/config/scenarios.hpp"
#include "tests/support/scratch.hpp"

// A scenario whose vessel network is wrong is a wrong scenario.
namespace metastasim::config {
namespace {

class NetworkOfAScenario : public ::testing::Test {
 protected:
  static constexpr const char* head = "segment,from,to,diameter_um,length_um\n";
  static constexpr const char* good_nodes =
      "node,x_um,y_um,z_um,boundary,value\n1,0,10,10,pressure,40\n2,100,10,10,pressure,10\n";

  ReadResult read(const std::string& segments, const std::string& nodes = good_nodes,
                  const std::string& more = "") {
    folder_.write("net.csv", segments);
    folder_.write("net.nodes.csv", nodes);
    const auto file =
        folder_.write("mine.toml", std::string(least_scenario) +
                                       "[site.breast.blood]\nnetwork = \"net.csv\"\n" + more);
    return read_scenario(file.string());
  }

  /// The only problem stands at the setting, and its reason names the network's file and line.
  void expect_told(const ReadResult& result, const std::string& place, const std::string& words) {
    ASSERT_EQ(result.problems.size(), 1u) << render_problems(result);
    const Problem& p = result.problems[0];
    EXPECT_EQ(p.key, "site.breast.blood.network");
    EXPECT_EQ(p.origin.line, 8);
    EXPECT_NE(p.why.find((folder_.path() / place).string()), p.why.npos) << p.why;
    EXPECT_NE(p.why.find(words), p.why.npos) << p.why;
    EXPECT_NE(p.more.find("metastasim network check"), p.more.npos);
    EXPECT_NE(render_problems(result).find("^^^^"), std::string::npos);
  }

  testing::Scratch folder_;
};

TEST_F(NetworkOfAScenario, IsTakenWhereBloodCanFlowInIt) {
  const ReadResult result = read(std::string(head) + "1,1,2,8,100\n");
  EXPECT_TRUE(result.scenario) << render_problems(result);
}

TEST_F(NetworkOfAScenario, IsRefusedWithFileAndLineWhereItCannotBeRead) {
  expect_told(read(std::string(head) + "1,1,2,8,100\n2,1,two,8,100\n"), "net.csv:3:", "'two'");
  expect_told(
      read(std::string(head) + "1,1,2,8,100\n", "node,x_um,y_um,z_um\n1,0,0,here\n2,9,0,0\n"),
      "net.nodes.csv:2:", "'here'");
}

TEST_F(NetworkOfAScenario, IsRefusedWithAllThatIsWrongInIt) {
  const ReadResult result = read(std::string(head) + "1,1,2,wide,100\n2,1,two,8,100\n",
                                 "node,x_um,y_um,z_um\n1,0,0,here\n2,9,0,0\n");
  ASSERT_EQ(result.problems.size(), 3u) << render_problems(result);
  const std::string places[] = {"net.nodes.csv:2:", "net.csv:2:", "net.csv:3:"};
  for (std::size_t i = 0; i < 3; ++i)
    EXPECT_NE(result.problems[i].why.find((folder_.path() / places[i]).string()), std::string::npos)
        << result.problems[i].why;
}

TEST_F(NetworkOfAScenario, IsRefusedWhereNoVesselIsInIt) {
  expect_told(read(head), "net.csv", "no vessel");
}

TEST_F(NetworkOfAScenario, IsRefusedWhereNoFlowCouldBeSolved) {
  expect_told(read(std::string(head) + "1,1,2,8,0\n"), "net.csv", "--merge-zero-length");
  expect_told(read(std::string(head) + "1,1,2,8,100\n",
                   "node,x_um,y_um,z_um,boundary,value\n1,0,10,10,flow,40\n2,100,10,10,flow,10\n"),
              "net.csv", "give one of those boundary nodes a pressure");
}

TEST_F(NetworkOfAScenario, IsRefusedWhereNoBloodCouldFlow) {
  for (const char* nodes :
       {"node,x_um,y_um,z_um\n1,0,10,10\n2,100,10,10\n",
        "node,x_um,y_um,z_um,boundary,value\n1,0,10,10,pressure,40\n2,100,10,10,,\n"}) {
    const ReadResult result = read(std::string(head) + "1,1,2,8,100\n", nodes);
    ASSERT_EQ(result.problems.size(), 1u) << render_problems(result);
    EXPECT_EQ(result.problems[0].origin.line, 8);
    EXPECT_EQ(result.problems[0].what, "no blood would flow in \"net.csv\"");
    EXPECT_NE(result.problems[0].more.find("Mend that file: "), std::string::npos);
  }
}

TEST_F(NetworkOfAScenario, IsRefusedWhereItIsObviouslyInAnotherUnit) {
  const ReadResult metres =
      read(std::string(head) + "1,1,2,8e-6,1e-4\n",
           "node,x_um,y_um,z_um,boundary,value\n1,0,1e-5,1e-5,pressure,40\n2,1e-4,1e-5,1e-5,"
           "pressure,10\n");
  ASSERT_EQ(metres.problems.size(), 1u) << render_problems(metres);
  EXPECT_NE(metres.problems[0].why.find("mm or m?"), std::string::npos) << metres.problems[0].why;
  EXPECT_NE(metres.problems[0].more.find("in um"), std::string::npos) << metres.problems[0].more;
  const ReadResult lengths = read(std::string(head) + "1,1,2,8,1e-4\n");
  ASSERT_EQ(lengths.problems.size(), 1u) << render_problems(lengths);
  EXPECT_NE(lengths.problems[0].why.find("shorter than 1 um"), std::string::npos);
}

TEST_F(NetworkOfAScenario, IsRefusedWhereItIsAFolder) {
  std::filesystem::create_directory(folder_.path() / "nets");
  const auto file = folder_.write(
      "mine.toml", std::string(least_scenario) + "[site.breast.blood]\nnetwork = \"nets\"\n");
  const ReadResult result = read_scenario(file.string());
  ASSERT_EQ(result.problems.size(), 1u) << render_problems(result);
  EXPECT_NE(result.problems[0].why.find("is a folder; name a .csv"), std::string::npos)
      << result.problems[0].why;
}

TEST_F(NetworkOfAScenario, IsRefusedWhereNoneOfItLiesInTheBlock) {
  const ReadResult result = read(std::string(head) + "1,1,2,8,100\n",
                                 "node,x_um,y_um,z_um,boundary,value\n1,900,10,10,pressure,40\n"
                                 "2,1000,10,10,pressure,10\n");
  ASSERT_EQ(result.problems.size(), 1u) << render_problems(result);
  EXPECT_EQ(result.problems[0].key, "site.breast.blood.network");
  EXPECT_NE(result.problems[0].what.find("in the block"), std::string::npos);
}

TEST_F(NetworkOfAScenario, IsToldTogetherWithTheScenariosOwnErrors) {
  const ReadResult result = read(head, good_nodes, "capillary_diameter = 6\n");
  ASSERT_EQ(result.problems.size(), 2u) << render_problems(result);
  EXPECT_EQ(result.problems[0].key, "site.breast.blood.network");
  EXPECT_EQ(result.problems[1].key, "site.breast.blood.capillary_diameter");
}

}  // namespace
}  // namespace metastasim::config
