#include "kernels/vessels/rheology.hpp"

#include <gtest/gtest.h>

#include "tests/support/shared_data.hpp"

namespace metastasim::vessels {
namespace {

TEST(Rheology, ViscosityLawsMatchTheTableToTwelveDigits) {
  SKIP_WITHOUT_SHARED_DATA("law_values.csv");
  const auto rows = testing::shared_table("law_values.csv");
  ASSERT_EQ(rows.size(), 112u);
  for (const auto& row : rows) {
    const double d = row[0], h = row[1];
    EXPECT_NEAR(viscosity_in_vivo(d, h, 92) / row[2], 1, 1e-12) << "D " << d << " H " << h;
    EXPECT_NEAR(viscosity_in_vivo(d, h, 55) / row[3], 1, 1e-12) << "D " << d << " H " << h;
    EXPECT_NEAR(viscosity_in_vitro(d, h) / row[4], 1, 1e-12) << "D " << d << " H " << h;
  }
}

TEST(Rheology, PhaseSeparationMatchesTheTableToTwelveDigits) {
  SKIP_WITHOUT_SHARED_DATA("split_values.csv");
  const auto rows = testing::shared_table("split_values.csv");
  ASSERT_EQ(rows.size(), 130u);
  for (const auto& row : rows) {
    const Fork fork{row[1], row[2], row[3], row[4]};
    const double newer = red_cell_share(PhaseSeparation::pries2005, row[0], fork);
    const double older = red_cell_share(PhaseSeparation::pries1989, row[0], fork);
    EXPECT_NEAR(newer, row[5], 1e-12 * row[5]);
    EXPECT_NEAR(older, row[6], 1e-12 * row[6]);
  }
}

TEST(Rheology, TheTwoDaughtersShareAllRedCells) {
  for (double x = 0.01; x < 1; x += 0.07)
    for (double parent : {1.5, 4.0, 9.0}) {
      const double a = red_cell_share(PhaseSeparation::pries2005, x, {5, 8, parent, 0.3});
      const double b = red_cell_share(PhaseSeparation::pries2005, 1 - x, {8, 5, parent, 0.3});
      EXPECT_NEAR(a + b, 1, 1e-14) << "x " << x << ", parent " << parent << " um";
    }
}

TEST(Rheology, NarrowVesselsAndPackedCellsStayFinite) {
  for (double d : {0.1, 0.9, 1.1, 2.0, 3.0})
    for (double h : {0.0, 0.5, 1.0, 1.3}) {
      EXPECT_GT(viscosity_in_vivo(d, h, 55), 1);
      EXPECT_LT(viscosity_in_vivo(d, h, 55), 1e4);
    }
  EXPECT_NEAR(detail::HaematocritTerm(50)(0.45), 1, 1e-14);
}

TEST(Rheology, PoiseuilleInTheUnitsOfNetworks) {
  // nine digits, as the factor is published
  EXPECT_NEAR(poiseuille_conductance(10, 100, 3, secomb_pa_per_mmhg) * 100 * 3 / 1e4, 0.196300453,
              5e-10);
  // wall shear = pressure drop x diameter / (4 length), whatever the flow
  const double drop_mmhg = 2, flow = drop_mmhg * poiseuille_conductance(8, 150, 4.2);
  EXPECT_NEAR(poiseuille_wall_shear(flow, 8, 4.2), drop_mmhg * pa_per_mmhg * 8 / (4 * 150), 1e-12);
  // 1 nl/min = 1e6 um^3/min through a vessel of 10 um^2 runs 1e5 um/min
  EXPECT_NEAR(mean_velocity(1, math::sqrt(40 / math::pi)), 1e5 / 60e3, 1e-12);
}

}  // namespace
}  // namespace metastasim::vessels
