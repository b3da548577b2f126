// What examples/metaspread_2d.toml says of the journey, asked of the example as it stands: clusters survive
// fifty times more often than single cells (2.5e-2 and 5e-4), and almost nobody does. A run of it has some
// dozens of journeys; here the same model gets many.
#include <gtest/gtest.h>

#include <cmath>

#include "host/sim/model.hpp"
#include "kernels/state/cell_columns.hpp"
#include "tests/support/journey.hpp"
#include "tests/support/metaspread.hpp"
#include "tests/support/statistics.hpp"

namespace metastasim {
namespace {

constexpr double single_survival = 5e-4, cluster_survival = 2.5e-2;
constexpr std::uint32_t at_a_time = 1000;  // a cell looks for its companions among all on the way
constexpr std::uint32_t journey_ticks = 180;

Model example(const std::vector<std::string>& overrides = {}) {
  const testing::metaspread::Ensemble wanted{
      "../../examples/metaspread_2d.toml", 1, 1, {}, overrides};
  return testing::metaspread::model_of(wanted, 1, testing::device());
}

/// Of each cluster that enters, how many cells live at the end of the journey.
std::vector<double> living(Model model, int clusters, std::uint32_t members) {
  State& state = model.state;
  std::vector<double> out;
  while (out.size() < static_cast<std::size_t>(clusters)) {
    state.travellers.set_count(0);
    ++state.tick;
    testing::set_off_clusters(state, at_a_time, members, {});
    state.tick += journey_ticks;
    testing::run_once(state, model.parameters, "lattice_transit", 40.0 / 60);
    const auto intent = state.travellers.to_host(cell::intent);
    for (std::size_t row = 0; row < intent.size(); ++row) {
      if (row % members == 0) out.push_back(0);
      out.back() += intent[row] == static_cast<std::uint8_t>(Intent::leave_vessel);
    }
  }
  return out;
}

/// How many of them there are, each of which lives whole or dies whole.
struct Survival {
  double n, lived;
  double share() const { return lived / n; }
  double relative_error() const { return std::sqrt((1 - share()) / lived); }
};

Survival whole_units(const std::vector<double>& living, std::uint32_t members) {
  Survival s{static_cast<double>(living.size()), 0};
  for (const double cells : living) {
    EXPECT_TRUE(cells == 0 || cells == members) << cells;
    s.lived += cells == members;
  }
  return s;
}

TEST(MetaSpreadSurvival, ClustersOfTheExampleSurviveFiftyTimesMoreOftenThanSingleCells) {
  const Survival single = whole_units(living(example(), 1'000'000, 1), 1);
  const Survival cluster =
      whole_units(living(example({"lattice.disaggregation=0"}), 100'000, 4), 4);
  const auto error = [](double p, double n) { return std::sqrt(p * (1 - p) / n); };
  EXPECT_NEAR(single.share(), single_survival, 3.5 * error(single_survival, single.n));
  EXPECT_NEAR(cluster.share(), cluster_survival, 3.5 * error(cluster_survival, cluster.n));
  EXPECT_NEAR(cluster.share() / single.share() / 50, 1,
              3.5 * std::hypot(single.relative_error(), cluster.relative_error()));
}

/// Cells that live of a cluster, where each leaves it with probability 1/2 and one that is left alone is
/// a single.
double cells_expected(int members) {
  const double all = std::exp2(-members), one_left = members * all;
  const double together = members * 0.5 - one_left;
  return cluster_survival * together + single_survival * (members - together);
}

TEST(MetaSpreadSurvival, AlmostNobodySurvivesAndThoseWhoEnterTogetherMoreOften) {
  for (const int members : {2, 3, 4}) {
    const auto found =
        testing::moments(living(example(), 100'000, static_cast<std::uint32_t>(members)));
    EXPECT_NEAR(found.mean, cells_expected(members), 3.5 * found.standard_error()) << members;
    EXPECT_LT(found.mean / members, 0.02) << members;
    EXPECT_GT(found.mean / members, 10 * single_survival) << members;
  }
}

}  // namespace
}  // namespace metastasim
