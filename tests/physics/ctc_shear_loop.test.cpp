// What examples/ctc_shear_loop.toml says it shows.
#include <gtest/gtest.h>

#include "host/config/reader.hpp"
#include "host/sim/model.hpp"
#include "host/sim/summary.hpp"
#include "tests/support/bench.hpp"
#include "tests/support/tree.hpp"

namespace metastasim {
namespace {

/// The funnel after four hours; it must add up at every step.
Funnel run_loop(const std::vector<std::string>& set) {
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
  return funnel_of(model.state);
}

const std::vector<std::string> few{"injection.sample.cells=800"};
std::vector<std::string> few_and(std::vector<std::string> more) {
  more.insert(more.end(), few.begin(), few.end());
  return more;
}

TEST(CtcShearLoop, NineInTenDieInFourHoursAndFewerAtAQuarterOfTheShear) {
  const Funnel high = run_loop(few);
  EXPECT_EQ(high.entered_blood, 800u);
  EXPECT_EQ(high.entries_as_cluster, 0u);
  EXPECT_EQ(high.arrests_total + high.extravasated, 0u) << "nothing stops a cell here";
  EXPECT_GE(static_cast<double>(high.died_shear), 0.87 * 800);
  EXPECT_LE(static_cast<double>(high.died_shear), 0.99 * 800);
  const Funnel low =
      run_loop(few_and({"circulation.body_shear=\"1.5 Pa\"",
                        "site.chip.blood.network=\"../meshes/networks/loop_1.5Pa.csv\""}));
  EXPECT_LT(low.died_shear, high.died_shear - 80);
  const Funnel none =
      run_loop(few_and({"circulation.shear_death=\"0 1/h\"", "circulation.rupture=\"0 1/min\""}));
  EXPECT_EQ(none.died_shear, 0u);
}

TEST(CtcShearLoop, ClustersThatHoldAreSpared) {
  const Funnel alone = run_loop(few),
               together = run_loop(few_and(
                   {"injection.sample.cluster_of=8", "circulation.cluster.split=\"0 1/min\""}));
  EXPECT_EQ(together.entries_as_cluster, 800u);
  EXPECT_LT(together.died_shear, alone.died_shear - 80);
}

}  // namespace
}  // namespace metastasim
