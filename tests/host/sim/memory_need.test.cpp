// What a run needs of memory, and what is said where there is less. tests/program/memory_test.py
// compares the numbers with those of runs.
#include "host/sim/memory_need.hpp"

#include <gtest/gtest.h>

#include "host/sim/enough_memory.hpp"
#include "host/sim/model.hpp"
#include "tests/support/bench.hpp"
#include "tests/support/scenario.hpp"

namespace metastasim {
namespace {

MemoryNeed at_start(const Scenario& scenario) {
  return memory_need(scenario, cells_at_start(scenario));
}
double bytes(const MemoryNeed& need) { return need.on_cpu_cores(); }

/// The kitchen sink with `factor` as many voxels along each edge of the breast.
Scenario with_voxels(int factor) {
  Scenario scenario = testing::scenario("kitchen_sink");
  SiteSpec& breast = scenario.sites[0];
  for (int& n : breast.voxels) n *= factor;
  for (double& um : breast.size_um) um *= factor;
  return scenario;
}

TEST(MemoryNeed, GrowsWithTheVoxels) {
  const double growth = bytes(at_start(with_voxels(16))) / bytes(at_start(with_voxels(8)));
  EXPECT_NEAR(growth, 8, 0.8);
}

TEST(MemoryNeed, GrowsWithTheCells) {
  const Scenario scenario = testing::scenario("kitchen_sink");
  const auto of = [&](double cells) { return bytes(memory_need(scenario, {{cells, 0}, 0})); };
  EXPECT_NEAR((of(4e6) - of(3e6)) / (of(3e6) - of(2e6)), 1, 1e-6);
  EXPECT_GT(of(3e6) - of(2e6), 1e6 * 256);  // more than the columns alone (docs: 256 bytes a cell)
}

TEST(MemoryNeed, KnowsHowManyCellsThereWillBe) {
  for (const char* name : {"kitchen_sink", "lattice_sink", "../../examples/first_metastasis",
                           "../../examples/metaspread_2d"}) {
    const Scenario scenario = testing::scenario(name);
    const Model model = build_model(scenario, testing::device());
    const CellNumbers expected = cells_at_start(scenario);
    for (std::size_t s = 0; s < model.state.sites.size(); ++s) {
      const double there = model.state.sites[s]->cells.read_count();
      EXPECT_NEAR(expected.of_site[s], there, 0.15 * there + 5) << name;
    }
    EXPECT_EQ(expected.travellers, model.state.travellers.read_count()) << name;
  }
}

/// What is told where `gib` are free.
std::string told(const Scenario& scenario, double gib) {
  return memory_shortage(at_start(scenario), {MemoryThere{gib * 1073741824, "a limit"}, {}})
      .value_or("");
}

TEST(MemoryShortage, TellsWhatIsNeededWhatIsThereAndWhatToWrite) {
  EXPECT_EQ(told(with_voxels(128), 2).substr(0, 20), "the run needs about ");
  for (const char* part :
       {"2.1 GB are to be had (a limit)", "site.breast: 4096 x 2048 x 2048 voxels",
        "site.breast.voxel", "site.breast.size"})
    EXPECT_NE(told(with_voxels(128), 2).find(part), std::string::npos) << part;
}

TEST(MemoryShortage, NamesWhatTakesMost) {
  Scenario scenario = testing::scenario("kitchen_sink");
  scenario.sites[0].residents_per_mm3.assign(3, 1e12);
  EXPECT_NE(told(scenario, 1).find("site.breast.residents"), std::string::npos);
  scenario = testing::scenario("kitchen_sink");
  scenario.sites[1].blood.network.length_density_mm_per_mm3 = 1e9;
  EXPECT_NE(told(scenario, 1).find("site.lung.blood.network"), std::string::npos);
  scenario = testing::scenario("kitchen_sink");
  scenario.injections.push_back({"tail_vein", "carcinoma", "veins", 1'000'000'000, 1});
  EXPECT_NE(told(scenario, 1).find("injection"), std::string::npos);
}

TEST(MemoryShortage, IsNoneWhereTheRunFitsOrNobodyKnows) {
  EXPECT_EQ(told(testing::scenario("kitchen_sink"), 1), "");
  EXPECT_FALSE(memory_shortage(at_start(with_voxels(128)), {}));
}

TEST(MemoryShortage, AsksAGpuForTheStateAndTheHostForTheRest) {
  const MemoryNeed need = at_start(with_voxels(16));
  const auto lacks = [&](double gpu, double host) {
    return memory_shortage(need, {MemoryThere{host, "a limit"}, gpu}).value_or("");
  };
  EXPECT_EQ(lacks(need.state(), need.host()), "");
  EXPECT_NE(lacks(need.state() / 2, need.host()).find("free on the GPU"), std::string::npos);
  EXPECT_NE(lacks(need.state(), need.host() / 2).find("a limit"), std::string::npos);
}

}  // namespace
}  // namespace metastasim
