#include "kernels/vessels/elimination_order.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <Eigen/SparseCholesky>

#include "host/geometry/capillary_bed.hpp"
#include "kernels/vessels/network_flow.hpp"

namespace metastasim::vessels {
namespace {

/// A cube of n^3 unknowns, each coupled to its neighbours.
Coupling cube(int n) {
  Coupling out;
  for (int i = 0; i < n * n * n; ++i) {
    const int x = i % n, y = i / n % n, z = i / n / n;
    out.places.push_back({double(x), double(y), double(z)});
    if (x + 1 < n) out.pairs.emplace_back(i, i + 1);
    if (y + 1 < n) out.pairs.emplace_back(i, i + n);
    if (z + 1 < n) out.pairs.emplace_back(i, i + n * n);
  }
  return out;
}

std::ptrdiff_t entries_of_factor(const Coupling& coupling, const std::vector<int>& order) {
  const auto size = static_cast<int>(order.size());
  std::vector<int> row(order.size());
  for (int i = 0; i < size; ++i) row[order[i]] = i;
  std::vector<Eigen::Triplet<double>> entries;
  for (int i = 0; i < size; ++i) entries.emplace_back(i, i, 7.0);
  for (const auto& [a, b] : coupling.pairs)
    entries.emplace_back(std::max(row[a], row[b]), std::min(row[a], row[b]), -1.0);
  Eigen::SparseMatrix<double> matrix(size, size);
  matrix.setFromTriplets(entries.begin(), entries.end());
  const Eigen::SimplicialLDLT<Eigen::SparseMatrix<double>, Eigen::Lower,
                              Eigen::NaturalOrdering<int>>
      factor(matrix);
  return factor.matrixL().nestedExpression().nonZeros();
}

TEST(EliminationOrder, NamesEveryUnknownOnce) {
  for (const int n : {1, 5, 18}) {
    std::vector<int> order = elimination_order(cube(n));
    std::sort(order.begin(), order.end());
    for (int i = 0; i < n * n * n; ++i) ASSERT_EQ(order[i], i);
  }
}

/// Row after row a cube of n^3 fills n^5; dissected, some n^4.
TEST(EliminationOrder, FillsFarLessThanRowAfterRow) {
  const int n = 18;
  const Coupling coupling = cube(n);
  ASSERT_GE(coupling.places.size(), least_dissected);
  EXPECT_LT(entries_of_factor(coupling, elimination_order(coupling)), 0.35 * n * n * n * n * n);
}

/// A network large enough for old factors and conjugate gradients balances at every node too.
TEST(NetworkFlow, OfALargeNetworkBalancesAtEveryNode) {
  geometry::CapillaryBed bed;
  bed.block_um = {1800, 1800, 1800};
  bed.length_density_mm_per_mm3 = 110;
  const Network network = geometry::generate_capillary_bed(bed);
  ASSERT_GT(network.segments.size(), 9000u);
  FlowOptions options;
  options.tolerance = 1e-6;
  const FlowResult flow = solve_flow(network, options);
  EXPECT_TRUE(flow.converged);
  std::vector<double> missing(network.nodes.size());
  double fastest = 0;
  for (std::size_t s = 0; s < network.segments.size(); ++s) {
    missing[network.segments[s].from] -= flow.flow_nl_per_min[s];
    missing[network.segments[s].to] += flow.flow_nl_per_min[s];
    fastest = std::max(fastest, std::abs(flow.flow_nl_per_min[s]));
  }
  for (const BoundaryCondition& b : network.boundary) missing[b.node] = 0;
  for (const double m : missing) ASSERT_LT(std::abs(m), 1e-8 * fastest);
}

}  // namespace
}  // namespace metastasim::vessels
