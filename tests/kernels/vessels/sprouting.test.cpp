#include <gtest/gtest.h>

#include <cmath>

#include "kernels/state/fingerprint.hpp"
#include "kernels/vessels/blood_flow.hpp"
#include "kernels/vessels/sprouts.hpp"
#include "kernels/vessels/vessel_geometry.hpp"
#include "tests/support/straight_vessel.hpp"
#include "tests/support/two_vessels.hpp"

namespace metastasim {
namespace {

const std::string at = "site.*.blood.angiogenesis.";

void set(Parameters& parameters, const char* name, double value) {
  testing::set(parameters, "sprouting", (at + name).c_str(), value);
}

/// Every endothelial cell sprouts.
Parameters eager() {
  Parameters p = testing::default_parameters();
  set(p, "sprouting", 1);
  return p;
}

struct Vec {
  double x, y, z;
};
struct Piece {
  std::uint64_t id, sprout;
  Vec from, to;
  double length, flow;
};
double distance(Vec a, Vec b) { return std::hypot(a.x - b.x, a.y - b.y, a.z - b.z); }

std::vector<Piece> sprouts(const State& state) {
  const Table &s = state.vessels.segments, &n = state.vessels.nodes;
  const auto id = s.to_host(segment::id), sprout = s.to_host(segment::sprout);
  const auto from = s.to_host(segment::from), to = s.to_host(segment::to);
  const auto length = s.to_host(segment::length), flow = s.to_host(segment::flow);
  const auto x = n.to_host(node::x), y = n.to_host(node::y), z = n.to_host(node::z);
  const auto place = [&](std::int32_t row) {
    return Vec{to_um(x[row]), to_um(y[row]), to_um(z[row])};
  };
  std::vector<Piece> out;
  for (std::size_t i = 0; i < id.size(); ++i)
    if (sprout[i] != 0)
      out.push_back({id[i], sprout[i], place(from[i]), place(to[i]), length[i], flow[i]});
  return out;
}

void hours(State& state, const Parameters& p, int n) {
  for (int i = 0; i < n; ++i) {
    testing::run_once(state, p, "sprouting", 60);
    testing::run_once(state, p, "blood_flow", 60);
  }
}

TEST(Sprouting, WithoutVegfThereIsNoSproutWhateverTheSeed) {
  const Parameters p = eager();
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    State state = testing::with_two_vessels();
    state.seed = seed;
    hours(state, p, 5);
    ASSERT_TRUE(sprouts(state).empty()) << "seed " << seed;
  }
}

TEST(Sprouting, WithARateOfZeroNothingHappensAtAll) {
  Parameters p = testing::default_parameters();
  set(p, "sprouting", 0);
  State state = testing::with_two_vessels();
  testing::set_vegf(*state.sites[0], [](float, float y, float) { return y; });
  const auto before = fingerprint(state.vessels.segments, segment::id, 0);
  hours(state, p, 5);
  EXPECT_EQ(fingerprint(state.vessels.segments, segment::id, 0), before);
}

TEST(Sprouting, BeginsAsOftenAsTheLawSays) {
  Parameters p = testing::default_parameters();
  set(p, "sprouting", 2e-2);
  set(p, "sprout_spacing", 0);
  set(p, "reach", 0);  // so many stand close to one another
  const double cells = 2 * M_PI * 4 * 5 / 400;
  const double chance = 1 - std::exp(-2e-2 * cells * 0.5 * 60);
  const int seeds = 782, vessels = 128;
  std::size_t begun = 0;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    State state = testing::with_two_vessels({.pieces = vessels / 2});
    testing::set_vegf(*state.sites[0], [](float, float, float) { return 0.5f; });  // V_half
    state.seed = seed;
    testing::run_once(state, p, "sprouting", 60);
    begun += sprouts(state).size();
  }
  const double n = seeds * vessels;
  EXPECT_NEAR(begun / n, chance, 3.5 * std::sqrt(chance * (1 - chance) / n));
}

TEST(Sprouting, ASproutKeepsOthersAway) {
  State state = testing::with_two_vessels({.pieces = 32});
  testing::set_vegf(*state.sites[0], [](float, float, float) { return 100.0f; });
  testing::run_once(state, eager(), "sprouting", 60);
  const auto all = sprouts(state);
  ASSERT_GE(all.size(), 4u);
  for (const Piece& a : all)
    for (const Piece& b : all) EXPECT_TRUE(a.id == b.id || distance(a.from, b.from) > 79.9);
}

