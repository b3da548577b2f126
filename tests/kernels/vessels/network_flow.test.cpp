#include "kernels/vessels/network_flow.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "host/geometry/secomb.hpp"
#include "kernels/core/error.hpp"
#include "tests/support/shared_data.hpp"

namespace metastasim::vessels {
namespace {

struct Tube {
  int from, to;
  double diameter_um = 10, length_um = 100;
};

/// Nodes 0 .. n-1 numbered from 1 in their names.
Network network_of(int nodes, const std::vector<Tube>& tubes,
                   const std::vector<BoundaryCondition>& boundary) {
  Network out;
  for (int n = 0; n < nodes; ++n) out.nodes.push_back({static_cast<std::uint64_t>(n + 1)});
  for (const Tube& t : tubes)
    out.segments.push_back({out.segments.size() + 1, t.from, t.to, t.diameter_um, t.length_um});
  out.boundary = boundary;
  return out;
}

FlowOptions water() {
  FlowOptions options;
  options.viscosity = {ViscosityLaw::constant, 1, 92, 3};
  options.fixed_haematocrit = true;
  return options;
}

double conductance(const Tube& t) { return poiseuille_conductance(t.diameter_um, t.length_um, 3); }

TEST(NetworkFlow, VesselsInSeriesAddTheirResistances) {
  const Tube a{0, 1, 10, 100}, b{1, 2, 6, 50};
  const FlowResult r = solve_flow(
      network_of(3, {a, b}, {{0, Boundary::pressure, 40}, {2, Boundary::pressure, 10}}), water());
  const double expected = 30 / (1 / conductance(a) + 1 / conductance(b));
  EXPECT_NEAR(r.flow_nl_per_min[0] / expected, 1, 1e-14);
  EXPECT_NEAR(r.pressure_mmhg[1], 40 - expected / conductance(a), 1e-12);
  EXPECT_NEAR(r.wall_shear_pa[1],
              (r.pressure_mmhg[1] - 10) * pa_per_mmhg * b.diameter_um / (4 * b.length_um), 1e-10);
}

TEST(NetworkFlow, VesselsInParallelAddTheirConductances) {
  const Tube a{0, 1, 10, 100}, b{1, 0, 6, 50};  // b is listed against the flow
  const FlowResult r = solve_flow(
      network_of(2, {a, b}, {{0, Boundary::flow, 5}, {1, Boundary::pressure, 10}}), water());
  EXPECT_NEAR(r.pressure_mmhg[0], 10 + 5 / (conductance(a) + conductance(b)), 1e-12);
  EXPECT_NEAR(r.flow_nl_per_min[0] - r.flow_nl_per_min[1], 5, 1e-14);
  EXPECT_LT(r.flow_nl_per_min[1], 0);
}

/// Two wide tubes side by side between two narrow ones: the pressures at their ends differ by little more
/// than a double can tell, so their flows are not what flows in and out.
TEST(NetworkFlow, FlowsThatDoNotBalanceAreNotToldAsSettled) {
  const auto between = [](double wide_um) {
    return solve_flow(
        network_of(4, {{0, 1, 0.5, 1e4}, {1, 2, wide_um, 1}, {1, 2, wide_um, 2}, {2, 3, 0.5, 1e4}},
                   {{0, Boundary::pressure, 40}, {3, Boundary::pressure, 10}}),
        water());
  };
  const FlowResult usual = between(20), impossible = between(400);
  EXPECT_LT(usual.imbalance, most_imbalance);
  EXPECT_TRUE(usual.converged);
  EXPECT_GT(impossible.imbalance, most_imbalance);
  EXPECT_FALSE(impossible.converged);
  EXPECT_EQ(impossible.status[1], SegmentStatus::not_converged);
}

TEST(NetworkFlow, ABifurcationSeparatesCellsAsTheLawSays) {
  // parent 10 um at Hd 0.45 with 10 nl/min; 3 of them leave through the 8 um daughter
  const Network y = network_of(
      4, {{0, 1, 10}, {1, 2, 8}, {1, 3, 6}},
      {{0, Boundary::flow, 10, 0.45}, {2, Boundary::flow, -3}, {3, Boundary::pressure, 5}});
  const FlowResult r = solve_flow(y, {});
  EXPECT_NEAR(r.flow_nl_per_min[2], 7, 1e-13);
  EXPECT_NEAR(r.haematocrit[0], 0.45, 1e-15);
  EXPECT_NEAR(r.haematocrit[1], 0.176918 * 0.45 * 10 / 3, 1e-6);
  EXPECT_NEAR(r.haematocrit[1] * 3 + r.haematocrit[2] * 7, 4.5, 1e-14);
  EXPECT_TRUE(r.converged);
}

TEST(NetworkFlow, NoDaughterIsPackedBeyondOneAndTheExcessGoesToTheOther) {
  const Network y = network_of(
      4, {{0, 1, 6}, {1, 2, 12}, {1, 3, 4}},
      {{0, Boundary::flow, 10, 0.7}, {2, Boundary::flow, -3}, {3, Boundary::pressure, 5}});
  const FlowResult r = solve_flow(y, {});
  EXPECT_LE(*std::max_element(r.haematocrit.begin(), r.haematocrit.end()), 1);
  EXPECT_NEAR(r.haematocrit[1] * 3 + r.haematocrit[2] * 7, 7, 1e-13);
}

TEST(NetworkFlow, DeadEndsLoopsAndIslandsCarryNothing) {
  // 0 - 1 - 2 carries; 1 - 3 ends blind; 1 - 4 - 5 - 1 is a loop on a single node; 6 - 7 is apart
  const Network n = network_of(8, {{0, 1}, {1, 2}, {1, 3}, {1, 4}, {4, 5}, {5, 1}, {6, 7}, {3, 3}},
                               {{0, Boundary::pressure, 40, 0.4}, {2, Boundary::pressure, 10}});
  const FlowResult r = solve_flow(n, {});
  for (int s : {2, 3, 4, 5, 6, 7}) {
    EXPECT_EQ(r.status[s], SegmentStatus::no_flow) << "segment " << s;
    EXPECT_EQ(r.flow_nl_per_min[s], 0) << "segment " << s;
  }
  EXPECT_GT(r.flow_nl_per_min[0], 0);
  EXPECT_EQ(r.pressure_mmhg[5], r.pressure_mmhg[1]);
  EXPECT_TRUE(std::isnan(r.pressure_mmhg[6]));
}

TEST(NetworkFlow, EqualPressuresMoveNothingAndStayFinite) {
  const Network n = network_of(4, {{0, 1}, {1, 2}, {1, 3}, {2, 3}},
                               {{0, Boundary::pressure, 20}, {3, Boundary::pressure, 20}});
  const FlowResult r = solve_flow(n, {});
  for (double q : r.flow_nl_per_min) EXPECT_NEAR(q, 0, 1e-12);
  for (double p : r.pressure_mmhg) EXPECT_NEAR(p, 20, 1e-12);
}

TEST(NetworkFlow, ImposedFlowsThatDoNotBalanceAreRefusedWithACure) {
  const Network n = network_of(2, {{0, 1}}, {{0, Boundary::flow, 5}, {1, Boundary::flow, -3}});
  try {
    solve_flow(n, {});
    FAIL() << "5 enter and 3 leave";
  } catch (const InputError& e) {
    EXPECT_NE(std::string(e.what()).find("give one"), std::string::npos) << e.what();
  }
}

TEST(NetworkFlow, APluggedVesselBearsThePressureOfTheOpenCircuit) {
  // 0 -a- 1 =(b|c)= 2 -d- 3: with b plugged everything runs through c
  const Tube a{0, 1, 10, 100}, b{1, 2, 6, 80}, c{1, 2, 7, 90}, d{2, 3, 9, 120};
  const FlowResult r = solve_flow(
      network_of(4, {a, b, c, d}, {{0, Boundary::pressure, 40}, {3, Boundary::pressure, 10}}),
      water());
  const double through_c = 30 / (1 / conductance(a) + 1 / conductance(c) + 1 / conductance(d));
  EXPECT_NEAR(r.plug_pressure_pa[1], pa_per_mmhg * through_c / conductance(c), 1e-9);
  EXPECT_NEAR(r.plug_pressure_pa[0], pa_per_mmhg * 30, 1e-9);  // nothing else leads around a
}

TEST(NetworkFlow, APlugSendsTheBloodAroundAndBearsWhatWasForetold) {
  const Tube a{0, 1, 10, 100}, b{1, 2, 6, 80}, c{1, 2, 7, 90}, d{2, 3, 9, 120};
  Network n =
      network_of(4, {a, b, c, d}, {{0, Boundary::pressure, 40}, {3, Boundary::pressure, 10}});
  const FlowResult before = solve_flow(n, water());
  n.segments[1].plugs = 1;
  const FlowResult after = solve_flow(n, water());
  EXPECT_EQ(after.status[1], SegmentStatus::plugged);
  EXPECT_LT(after.flow_nl_per_min[1], 2e-6 * before.flow_nl_per_min[1]) << "but for a leak";
  const double around = 30 / (1 / conductance(a) + 1 / conductance(c) + 1 / conductance(d));
  for (int s : {0, 2, 3}) EXPECT_NEAR(after.flow_nl_per_min[s] / around, 1, 1e-5) << s;
  EXPECT_NEAR(after.plug_pressure_pa[1] / before.plug_pressure_pa[1], 1, 1e-5);
}

TEST(NetworkFlow, PlugsInARowShareThePressureHoweverTheirVesselsAreNumbered) {
  // 0 - 1 - 4 - 5 - 2 - 3, and a way around from 1 to 2; then with 4 and 5, and the ends of each, exchanged
  const std::vector<BoundaryCondition> ends{{0, Boundary::pressure, 40},
                                            {3, Boundary::pressure, 10}};
  Network n = network_of(
      6, {{0, 1}, {1, 4, 6, 30}, {4, 5, 6, 30}, {5, 2, 6, 30}, {1, 2, 6, 90}, {2, 3}}, ends);
  Network other = network_of(
      6, {{0, 1}, {5, 1, 6, 30}, {4, 5, 6, 30}, {2, 4, 6, 30}, {1, 2, 6, 90}, {2, 3}}, ends);
  for (Network* network : {&n, &other}) {
    network->segments[1].plugs = network->segments[3].plugs = 1;
    const FlowResult r = solve_flow(*network, water());
    const double across = pa_per_mmhg * (r.pressure_mmhg[1] - r.pressure_mmhg[2]);
    EXPECT_GT(across, 0);
    for (int s : {1, 3}) EXPECT_NEAR(r.plug_pressure_pa[s] / across, 0.5, 1e-5) << s;
  }
}

/// Two equal vessels in a row, a plug in each, the first in one piece or in many.
TEST(NetworkFlow, PlugsInARowShareThePressureHoweverTheirVesselsAreCut) {
  for (const int pieces : {1, 3, 10}) {
    std::vector<Tube> tubes;
    for (int i = 0; i < pieces; ++i) tubes.push_back({i, i + 1, 6, 90.0 / pieces});
    tubes.push_back({pieces, pieces + 1, 6, 90});
    tubes.push_back({0, pieces, 6, 300});  // a branching between the two
    Network n = network_of(pieces + 2, tubes,
                           {{0, Boundary::pressure, 40}, {pieces + 1, Boundary::pressure, 10}});
    n.segments[pieces / 2].plugs = n.segments[pieces].plugs = n.segments[pieces + 1].plugs = 1;
    const FlowResult r = solve_flow(n, water());
    const double all = pa_per_mmhg * 30;
    const double both_ways = 90.0 * 300 / (90 + 300);
    EXPECT_NEAR(r.plug_pressure_pa[pieces / 2] / all, both_ways / (both_ways + 90), 1e-4) << pieces;
    for (int i = 0; i < pieces; ++i)
      EXPECT_EQ(r.status[i], i == pieces / 2 ? SegmentStatus::plugged : SegmentStatus::behind_plug);
  }
}

TEST(NetworkFlow, WhereEveryWayIsPluggedEachPlugBearsAllThePressure) {
  const Tube a{0, 1, 10, 100}, b{1, 2, 6, 80}, c{1, 2, 7, 90}, d{2, 3, 9, 120};
  Network n =
      network_of(4, {a, b, c, d}, {{0, Boundary::pressure, 40}, {3, Boundary::pressure, 10}});
  n.segments[1].plugs = n.segments[2].plugs = 1;
  const FlowResult r = solve_flow(n, water());
  for (int s : {1, 2}) EXPECT_NEAR(r.plug_pressure_pa[s] / (pa_per_mmhg * 30), 1, 1e-5);
}

TEST(NetworkFlow, APlugInAnImposedFlowBearsNoMoreThanTheNetworksRange) {
  const FlowResult r = solve_flow(
      network_of(2, {{0, 1}}, {{0, Boundary::flow, 5}, {1, Boundary::pressure, 10}}), water());
  EXPECT_NEAR(r.plug_pressure_pa[0], pa_per_mmhg * (r.pressure_mmhg[0] - 10), 1e-9);
}

TEST(NetworkFlow, SubdividingAVesselChangesNothing) {
  const std::vector<BoundaryCondition> ends{{0, Boundary::pressure, 40, 0.4},
                                            {3, Boundary::pressure, 10}};
  const FlowResult whole = solve_flow(
      network_of(4, {{0, 1, 12, 100}, {1, 2, 6, 80}, {1, 2, 7, 90}, {2, 3, 11, 120}}, ends), {});
  const FlowResult cut = solve_flow(network_of(6,
                                               {{0, 1, 12, 100},
                                                {1, 4, 6, 20},
                                                {5, 4, 6, 35},
                                                {5, 2, 6, 25},
                                                {1, 2, 7, 90},
                                                {2, 3, 11, 120}},
                                               ends),
                                    {});
  for (int part : {1, 2, 3}) {
    EXPECT_NEAR(std::abs(cut.flow_nl_per_min[part]) / whole.flow_nl_per_min[1], 1, 1e-12);
    EXPECT_NEAR(cut.haematocrit[part], whole.haematocrit[1], 1e-12);
    EXPECT_NEAR(cut.plug_pressure_pa[part] / whole.plug_pressure_pa[1], 1, 1e-12);
  }
}

/// Largest gain or loss of red cells at a node inside, relative to what passes there.
double worst_balance(const Network& n, const FlowResult& r) {
  std::vector<double> sum(n.nodes.size()), through(n.nodes.size());
  for (std::size_t s = 0; s < n.segments.size(); ++s) {
    const double cells = r.flow_nl_per_min[s] * r.haematocrit[s];
    sum[n.segments[s].from] -= cells;
    sum[n.segments[s].to] += cells;
    for (int end : {n.segments[s].from, n.segments[s].to}) through[end] += std::abs(cells) / 2;
  }
  for (const BoundaryCondition& b : n.boundary) sum[b.node] = 0;
  double worst = 0;
  for (std::size_t i = 0; i < sum.size(); ++i)
    if (through[i] > 0) worst = std::max(worst, std::abs(sum[i]) / through[i]);
  return worst;
}

TEST(NetworkFlow, RatMesenteryMatchesThePublishedProgramOnEverySegment) {
  SKIP_WITHOUT_SHARED_DATA("mesentery546/Network.dat");
  const Network n = geometry::read_secomb(testing::shared_data("mesentery546/Network.dat"));
  FlowOptions options;
  options.viscosity.cell_volume_fl = 55;
  options.pa_per_mmhg = secomb_pa_per_mmhg;
  const FlowResult r = solve_flow(n, options);
  EXPECT_TRUE(r.converged) << r.residual << " after " << r.iterations << " rounds";
  const auto reference = testing::shared_table("mesentery546/reference_double_precision.csv");
  ASSERT_EQ(reference.size(), n.segments.size());
  double flow = 0, hd = 0, shipped_flow = 0, shipped_hd = 0, pressure = 0;
  for (std::size_t s = 0; s < reference.size(); ++s) {
    flow = std::max(flow, std::abs(r.flow_nl_per_min[s] - reference[s][5]));
    hd = std::max(hd, std::abs(r.haematocrit[s] - reference[s][6]));
    pressure = std::max(pressure, std::abs(r.pressure_mmhg[n.segments[s].from] - reference[s][7]));
    shipped_flow =
        std::max(shipped_flow, std::abs(r.flow_nl_per_min[s] - n.segments[s].flow_nl_per_min));
    shipped_hd = std::max(shipped_hd, std::abs(r.haematocrit[s] - n.segments[s].haematocrit));
  }
  // the columns shipped with the file come from a program in single precision
  EXPECT_LT(shipped_flow, 1e-3 * 722.7);
  EXPECT_LT(shipped_hd, 1e-3);
  EXPECT_LT(flow, 1e-8 * 722.7);
  EXPECT_LT(hd, 1e-7);
  EXPECT_LT(pressure, 1e-6);
  EXPECT_LT(worst_balance(n, r), 1e-12);
}

}  // namespace
}  // namespace metastasim::vessels
