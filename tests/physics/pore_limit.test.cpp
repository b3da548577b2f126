// The pore limit of Wolf et al. 2013 (doi 10.1083/jcb.201210152): without proteases the speed in
// collagen falls linearly with pore area and is zero at a tenth of the nucleus; proteases restore it.
#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "kernels/tissue/motion.hpp"
#include "tests/kernels/tissue/crowd.hpp"

namespace metastasim {
namespace {

constexpr double pore_areas[] = {2, 4, 6, 8, 10, 15, 20, 30, 40, 50, 60};

struct Setting {
  double nucleus_um2 = 70;
  double hours_of_proteolysis = 0;
};

/// Mean speed of mesenchymal cells strewn over a block of 1.7 mg/mL collagen, um/min.
double speed(double pore_area_um2, const Setting& setting) {
  State state = testing::box();
  Site& site = *state.sites[0];
  testing::place(state, site, testing::strewn(4000, 0, 319));
  testing::set_phenotype(site, Phenotype::mesenchymal);
  Parameters parameters = testing::default_parameters();
  testing::set_site(parameters, "motility", "site.*.pore_area", pore_area_um2);
  testing::set_site(parameters, "motility", "site.*.collagen", 1.7);
  testing::set_cell(parameters, "motility", "cell.*.nucleus_area", setting.nucleus_um2);
  for (double h = 0; h < setting.hours_of_proteolysis; ++h)
    for (const char* name : {"mmp2", "ecm"}) testing::run_once(state, parameters, name, 60);
  testing::run_once(state, parameters, "motility", 1);
  double sum = 0;
  std::vector<std::int32_t> step[3];
  for (int a = 0; a < 3; ++a)
    step[a] = site.cells.to_host(std::array{motion::step_x, motion::step_y, motion::step_z}[a]);
  for (std::size_t i = 0; i < 4000; ++i)
    sum += std::sqrt(std::pow(step[0][i], 2) + std::pow(step[1][i], 2) + std::pow(step[2][i], 2));
  return sum / units_per_um / 4000;
}

/// Line through the speeds of cells that move: where it meets zero, and how well it fits.
struct Line {
  double zero_um2, r_squared;
};
Line fit(const Setting& setting) {
  double n = 0, x = 0, y = 0, xx = 0, xy = 0, yy = 0;
  for (const double area : pore_areas) {
    const double v = speed(area, setting);
    if (v == 0 || area >= setting.nucleus_um2) continue;
    n += 1, x += area, y += v, xx += area * area, xy += area * v, yy += v * v;
  }
  const double slope = (n * xy - x * y) / (n * xx - x * x);
  const double r2 = std::pow(n * xy - x * y, 2) / ((n * xx - x * x) * (n * yy - y * y));
  return {(x - y / slope) / n, r2};
}

TEST(PoreLimit, TumourCellsWithoutProteasesStopBetween5And9SquareMicrometres) {
  const Line line = fit({});
  EXPECT_GT(line.zero_um2, 5);
  EXPECT_LT(line.zero_um2, 9);
  EXPECT_GT(line.r_squared, 0.9);
  EXPECT_EQ(speed(6, {}), 0);
}

TEST(PoreLimit, SmallerNucleiPassNarrowerPores) {
  EXPECT_NEAR(fit({.nucleus_um2 = 40}).zero_um2, 4, 0.5);  // T cell
  EXPECT_NEAR(fit({.nucleus_um2 = 20}).zero_um2, 2, 0.5);  // neutrophil
}

TEST(PoreLimit, ProteasesLetCellsPassWhereTheyWouldStick) {
  for (const double area : {4.0, 6.0, 10.0, 30.0})
    EXPECT_GT(speed(area, {.hours_of_proteolysis = 24}), speed(area, {})) << area;
}

}  // namespace
}  // namespace metastasim
