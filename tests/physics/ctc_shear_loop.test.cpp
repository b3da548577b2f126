// What examples/ctc_shear_loop.toml says it shows, against the laws of circulate.cu at the shear that the
// cells met. At shear tau a single cell has the hazards
//   slow      k tau / 6 Pa
//   anoikis   ln 2 (t / t_half)^2, integrated
//   rupture   within the first minutes, then never: damage stays at z c, c = a (tau / 100 Pa)^b / k_rep, so
//             that 1 / (1 + c) survive (z gamma of mean 1 and variance 1)
#include <gtest/gtest.h>

#include <cmath>

#include "host/config/reader.hpp"
#include "host/sim/model.hpp"
#include "host/sim/summary.hpp"
#include "kernels/circulation/traveller_columns.hpp"
#include "tests/support/bench.hpp"
#include "tests/support/statistics.hpp"
#include "tests/support/tree.hpp"

namespace metastasim {
namespace {

constexpr int n = 2000;  // 100,000 would take two minutes
constexpr double slow_per_min = 0.58 / 60, anoikis_half_min = 2160, rupture_per_min = 21.2,
                 rupture_exponent = 2.6, repair_per_min = 2;

struct Loop {
  Funnel funnel;             ///< after four hours; it must add up at every step
  double minutes, shear_pa;  ///< of those who live
};

Loop run_loop(std::vector<std::string> set) {
  set.push_back("injection.sample.cells=" + std::to_string(n));
  const auto read = config::read_scenario(testing::in_tree("examples/ctc_shear_loop.toml"), set);
  if (!read.scenario) throw std::runtime_error(config::render_problems(read));
  Model model = build_model(*read.scenario, testing::device());
  const int steps = static_cast<int>(read.scenario->duration_min);
  for (int minute = 0; minute < steps; ++minute) {
    advance(testing::device(), model.state, model.parameters);
    if (minute % 10 == 0) {
      EXPECT_TRUE(funnel_of(model.state).adds_up()) << "minute " << minute;
    }
  }
  const Table& t = model.state.travellers;
  const auto us = t.to_host(traveller::stream_us), dose = t.to_host(traveller::shear_dose);
  const double lived_us = testing::moments({us.begin(), us.end()}).mean;
  return {funnel_of(model.state), lived_us / 60e6,
          testing::moments({dose.begin(), dose.end()}).mean / lived_us};
}

double share_killed_by_shear(double shear_pa, double minutes) {
  const double rate = slow_per_min * shear_pa / 6;
  const double c = rupture_per_min * std::pow(shear_pa / 100, rupture_exponent) / repair_per_min;
  const auto alive = [&](double t) {
    return std::exp(-rate * t - std::log(2.0) * std::pow(t / anoikis_half_min, 2)) / (1 + c);
  };
  double slow = 0;
  constexpr int parts = 10'000;
  for (int i = 0; i < parts; ++i) slow += rate * alive((i + 0.5) * minutes / parts);
  return slow * minutes / parts + c / (1 + c);
}

void expect_killed(const Loop& loop) {
  const double p = share_killed_by_shear(loop.shear_pa, loop.minutes);
  EXPECT_NEAR(static_cast<double>(loop.funnel.died_shear), n * p, 3.5 * std::sqrt(n * p * (1 - p)))
      << loop.shear_pa << " Pa for " << loop.minutes << " min";
}

TEST(CtcShearLoop, NineInTenDieInFourHoursAndFewerAtAQuarterOfTheShear) {
  const Loop high = run_loop({});
  EXPECT_EQ(high.funnel.entered_blood, static_cast<std::uint64_t>(n));
  EXPECT_EQ(high.funnel.entries_as_cluster, 0u);
  EXPECT_EQ(high.funnel.arrests_total + high.funnel.extravasated, 0u)
      << "nothing stops a cell here";
  EXPECT_NEAR(high.minutes, 240, 1.5);
  EXPECT_NEAR(high.shear_pa, 6, 0.1);
  expect_killed(high);
  const Loop low = run_loop({"circulation.body_shear=\"1.5 Pa\"",
                             "site.chip.blood.network=\"../meshes/networks/loop_1.5Pa.csv\""});
  EXPECT_NEAR(low.shear_pa, 1.5, 0.03);
  expect_killed(low);
  const Loop none =
      run_loop({"circulation.shear_death=\"0 1/h\"", "circulation.rupture=\"0 1/min\""});
  EXPECT_EQ(none.funnel.died_shear, 0u);
}

/// Mean and variance of how many of a cluster live after so many minutes, where each dies at `rate` alone
/// and at half of it in company.
testing::Moments living(std::uint32_t members, double rate, double minutes) {
  std::vector<double> chance(members + 1, 0);
  chance[members] = 1;
  constexpr int parts = 100'000;
  for (int i = 0; i < parts; ++i)
    for (std::uint32_t m = 1; m <= members; ++m) {
      const double die = chance[m] * m * rate * (m > 1 ? 0.5 : 1) * minutes / parts;
      chance[m] -= die;
      chance[m - 1] += die;
    }
  testing::Moments out{1, 0, 0};
  for (std::uint32_t m = 0; m <= members; ++m) out.mean += m * chance[m];
  for (std::uint32_t m = 0; m <= members; ++m)
    out.sd += chance[m] * (m - out.mean) * (m - out.mean);
  out.sd = std::sqrt(out.sd);
  return out;
}

TEST(CtcShearLoop, ClustersThatHoldAreSparedAsLongAsTheyAreTwo) {
  const Loop together =
      run_loop({"injection.sample.cluster_of=8", "circulation.cluster.split=\"0 1/min\"",
                "circulation.rupture=\"0 1/min\"", "circulation.anoikis_half=\"500000 min\""});
  EXPECT_EQ(together.funnel.entries_as_cluster, static_cast<std::uint64_t>(n));
  const testing::Moments each = living(8, slow_per_min, together.minutes);
  EXPECT_NEAR(static_cast<double>(n - together.funnel.died_shear), n / 8 * each.mean,
              3.5 * std::sqrt(n / 8.0) * each.sd);
  EXPECT_GT(each.mean / 8, 2 * std::exp(-slow_per_min * together.minutes)) << "spared";
}

}  // namespace
}  // namespace metastasim
