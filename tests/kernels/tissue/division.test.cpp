#include <gtest/gtest.h>

#include "kernels/invasion/membrane.hpp"
#include "tests/kernels/tissue/crowd.hpp"

namespace metastasim {
namespace {

/// Daughters on the far side of the face x = 160 after 1000 cells just before it have divided.
int daughters_beyond(bool membrane) {
  State state = testing::box();
  Site& site = *state.sites[0];
  if (membrane) {
    const std::vector<float> sheet(16 * 16 * 16, 1.0f);  // a face in every voxel
    site.fields.from_host(field::membrane_x, std::span<const float>(sheet));
  }
  testing::place(state, site, std::vector<testing::PlacedCell>(1000, {159.5f, 170, 170}));
  testing::set_all(site.cells, cell::intent, static_cast<std::uint8_t>(Intent::divide));
  testing::run_once(state, testing::default_parameters(), "resolve_intents", 1);
  const auto x = site.cells.to_host(cell::x);
  EXPECT_EQ(x.size(), 2000u);
  return static_cast<int>(std::ranges::count_if(x, [](auto p) { return p >= to_fixed(160); }));
}

TEST(Division, NobodyGetsThroughTheBasementMembraneByDividing) {
  EXPECT_EQ(daughters_beyond(true), 0);
  EXPECT_GT(daughters_beyond(false), 300);
}

TEST(Division, DaughtersStayInTheBlock) {
  State state = testing::box();
  Site& site = *state.sites[0];
  testing::place(state, site, std::vector<testing::PlacedCell>(1000, {0, 319.99f, 0}));
  testing::set_all(site.cells, cell::intent, static_cast<std::uint8_t>(Intent::divide));
  testing::run_once(state, testing::default_parameters(), "resolve_intents", 1);
  const auto x = site.cells.to_host(cell::x), y = site.cells.to_host(cell::y);
  EXPECT_GE(*std::ranges::min_element(x), 0);
  EXPECT_LT(*std::ranges::max_element(y), to_fixed(320));
}

}  // namespace
}  // namespace metastasim
