#include "kernels/therapy/drug.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kernels/state/field_columns.hpp"
#include "tests/support/bench.hpp"

namespace metastasim {
namespace {

Intervention inhibitor(double at_min, double efficacy) {
  Intervention drug;
  drug.name = "inhibitor";
  drug.kind = InterventionKind::protease_inhibitor;
  drug.at_min = at_min;
  drug.efficacy = efficacy;
  return drug;
}

TEST(Drug, HalfIsLeftAfterAHalfLife) {
  Intervention drug = inhibitor(60, 1);
  drug.dose = 8;
  drug.half_life_min = 30;
  EXPECT_EQ(therapy::concentration(drug, 59), 0);
  for (int n = 0; n < 5; ++n)
    EXPECT_NEAR(therapy::concentration(drug, 60 + 30.0 * n), 8 * std::pow(0.5, n), 1e-12);
}

TEST(Drug, RepeatedDosesAddUpToTheGeometricSum) {
  Intervention drug = inhibitor(0, 1);
  drug.dose = 1;
  drug.half_life_min = 60;
  drug.every_min = 60;
  EXPECT_NEAR(therapy::concentration(drug, 600 * 60.0), 2, 1e-12);  // 1 + 1/2 + 1/4 + ...
  drug.until_min = 180;                                             // doses at 0, 60 and 120
  EXPECT_NEAR(therapy::concentration(drug, 120), 1.75, 1e-12);
  EXPECT_NEAR(therapy::concentration(drug, 240), 1.75 / 4, 1e-12);
}

TEST(Drug, TheConcentrationOfHalfEffectHalves) {
  Intervention drug = inhibitor(0, 0.8);
  drug.dose = 1;
  EXPECT_DOUBLE_EQ(therapy::effect(drug, 10), 0.4);
  drug.dose = std::numeric_limits<double>::infinity();
  EXPECT_DOUBLE_EQ(therapy::effect(drug, 10), 0.8);
  drug.until_min = 10;
  EXPECT_EQ(therapy::effect(drug, 10), 0);
}

/// Collagen of a voxel under 10 nM of MMP-2 after two hours, the inhibitor given from the second
/// on.
float collagen_left(const std::vector<Intervention>& drugs) {
  State state = testing::box();
  state.interventions = drugs;
  Fields& fields = state.sites[0]->fields;
  const std::vector<float> mmp2(static_cast<std::size_t>(state.sites[0]->grid.voxels()), 10.0f);
  fields.from_host(field::mmp2, std::span<const float>(mmp2));
  const Parameters parameters = testing::default_parameters();
  for (int i = 0; i < 20; ++i) {
    state.tick = static_cast<std::uint32_t>(i * 60);  // 6 min
    testing::run_once(state, parameters, "ecm", 6);
  }
  return fields.to_host(field::ecm)[0];
}

TEST(Drug, AProteaseInhibitorSlowsTheLossOfCollagenFromItsDateOn) {
  const double hour = std::exp(-0.09 * 10);
  EXPECT_NEAR(collagen_left({}), hour * hour, 1e-5);
  EXPECT_NEAR(collagen_left({inhibitor(60, 1)}), hour, 1e-5);
  EXPECT_NEAR(collagen_left({inhibitor(60, 0.5)}), hour * std::sqrt(hour), 1e-5);
  EXPECT_NEAR(collagen_left({inhibitor(0, 0.5), inhibitor(0, 0.5)}), std::sqrt(hour), 1e-5);
}

}  // namespace
}  // namespace metastasim