TEST(Sprouting, TipsClimbTheSlopeAtTheirSpeed) {
  State state = testing::with_two_vessels();
  testing::set_vegf(*state.sites[0], [](float, float y, float) { return y; });
  hours(state, eager(), 1);
  const auto young = sprouts(state);
  ASSERT_FALSE(young.empty());
  hours(state, eager(), 4);
  for (const Piece& piece : sprouts(state))
    EXPECT_LE(piece.length, 30.001);  // a step and the reach
  double risen = 0;
  int number = 0;
  for (const Piece& piece : young)
    if (piece.from.y < 100) {
      EXPECT_NEAR(piece.length, 20, 1e-3);
      EXPECT_NEAR(piece.to.y - piece.from.y, 20, 0.01);  // sideways is straight up the slope here
      for (const Piece& later : sprouts(state))
        if (later.sprout == piece.sprout) risen = std::max(risen, later.to.y - piece.from.y);
      ++number;
    }
  ASSERT_GT(number, 0);
  EXPECT_GT(risen, 70);  // of 100 at most
}

TEST(Sprouting, ASproutThatReachesAVesselOfLowerPressureCarriesBlood) {
  Parameters p = eager();
  set(p, "reach", 30);
  State state = testing::with_two_vessels();
  testing::set_vegf(*state.sites[0], [](float, float y, float) { return y; });
  hours(state, p, 5);
  for (const Piece& piece : sprouts(state)) EXPECT_EQ(piece.flow, 0) << "a blind end carries blood";
  hours(state, p, 10);
  int flowing = 0;
  double leaving = 0;  // the vessel of higher pressure
  for (const Piece& piece : sprouts(state)) {
    flowing += piece.flow != 0;
    if (piece.from.y == 60) leaving += piece.flow;
  }
  EXPECT_GE(flowing, 8);
  EXPECT_GT(leaving, 1);
}

TEST(Sprouting, BloodIsConservedWhereSproutsLeaveAndJoin) {
  State state = testing::with_two_vessels();
  testing::set_vegf(*state.sites[0], [](float, float y, float) { return y; });
  hours(state, eager(), 15);
  const auto from = state.vessels.segments.to_host(segment::from);
  const auto to = state.vessels.segments.to_host(segment::to);
  const auto flow = state.vessels.segments.to_host(segment::flow);
  const auto port = state.vessels.nodes.to_host(node::port);
  std::vector<double> balance(port.size());
  for (std::size_t s = 0; s < flow.size(); ++s) {
    balance[from[s]] -= flow[s];
    balance[to[s]] += flow[s];
  }
  for (std::size_t n = 0; n < port.size(); ++n) EXPECT_NEAR(port[n] == 0 ? balance[n] : 0, 0, 1e-4);
}

TEST(Sprouting, IsTheSameWhateverOtherSitesDo) {
  const Parameters p = [] {
    Parameters two = testing::default_parameters(2);
    const std::size_t sprouting = testing::process_index("sprouting");
    for (const ParamSpec& spec : cascade()[sprouting].process.params.specs)
      if (spec.key == at + "sprouting")
        for (std::size_t site : {0, 1}) two.set(sprouting, spec, site, 1);
    return two;
  }();
  const auto grown = [&](bool second) {
    State state = testing::box(16);
    add_site(state, testing::device(), "lung", Grid{16, 16, 16, 20});
    for (auto& site : state.sites) testing::add_two_vessels(state, *site, {});
    vessels::rebuild_vessel_geometry(state, testing::device());
    testing::run_once(state, p, "blood_flow", 60);
    testing::set_vegf(*state.sites[0], [](float, float y, float) { return y; });
    if (second) testing::set_vegf(*state.sites[1], [](float, float, float z) { return z; });
    hours(state, p, 12);
    return state;
  };
  const auto in_first = [](const State& state) {
    const VesselRange range = state.vessels.of_site[0];
    auto flow = state.vessels.segments.to_host(segment::flow);
    flow.resize(range.segments);
    return flow;
  };
  const State alone = grown(false), both = grown(true);
  EXPECT_GT(alone.vessels.of_site[0].segments, 40u);
  EXPECT_EQ(alone.vessels.of_site[1].segments, 16u);
  EXPECT_GT(both.vessels.of_site[1].segments, 20u);
  EXPECT_EQ(in_first(alone).size(), in_first(both).size());
  const auto site = both.vessels.segments.to_host(segment::site);
  for (std::uint32_t row = 0; row < site.size(); ++row)
    EXPECT_EQ(site[row], row < both.vessels.of_site[1].first_segment ? 0 : 1);
}

}  // namespace
}  // namespace metastasim
