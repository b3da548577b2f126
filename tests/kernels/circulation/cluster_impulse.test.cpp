// The impulse of shear in the great vessels as clusters meet it: each member feels its share, and the bonds
// wear by the whole,  W = s (tau / 100 Pa)^c t.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/kernels/circulation/waiting_in_the_body.hpp"

namespace metastasim {
namespace {

constexpr int n = 200'000;
constexpr double shear_pa = 200, time_ms = 200, minutes = time_ms / 60e3;

Parameters impulse() {
  Parameters out = testing::harmless_journey();
  testing::set_parameter(out, "circulation.body_shear", 0);
  testing::set_parameter(out, "circulation.great_vessel_shear", shear_pa);
  testing::set_parameter(out, "circulation.great_vessel_time", time_ms);
  testing::set_parameter(out, "circulation.repair", 0);
  return out;
}

/// Pairs that leave the left heart; a moment later.
State pairs_gone_on(const Parameters& parameters) {
  State state = testing::waiting_in("left heart", Phase::shed, n, 0.001, 1);
  Table& t = state.travellers;
  std::vector<std::uint64_t> leader = t.to_host(cell::id);
  for (std::size_t i = 0; i < leader.size(); ++i) leader[i] -= i % 2;
  t.from_host(traveller::members, std::span<const std::uint32_t>(std::vector<std::uint32_t>(n, 2)));
  t.from_host(traveller::entry, std::span<const std::uint64_t>(leader));
  t.from_host(traveller::cluster, std::span<const std::uint64_t>(leader));
  testing::travel(state, parameters, 0.001);
  return state;
}

TEST(ClusterImpulse, IsFeltInPartByEachMember) {
  for (const double share : {0.5, 1.0}) {
    Parameters parameters = impulse();
    testing::set_parameter(parameters, "circulation.rupture", 60);
    testing::set_parameter(parameters, "circulation.rupture_exponent", 2.6);
    testing::set_parameter(parameters, "circulation.cluster.shear", share);
    const State state = pairs_gone_on(parameters);
    const double alive = std::exp(-60 * std::pow(share * shear_pa / 100, 2.6) * minutes);
    EXPECT_NEAR(n - testing::intending(state, Intent::die), n * alive,
                3.5 * std::sqrt(n * alive * (1 - alive)))
        << share;
  }
}

TEST(ClusterImpulse, WearsTheBondsByAllOfItWhateverTheMembersFeel) {
  for (const double exponent : {1.0, 3.0}) {
    Parameters parameters = impulse();
    testing::set_parameter(parameters, "circulation.cluster.split", 30);
    testing::set_parameter(parameters, "circulation.cluster.split_exponent", exponent);
    const auto members = pairs_gone_on(parameters).travellers.to_host(traveller::members);
    const auto pairs = static_cast<double>(std::ranges::count(members, 2u)) / 2;
    const double hold = std::exp(-30 * std::pow(shear_pa / 100, exponent) * minutes);
    const double all = n / 2.0;
    EXPECT_NEAR(pairs, all * hold, 3.5 * std::sqrt(all * hold * (1 - hold))) << exponent;
  }
}

}  // namespace
}  // namespace metastasim
