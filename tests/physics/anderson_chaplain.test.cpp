// Sprouts on a lattice against the statistics of an independent program of the published rules (20 seeds each).
#include <gtest/gtest.h>
#include <omp.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>
#include <vector>

#include "kernels/lattice/sprouting.hpp"
#include "tests/kernels/tissue/crowd.hpp"
#include "tests/support/bench.hpp"

namespace metastasim {
namespace {

using lattice::Sprouting;
using lattice::SproutingCounts;
using lattice::SproutingParams;

constexpr int seeds = 20, first_sprouts = 9, steps_per_time = 100;

/// Means over the seeds.
struct Means {
  double sprouts = 0, active_tips = 0, branches = 0, vessel_voxels = 0, reached = 0,
         anastomoses = 0;
  void add(const SproutingCounts& c) {
    sprouts += c.sprouts / double{seeds};
    active_tips += c.active_tips / double{seeds};
    branches += c.branches(first_sprouts) / double{seeds};
    vessel_voxels += c.vessel_voxels / double{seeds};
    reached += c.reached / seeds;
    anastomoses += c.anastomoses() / double{seeds};
  }
};

std::vector<Means> run(const SproutingParams& params, const std::vector<int>& times) {
  std::vector<Means> out(times.size());
  for (int seed = 1; seed <= seeds; ++seed) {
    Sprouting model(testing::device(), params, static_cast<std::uint64_t>(seed));
    int done = 0;
    for (std::size_t t = 0; t < times.size(); ++t) {
      model.advance((times[t] - done) * steps_per_time);
      done = times[t];
      out[t].add(model.counts());
    }
  }
  return out;
}

struct Band {
  double mean, sd;
};
struct Published {
  Band sprouts, active_tips, vessel_voxels, reached;
  double branches, anastomoses;
};

/// In SD: 3.5 standard errors of the difference of two means of 20. (3 SD, as the published comparison
/// asks, would let a bias of a sixth of all sprouts pass.)
const double allowed = 3.5 * std::sqrt(2.0 / seeds);

/// Branches and anastomoses scatter as sprouts do.
void expect_within(const Published& p, const Means& m) {
  const auto near = [](double ours, double theirs, double sd) {
    EXPECT_NEAR(ours, theirs, allowed * sd);
  };
  near(m.sprouts, p.sprouts.mean, p.sprouts.sd);
  near(m.active_tips, p.active_tips.mean, p.active_tips.sd);
  near(m.vessel_voxels, p.vessel_voxels.mean, p.vessel_voxels.sd);
  near(m.reached, p.reached.mean, p.reached.sd);
  near(m.branches, p.branches, p.sprouts.sd);
  near(m.anastomoses, p.anastomoses, p.sprouts.sd + p.active_tips.sd);
  std::printf("sprouts %.2f, tips %.2f, branches %.2f, voxels %.1f, x %.3f, anastomoses %.2f\n",
              m.sprouts, m.active_tips, m.branches, m.vessel_voxels, m.reached, m.anastomoses);
}

TEST(AndersonChaplain, NetworksTowardALinearTumourAreThePublishedOnes) {
  const auto means = run({}, {1, 2, 4, 8});
  expect_within({{9.0, 0}, {8.85, 0.37}, {576, 15}, {0.20, 0.01}, 0, 0.15}, means[0]);
  expect_within({{9.85, 0.93}, {8.60, 0.75}, {1080, 36}, {0.37, 0.03}, 0.85, 1.25}, means[1]);
  expect_within({{33.1, 4.9}, {10.2, 2.5}, {2222, 202}, {0.74, 0.04}, 24.1, 22.9}, means[2]);
  expect_within({{101, 14}, {8.4, 2.1}, {4039, 461}, {1.00, 0.005}, 92, 92.8}, means[3]);
}

TEST(AndersonChaplain, WithoutChemotaxisSproutsNeverLeaveTheParentVessel) {
  SproutingParams params;
  params.chemotaxis = 0;
  const Means means = run(params, {4})[0];
  expect_within({{9.0, 0}, {8.0, 1.0}, {301, 71}, {0.04, 0.01}, 0, 1.0}, means);
  EXPECT_LT(means.reached, 0.05);
}

TEST(AndersonChaplain, HaptotaxisSlowsArrival) {
  SproutingParams without;
  without.haptotaxis = 0;
  EXPECT_GT(run(without, {1})[0].reached, run({}, {1})[0].reached);
}

/// x of every branch point until sprouts have reached the tumour.
std::vector<double> branch_points(std::uint64_t seed) {
  Sprouting model(testing::device(), {}, seed);
  std::vector<double> out;
  std::size_t known = first_sprouts;
  for (int step = 0; step < 8 * steps_per_time; ++step) {
    model.advance(1);
    const auto x = model.tips_x();
    for (; known < x.size(); ++known) out.push_back(x[known]);
  }
  return out;
}

TEST(AndersonChaplain, BranchesStandNearerTheTumour) {
  std::vector<double> means, in_nearer_half;
  for (int seed = 1; seed <= seeds; ++seed) {
    const auto x = branch_points(static_cast<std::uint64_t>(seed));
    means.push_back(std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size()));
    const auto nearer = std::ranges::count_if(x, [](double at) { return at > 0.5; });
    in_nearer_half.push_back(static_cast<double>(nearer) / static_cast<double>(x.size()));
  }
  const testing::Estimate place(means), share(in_nearer_half);
  EXPECT_GT(place.mean, 0.5 + 3.5 * place.mean_error);
  EXPECT_GT(share.mean, 0.5 + 3.5 * share.mean_error);
  std::printf("x %.3f +- %.3f, nearer half %.3f +- %.3f\n", place.mean, place.mean_error,
              share.mean, share.mean_error);
}

TEST(AndersonChaplain, OneAnswerForAnyNumberOfThreads) {
  const auto of = [](int threads) {
    const int usual = omp_get_max_threads();
    omp_set_num_threads(threads);
    Sprouting model(testing::device(), {}, 3);
    model.advance(500);
    omp_set_num_threads(usual);
    const SproutingCounts c = model.counts();
    return std::vector<double>{double(c.sprouts), double(c.active_tips), double(c.vessel_voxels),
                               c.reached};
  };
  EXPECT_EQ(of(1), of(3));
}

}  // namespace
}  // namespace metastasim
