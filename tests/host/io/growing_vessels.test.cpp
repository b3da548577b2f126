#include <gtest/gtest.h>

#include "host/io/checkpoint.hpp"
#include "host/io/write_output.hpp"
#include "kernels/state/fingerprint.hpp"
#include "kernels/vessels/vessel_geometry.hpp"
#include "tests/support/scratch.hpp"
#include "tests/support/straight_vessel.hpp"
#include "tests/support/two_vessels.hpp"

namespace metastasim {
namespace {

void hours(State& state, int n) {
  Parameters p = testing::default_parameters();
  testing::set(p, "sprouting", "site.*.blood.angiogenesis.sprouting", 0.01);
  testing::set(p, "sprouting", "site.*.blood.angiogenesis.reach", 30);
  for (int i = 0; i < n; ++i)
    for (const char* process : {"pruning", "sprouting", "blood_flow", "perfusion"})
      testing::run_once(state, p, process, 60);
}

State growing() {
  State state = testing::with_two_vessels();
  testing::set_vegf(*state.sites[0], [](float, float y, float) { return y; });
  hours(state, 6);
  return state;
}

TEST(GrowingVessels, AStoppedRunGoesOnToTheSameAnswer) {
  const testing::Scratch folder;
  State unbroken = growing();
  write_checkpoint(folder.path() / "a.h5", unbroken, {});
  State resumed = testing::box(16);
  restore_checkpoint(folder.path() / "a.h5", resumed);
  vessels::rebuild_vessel_geometry(resumed, testing::device());
  const auto stopped_at = fingerprint(unbroken);
  hours(unbroken, 8);
  hours(resumed, 8);
  EXPECT_EQ(fingerprint(resumed), fingerprint(unbroken));
  EXPECT_NE(fingerprint(resumed), stopped_at);
}

TEST(GrowingVessels, AnOutputHoldsTheVesselsOfItsTime) {
  State state = growing();
  const auto vessels_in = [](const Output& output) {
    return std::get<PolyData>(output.blocks[2].data).cells();
  };
  const Output early = gather_output(state, {});
  hours(state, 4);
  const Output late = gather_output(state, {});
  EXPECT_GT(vessels_in(early), 16u);
  EXPECT_GT(vessels_in(late), vessels_in(early));
  EXPECT_EQ(vessels_in(late), state.vessels.segments.read_count());
}

}  // namespace
}  // namespace metastasim
