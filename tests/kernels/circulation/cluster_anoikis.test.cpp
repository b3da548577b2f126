// Neighbours are a hold: time counts f times as fast for anoikis in a cluster,
//   S = exp(-ln 2 (f t / t_half)^q)   (circulate.cu)
#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/journey.hpp"

namespace metastasim {
namespace {

constexpr int n = 100'000;
constexpr double half_min = 600, shape = 2, tick_h = 2;

Parameters anoikis(double in_cluster) {
  Parameters out = testing::harmless_journey();
  testing::set_parameter(out, "circulation.anoikis_half", half_min);
  testing::set_parameter(out, "circulation.anoikis_shape", shape);
  testing::set_parameter(out, "circulation.cluster.anoikis", in_cluster);
  return out;
}

/// Cells that have died within so many hours, alone or in clusters, in a tube where the stream stands
/// nearly still.
int dead(const Parameters& parameters, std::uint32_t members, double hours) {
  State state = testing::world(3600 * tick_h);
  testing::lay_vessels(state, *state.sites[0], {{0, 160, 160}, {320, 160, 160}},
                       {{0, 1, 10, 1e-4f, 0}});
  testing::set_off_clusters(state, n / members, members, {0, 0, 160, 160});
  testing::board_clusters(state, parameters);  // takes a tick
  const int at_once = n - static_cast<int>(state.travellers.read_count());
  testing::travel(state, parameters, 3600 * (hours - tick_h));
  return at_once + testing::intending(state, Intent::die);
}

void expect_law(int found, double felt_min) {
  const double p = 1 - std::exp(-std::log(2.0) * std::pow(felt_min / half_min, shape));
  EXPECT_NEAR(found, n * p, 3.5 * std::sqrt(n * p * (1 - p)));
}

TEST(ClusterAnoikis, MembersLiveByTheLawWithTheirTimeSlowed) {
  for (const double hours : {6.0, 10.0, 16.0}) {
    SCOPED_TRACE(hours);
    expect_law(dead(anoikis(0.25), 1, hours), 60 * hours);
    expect_law(dead(anoikis(0.25), 4, hours), 0.25 * 60 * hours);
    expect_law(dead(anoikis(1), 4, hours), 60 * hours);
  }
}

TEST(ClusterAnoikis, SparesEveryMemberWhereNeighboursAreAFullHold) {
  EXPECT_EQ(dead(anoikis(0), 4, 40), 0);
}

}  // namespace
}  // namespace metastasim
