#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "host/config/reader.hpp"
#include "host/sim/model.hpp"
#include "tests/support/bench.hpp"

namespace metastasim {
namespace {

constexpr const char* tissue = R"(format = 1
species = "mouse"
duration = "1 h"
[cell.carcinoma]
[cell.NK]
kind = "NK cell"
diameter = "8 um"
[cell.CAF]
kind = "fibroblast"
[site.breast]
role = "primary"
size = ["640 um", "320 um", "320 um"]
[site.breast.tumour]
cell = "carcinoma"
shape = { sphere = "200 um", centre = ["200 um", "160 um", "160 um"] }
[site.breast.residents]
NK = "1000 1/mm^3"
CAF = "2e4 1/mL"
)";

config::ReadResult read(const std::string& more = "") {
  return config::read_scenario_text(tissue + more, "mine.toml");
}

TEST(Residents, LiveOutsideTheTumourInTheirNumbers) {
  const auto result = read();
  ASSERT_TRUE(result.scenario) << config::render_problems(result);
  const Model model = build_model(*result.scenario, testing::device());
  const Table& cells = model.state.sites[0]->cells;
  const auto kind = cells.to_host(cell::kind), type = cells.to_host(cell::type);
  const auto radius = cells.to_host(cell::radius);
  const auto x = cells.to_host(cell::x), y = cells.to_host(cell::y), z = cells.to_host(cell::z);
  std::array<int, 3> of{};
  for (std::size_t i = 0; i < kind.size(); ++i) {
    ++of[kind[i]];
    EXPECT_EQ(kind[i], type[i]) << "in this scenario";
    if (is_tumour(kind[i])) continue;
    EXPECT_GE(std::hypot(to_um(x[i]) - 200, to_um(y[i]) - 160, to_um(z[i]) - 160), 99.99);
    EXPECT_TRUE(model.state.sites[0]->grid.contains({x[i], y[i], z[i]}));
    EXPECT_FLOAT_EQ(radius[i], is_effector(kind[i]) ? 4 : 8.5f);
  }
  const double mm3 = 0.64 * 0.32 * 0.32 - 4.0 / 3 * M_PI * 1e-3;
  EXPECT_EQ(of[1], std::lround(1000 * mm3));
  EXPECT_EQ(of[2], std::lround(20 * mm3));
}

TEST(Residents, HaveNumbersOfTheirOwn) {
  const Model model = build_model(*read().scenario, testing::device());
  const auto id = model.state.sites[0]->cells.to_host(cell::id);
  EXPECT_EQ(std::set<std::uint64_t>(id.begin(), id.end()).size(), id.size());
  EXPECT_EQ(model.state.next_cell_id.read(), id.size() + 1);
}

TEST(Residents, AreNoTumourCells) {
  const auto result = read("carcinoma = \"5 1/mm^3\"\n");
  ASSERT_EQ(result.problems.size(), 1u);
  EXPECT_EQ(result.problems[0].key, "site.breast.residents.carcinoma");
  EXPECT_EQ(result.problems[0].what, "carcinoma are tumour cells");
}

TEST(Residents, AMisspeltTypeIsAnError) {
  EXPECT_FALSE(read("macrophage = \"5 1/mm^3\"\n").scenario);
}

}  // namespace
}  // namespace metastasim
