#include "host/sim/process_times.hpp"

#include <gtest/gtest.h>

#include "host/sim/summary.hpp"
#include "tests/support/bench.hpp"

namespace metastasim {
namespace {

TEST(ProcessTimes, DividesByTheCellsAndVoxelsThatWereThereAtEachCall) {
  ProcessTimes times(testing::device());
  times.set_size(1000, 10);
  times.add("mechanics", 1e-3);
  times.set_size(3000, 30);
  times.add("mechanics", 3e-3);
  ASSERT_EQ(times.rows().size(), 1u);
  EXPECT_EQ(times.rows()[0].calls, 2u);
  EXPECT_NEAR(times.rows()[0].ns_per_cell(), 1000, 1e-9);
  EXPECT_NEAR(times.rows()[0].ns_per_voxel(), 1e5, 1e-6);
}

TEST(ProcessTimes, SeesEveryProcessAsOftenAsItIsDue) {
  State state = testing::box();
  testing::place(state, *state.sites[0], {{10, 10, 10}});
  const Parameters parameters = testing::default_parameters();
  ProcessTimes times(testing::device());
  times.set_size(cells_in(state), voxels_in(state));
  const std::uint32_t ticks = 7;
  for (std::uint32_t t = 0; t < ticks; ++t) advance(testing::device(), state, parameters, &times);
  ASSERT_EQ(times.rows().size(), tissue_processes());
  for (std::size_t p = 0; p < tissue_processes(); ++p) {
    EXPECT_EQ(times.rows()[p].name, cascade()[p].process.name);
    EXPECT_EQ(times.rows()[p].calls, (ticks - 1) / period_ticks(cascade()[p], state.tick_us) + 1);
    EXPECT_EQ(times.rows()[p].cells, static_cast<double>(times.rows()[p].calls));
  }
}

TEST(ProcessTimes, ARunThatGoesOnAddsToThem) {
  Summary summary;
  summary.times = {{"mechanics", 3, 0.5, 3000, 30}};
  const Summary read = from_stored_json(to_stored_json(summary));
  ProcessTimes times(testing::device(), read.times);
  times.set_size(1000, 10);
  times.add("mechanics", 0.5);
  ASSERT_EQ(times.rows().size(), 1u);
  EXPECT_EQ(times.rows()[0].calls, 4u);
  EXPECT_DOUBLE_EQ(times.rows()[0].ns_per_cell(), 1e9 / 4000);
}

TEST(ProcessTimes, TheDearestStandsFirst) {
  const std::string text = times_text({{"cheap", 1, 0.25, 1, 1}, {"dear", 1, 0.75, 1, 1}});
  EXPECT_LT(text.find("dear"), text.find("cheap"));
  EXPECT_NE(text.find("75.0 %"), std::string::npos);
}

}  // namespace
}  // namespace metastasim
