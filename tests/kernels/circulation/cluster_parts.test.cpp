// Bonds fail at the rate  k = k_s (tau / 100 Pa)^s  as long as there are any (circulate.cu): a pair stays
// one for a time of Exp(k). A cluster of n falls into j and n - j with any j as likely as another, so
// the mean number of its parts obeys
//   dN_n/dt = k (2 / (n - 1) sum of N_j, j < n,  - N_n)     N_1 = 1,  N_n(0) = 1
// whatever the step.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

#include "kernels/circulation/traveller_columns.hpp"
#include "tests/support/journey.hpp"
#include "tests/support/statistics.hpp"

namespace metastasim {
namespace {

constexpr std::uint32_t clusters = 100'000;
constexpr float shear_pa = 50;
constexpr double at_100_pa = 4, exponent = 3, rate = at_100_pa / 8;

Parameters bonds() {
  Parameters out = testing::harmless_journey();
  testing::set_parameter(out, "circulation.cluster.split", at_100_pa);
  testing::set_parameter(out, "circulation.cluster.split_exponent", exponent);
  return out;
}

/// In a tube in which they rest.
State resting(std::uint32_t members, double step_s) {
  State state = testing::world(step_s);
  testing::lay_vessels(state, *state.sites[0], {{0, 160, 160}, {320, 160, 160}},
                       {{0, 1, 10, 1e-4f, shear_pa}});
  testing::set_off_clusters(state, clusters, members, {0, 0, 160, 160});
  return state;
}

/// How many parts each has fallen into.
std::vector<double> parts(const State& state, std::uint32_t members) {
  const auto entry = state.travellers.to_host(traveller::entry);
  std::vector<double> out;
  for (std::size_t first = 0; first < entry.size(); first += members)
    out.push_back(
        static_cast<double>(std::set(entry.begin() + static_cast<std::ptrdiff_t>(first),
                                     entry.begin() + static_cast<std::ptrdiff_t>(first + members))
                                .size()));
  return out;
}

/// N_n(t), as the mean over the Poisson number of failures of bonds that never cease:
/// N(t) = sum of e^-kt (kt)^m / m! A^m 1,  with  A N = 2 / (n - 1) sum of N_j,  A N_1 = N_1.
double mean_parts(std::uint32_t n, double kt) {
  std::vector<double> now(n + 1, 1), next(n + 1, 1);
  double weight = std::exp(-kt), sum = 0;
  for (int m = 0; m < 200; ++m) {
    sum += weight * now[n];
    double below = 0;
    for (std::uint32_t i = 2; i <= n; ++i) {
      below += now[i - 1];
      next[i] = 2 / (i - 1.0) * below;
    }
    now = next;
    weight *= kt / (m + 1);
  }
  return sum;
}

TEST(ClusterParts, APairStaysOneForAnExponentialTimeWhateverTheStep) {
  const Parameters parameters = bonds();
  std::vector<std::vector<double>> runs;
  for (const double step_s : {60.0, 15.0}) {
    State state = resting(2, step_s);
    for (int minute = 1; minute <= 4; ++minute) {
      testing::travel(state, parameters, 60);
      const auto in_parts = parts(state, 2);
      const double whole = static_cast<double>(std::ranges::count(in_parts, 1.0));
      const double p = std::exp(-rate * minute);
      EXPECT_NEAR(whole, clusters * p, 3.5 * std::sqrt(clusters * p * (1 - p))) << minute << " min";
      if (minute == 4) runs.push_back(in_parts);
    }
  }
  EXPECT_EQ(runs[0], runs[1]) << "the same pairs, too";
}

TEST(ClusterParts, LargerClustersFallIntoAsManyAsTheChainSays) {
  const Parameters parameters = bonds();
  for (const std::uint32_t members : {3u, 6u}) {
    for (const double step_s : {60.0, 30.0}) {
      State state = resting(members, step_s);
      for (int minute = 1; minute <= 3; ++minute) {
        testing::travel(state, parameters, 60);
        const testing::Moments found = testing::moments(parts(state, members));
        EXPECT_NEAR(found.mean, mean_parts(members, rate * minute), 3.5 * found.standard_error())
            << members << " cells, " << minute << " min in steps of " << step_s << " s";
      }
    }
  }
}

}  // namespace
}  // namespace metastasim
