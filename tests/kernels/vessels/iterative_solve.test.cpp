#include "kernels/vessels/iterative_solve.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "kernels/core/error.hpp"
#include "kernels/core/hash.hpp"
#include "kernels/vessels/direct_solve.hpp"
#include "kernels/vessels/probes.hpp"

namespace metastasim::vessels {
namespace {

using Vector = std::vector<double>;

void join(Conductors& c, int a, int b, double g) {
  c.from.push_back(a);
  c.to.push_back(b);
  c.conductance.push_back(g);
}

/// Between 0.01 and 100, evenly in its logarithm.
double uneven(int i) { return std::pow(10.0, double(mix64(i) % 4001) / 1000 - 2); }

double even(int) { return 1; }

/// A cube of n^3 unknowns, each joined to its neighbours, the layer z = 0 to the ground.
Conductors cube(int n, double (*conductance)(int)) {
  Conductors out;
  out.unknowns = n * n * n;
  for (int i = 0; i < n * n * n; ++i) {
    const int x = i % n, y = i / n % n, z = i / n / n;
    if (x + 1 < n) join(out, i, i + 1, conductance(4 * i));
    if (y + 1 < n) join(out, i, i + n, conductance(4 * i + 1));
    if (z + 1 < n) join(out, i, i + n * n, conductance(4 * i + 2));
    if (z == 0) join(out, i, out.ground(), conductance(4 * i + 3));
  }
  return out;
}

Vector leaving(const Conductors& c, Vector pressure) {
  pressure.push_back(0);
  Vector flow(pressure.size());
  for (int i = 0; i < c.count(); ++i) {
    const double q = c.conductance[i] * (pressure[c.from[i]] - pressure[c.to[i]]);
    flow[c.from[i]] += q;
    flow[c.to[i]] -= q;
  }
  flow.pop_back();
  return flow;
}

double largest_difference(const Vector& a, const Vector& b) {
  double most = 0;
  for (std::size_t i = 0; i < b.size(); ++i) most = std::max(most, std::abs(a[i] - b[i]));
  return most;
}

TEST(ApproximateCholesky, OfATreeIsExact) {
  Conductors tree;
  tree.unknowns = 500;
  join(tree, 0, tree.ground(), uneven(0));
  for (int i = 1; i < tree.unknowns; ++i) join(tree, i, static_cast<int>(mix64(i) % i), uneven(i));
  Vector pressure;
  for (int i = 0; i < tree.unknowns; ++i) pressure.push_back(uneven(1000 + i));
  Vector solved = leaving(tree, pressure);
  solved.push_back(0);
  ApproximateCholesky(tree).solve<1>(solved);
  EXPECT_LT(largest_difference(solved, pressure), 1e-8);
}

TEST(ApproximateCholesky, EveryLaneIsASolveOfItsOwn) {
  const Conductors c = cube(9, uneven);
  const ApproximateCholesky factor(c);
  Vector together, alone[8];
  for (int i = 0; i <= c.unknowns; ++i)
    for (int l = 0; l < 8; ++l) {
      together.push_back(i < c.unknowns ? uneven(8 * i + l) : 0);
      alone[l].push_back(together.back());
    }
  factor.solve<8>(together);
  for (int l = 0; l < 8; ++l) {
    factor.solve<1>(alone[l]);
    for (int i = 0; i < c.unknowns; ++i) ASSERT_EQ(alone[l][i], together[8 * i + l]);
  }
}

TEST(ApproximateCholesky, HoldsAsManyEntriesPerConductorHoweverLargeTheNetwork) {
  const auto per_conductor = [](int n) {
    const Conductors c = cube(n, uneven);
    return double(ApproximateCholesky(c).entries()) / c.count();
  };
  const double small = per_conductor(12), large = per_conductor(40);
  EXPECT_GT(small, 0.5);
  EXPECT_LT(large, 1.3 * small);
}

IterativeSolve solve_of(const Conductors& c) {
  IterativeSolve out(c);
  out.set(c.conductance);
  return out;
}

/// Flow that enters evenly at the top of a cube drops as much pressure in every layer.
TEST(IterativeSolve, FindsTheKnownPressuresOfALargeCube) {
  const int n = 36;
  const Conductors c = cube(n, even);
  Vector pressure, entering(c.unknowns);
  for (int i = 0; i < c.unknowns; ++i) {
    const int layer = i / n / n;
    pressure.push_back(1 + layer);
    if (i >= n * n * (n - 1)) entering[i] = 1;
  }
  EXPECT_LT(largest_difference(solve_of(c).solve(entering, 1e-12), pressure), 1e-9);
}

TEST(IterativeSolve, TakesHardlyMoreRoundsForAHundredTimesTheNetwork) {
  const auto rounds = [](int n) {
    const Conductors c = cube(n, uneven);
    Vector entering(c.unknowns);
    for (int i = 0; i < c.unknowns; ++i) entering[i] = uneven(i) - 20;
    IterativeSolve solve = solve_of(c);
    const Vector pressure = solve.solve(entering, 1e-10);
    EXPECT_LT(largest_difference(leaving(c, pressure), entering), 1e-4);
    return solve.rounds();
  };
  const int small = rounds(8), large = rounds(38);
  EXPECT_GT(small, 5);
  EXPECT_LT(large, 2 * small);
}

TEST(IterativeSolve, AgreesWithTheDirectOne) {
  const Conductors c = cube(16, uneven);
  Vector entering(c.unknowns);
  for (int i = 0; i < c.unknowns; ++i) entering[i] = uneven(i);
  DirectSolve direct(c);
  direct.set(c.conductance);
  const Vector expected = direct.solve(entering, 0);
  const double most = *std::max_element(expected.begin(), expected.end());
  EXPECT_LT(largest_difference(solve_of(c).solve(entering, 1e-13), expected), 1e-10 * most);
}

TEST(IterativeSolve, KeepsAnOldFactorOnlyWhileItHelps) {
  const Conductors c = cube(20, even);
  IterativeSolve solve = solve_of(c);
  Vector entering(c.unknowns), changed;
  entering.back() = 1;
  for (int i = 0; i < c.count(); ++i) changed.push_back(uneven(i));
  int rounds[3];
  for (int& taken : rounds) {
    solve.set(changed);
    const int before = solve.rounds();
    solve.solve(entering, 1e-10);
    taken = solve.rounds() - before;
  }
  EXPECT_GT(rounds[0], 2 * rounds[1]);
  EXPECT_EQ(rounds[1], rounds[2]);
}

/// Conductances of a cube, each changed by up to a tenth, and one all but closed.
Vector a_little_changed(const Conductors& c) {
  Vector out;
  for (int i = 0; i < c.count(); ++i)
    out.push_back(c.conductance[i] * (1 + 0.1 * double(mix64(i) % 1000) / 1000));
  out[c.count() / 2] *= 1e-6;
  return out;
}

/// The factor of other conductances leads to the same pressures as one of these, and resistances are
/// always those of the last conductances.
TEST(DirectSolve, AFactorOfBeforeFindsThePressuresOfNow) {
  Conductors c = cube(12, uneven);
  Vector entering(c.unknowns);
  for (int i = 0; i < c.unknowns; ++i) entering[i] = uneven(i);
  DirectSolve kept(c);
  kept.set(c.conductance);
  kept.solve(entering, 0);
  c.conductance = a_little_changed(c);
  DirectSolve anew(c);
  anew.set(c.conductance);
  const Vector expected = anew.solve(entering, 0);
  const double most = *std::max_element(expected.begin(), expected.end());
  kept.set(c.conductance);
  const Vector found = kept.solve(entering, 1e-12);
  EXPECT_NE(found, expected) << "solved anew, so this test shows nothing";
  EXPECT_LT(largest_difference(found, expected), 1e-10 * most);
  EXPECT_EQ(kept.end_to_end_resistance(), anew.end_to_end_resistance());
  EXPECT_EQ(kept.solve(entering, 0), expected);
}

TEST(IterativeSolve, RefusesWhatDoublePrecisionCannotHold) {
  IterativeSolve solve(cube(4, even));
  solve.set(Vector(4 * 4 * 4 * 3 - 2 * 4 * 4, 0.0));
  EXPECT_THROW(solve.solve(Vector(4 * 4 * 4, 1.0), 1e-8), NumericalError);
}

Vector probed(const Conductors& c) {
  DirectSolve direct(c);
  direct.set(c.conductance);
  Probes probes(c);
  while (probes.next()) {
    const Vector flow = probes.flow();
    Vector pressure(flow.size());
    for (int lane = 0; lane < Probes::at_once; ++lane) {
      Vector one(c.unknowns);
      for (int i = 0; i < c.unknowns; ++i) one[i] = flow[i * Probes::at_once + lane];
      one = direct.solve(one, 0);
      for (int i = 0; i < c.unknowns; ++i) pressure[i * Probes::at_once + lane] = one[i];
    }
    probes.answer(pressure);
  }
  return probes.resistance();
}

TEST(Probes, EstimateTheResistanceBetweenTheEndsOfEveryConductor) {
  const Conductors c = cube(13, uneven);
  DirectSolve direct(c);
  direct.set(c.conductance);
  const Vector exact = direct.end_to_end_resistance(), estimate = probed(c);
  double squares = 0, bias = 0;
  for (int i = 0; i < c.count(); ++i) {
    const double off = c.conductance[i] * (estimate[i] - exact[i]);
    bias += off / c.count();
    squares += off * off / c.count();
  }
  EXPECT_LT(std::sqrt(squares), 0.03);
  EXPECT_LT(std::abs(bias), 0.003);
}

TEST(Probes, KnowAConductorThatNothingLeadsAround) {
  Conductors c = cube(8, even);
  c.unknowns += 1;  // the old ground, on one conductor of its own
  join(c, c.unknowns - 1, c.ground(), 5);
  EXPECT_NEAR(probed(c).back(), 0.2, 1e-12);
}

}  // namespace
}  // namespace metastasim::vessels
