#include <fmt/format.h>
#include <gtest/gtest.h>

#include "host/config/reader.hpp"
#include "tests/host/config/scenarios.hpp"

// A tumour lies in its block: what sticks out is told where it can be mended.
namespace metastasim::config {
namespace {

ReadResult read(const std::string& shape, const char* size = "\"320 um\", \"320 um\", \"320 um\"",
                const char* more = "") {
  return read_scenario_text(
      fmt::format("format = 1\nspecies = \"mouse\"\nduration = \"1 h\"\n{}[cell.carcinoma]\n"
                  "[site.breast]\nrole = \"primary\"\nsize = [{}]\n[site.breast.tumour]\n"
                  "cell = \"carcinoma\"\nshape = {{ {} }}\n",
                  more, size, shape),
      "tumour.toml");
}

void expect_told(const ReadResult& result, const char* key, const std::string& write) {
  ASSERT_EQ(result.problems.size(), 1u) << render_problems(result);
  EXPECT_EQ(result.problems[0].key, std::string("site.breast.tumour.shape.") + key);
  EXPECT_TRUE(result.problems[0].write.starts_with(write + "     ")) << result.problems[0].write;
}

TEST(Tumour, ThatIsOutOfPlaceGetsTheNearestCentreInTheBlock) {
  struct Case {
    const char *sphere, *written, *proposed;
  };
  for (const Case& c : {Case{"sphere = \"80 um\"", "\"900 um\", \"160 um\", \"160 um\"",
                             "\"280 um\", \"160 um\", \"160 um\""},
                        Case{"sphere = \"80 um\"", "\"10 um\", \"160 um\", \"0.3 mm\"",
                             "\"40 um\", \"160 um\", \"280 um\""},
                        Case{"sphere = \"33.3 um\"", "\"0 um\", \"160 um\", \"160 um\"",
                             "\"17 um\", \"160 um\", \"160 um\""},
                        Case{"sphere = \"319.9 um\"", "\"0 um\", \"160 um\", \"160 um\"",
                             "\"160 um\", \"160 um\", \"160 um\""}}) {
    const std::string cure = fmt::format("centre = [{}]", c.proposed);
    expect_told(read(fmt::format("{}, centre = [{}]", c.sphere, c.written)), "centre", cure);
    EXPECT_TRUE(read(fmt::format("{}, {}", c.sphere, cure)).scenario) << cure;
  }
}

TEST(Tumour, ThatIsTooLargeGetsADiameterThatFits) {
  expect_told(read("sphere = \"800 um\""), "sphere", "sphere = \"160 um\"");
  expect_told(read("sphere = \"800 um\", centre = [\"10 um\", \"160 um\", \"160 um\"]"), "sphere",
              "sphere = \"160 um\"");
  EXPECT_TRUE(read("sphere = \"160 um\"").scenario);
  EXPECT_TRUE(read("sphere = \"320 um\"").scenario);
}

TEST(Tumour, OnALatticeOfOneLayerIsADisc) {
  const char* layer = "\"320 um\", \"320 um\", \"20 um\"";
  const char* lattice = "model = \"lattice\"\n";
  EXPECT_TRUE(read("sphere = \"160 um\"", layer, lattice).scenario);
  expect_told(read("sphere = \"800 um\"", layer, lattice), "sphere", "sphere = \"160 um\"");
  expect_told(
      read("sphere = \"80 um\", centre = [\"10 um\", \"160 um\", \"10 um\"]", layer, lattice),
      "centre", "centre = [\"40 um\", \"160 um\", \"10 um\"]");
}

}  // namespace
}  // namespace metastasim::config
