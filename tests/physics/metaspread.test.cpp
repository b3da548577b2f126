// The lattice model against ensembles of an independent program of MetaSpread's rules (config A), and against its own
// published closed form. Vessels and start positions are random in both, so means are compared.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <numeric>
#include <set>

#include "host/config/reader.hpp"
#include "host/sim/model.hpp"
#include "host/sim/summary.hpp"
#include "kernels/invasion/mmp2.hpp"
#include "kernels/state/field_columns.hpp"
#include "tests/support/lattice.hpp"
#include "tests/support/shared_data.hpp"

namespace metastasim {
namespace {

/// Places of these columns in the shared tables.
enum Column : std::size_t {
  step_column = 1,
  mesenchymal = 2,
  epithelial = 3,
  occupied = 8,
  radius = 9,
  ecm_lost = 20,
  mmp2_mass = 23
};
constexpr Column compared[] = {mesenchymal, epithelial, occupied, radius, ecm_lost, mmp2_mass};
using Row = std::map<Column, double>;

double sum(const std::vector<float>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

/// Largest distance of an occupied voxel from the centroid of the occupied voxels.
double radius_of(const std::set<std::pair<int, int>>& voxels) {
  double x = 0, y = 0, largest = 0;
  const auto n = static_cast<double>(voxels.size());
  for (const auto& v : voxels) {
    x += v.first / n;
    y += v.second / n;
  }
  for (const auto& v : voxels) largest = std::max(largest, std::hypot(v.first - x, v.second - y));
  return largest;
}

Row measure(const Site& site) {
  std::set<std::pair<int, int>> voxels;
  for (const Voxel v : testing::voxels_of_cells(site)) voxels.emplace(v.x, v.y);
  double counts[2] = {};
  for (const std::uint8_t phenotype : site.cells.to_host(cell::phenotype)) ++counts[phenotype];
  const auto ecm = site.fields.to_host(field::ecm);
  return {{epithelial, counts[0]},
          {mesenchymal, counts[1]},
          {occupied, static_cast<double>(voxels.size())},
          {radius, radius_of(voxels)},
          {ecm_lost, static_cast<double>(ecm.size()) - sum(ecm)},
          {mmp2_mass, sum(site.fields.to_host(field::mmp2)) +
                          sum(site.fields.to_host(invasion::mmp2::carry))}};
}

Model model_of(const std::string& file, int seed) {
  const auto read = config::read_scenario(std::string(METASTASIM_SCENARIOS) + file,
                                          {"seed=" + std::to_string(seed)});
  if (!read.scenario) throw std::runtime_error(config::render_problems(read));
  return build_model(*read.scenario, testing::device());
}
Model primary(int seed) { return model_of("/metaspread_primary.toml", seed); }

struct Statistics {
  double n = 0, total = 0, squares = 0;
  void add(double value) {
    ++n;
    total += value;
    squares += value * value;
  }
  double mean() const { return total / n; }
  double sd() const { return std::sqrt(std::max(0.0, (squares - total * total / n) / (n - 1))); }
};
using Ensemble = std::map<int, std::map<Column, Statistics>>;  ///< by step

Ensemble published(const char* file) {
  Ensemble out;
  for (const auto& row : testing::shared_table(file))
    for (const Column c : compared) out[static_cast<int>(row[step_column])][c].add(row[c]);
  return out;
}

Ensemble ours(int first_seed, int seeds, const std::vector<int>& at_steps) {
  Ensemble out;
  for (int seed = first_seed; seed < first_seed + seeds; ++seed) {
    Model model = primary(seed);
    for (const int at : at_steps) {
      testing::step(model.state, model.parameters, at - static_cast<int>(model.state.tick));
      for (const auto& [column, value] : measure(*model.state.sites[0])) out[at][column].add(value);
    }
  }
  return out;
}

/// Means within 3 SD of the published ensemble.
void expect_agreement(Ensemble& published, Ensemble& found) {
  for (auto& [step, columns] : found)
    for (auto& [column, ours] : columns) {
      const Statistics& theirs = published.at(step).at(column);
      EXPECT_NEAR(ours.mean(), theirs.mean(), 3 * theirs.sd() + 1e-4 * theirs.mean())
          << "column " << column << " at step " << step;
      std::printf("%6d  column %2zu: %10.3f +- %8.3f, published %10.3f +- %8.3f\n", step,
                  static_cast<std::size_t>(column), ours.mean(), ours.sd(), theirs.mean(),
                  theirs.sd());
    }
}

TEST(MetaSpread, TheTumourIsThePublishedOne) {
  Model model = primary(1);
  const Row start = measure(*model.state.sites[0]);
  EXPECT_EQ(start.at(mesenchymal), 233);
  EXPECT_EQ(start.at(epithelial), 155);
  EXPECT_EQ(start.at(occupied), 97);
  EXPECT_NEAR(start.at(radius), 5.39, 0.005);
  EXPECT_EQ(model.state.vessels.segments.read_count(), 10u);
}

/// Mean distance from the middle, in voxels, of the cells of a phenotype.
double mean_distance(const Site& site, Phenotype wanted) {
  const auto phenotype = site.cells.to_host(cell::phenotype);
  const auto voxels = testing::voxels_of_cells(site);
  double total = 0, n = 0;
  for (std::size_t i = 0; i < voxels.size(); ++i) {
    if (phenotype[i] != static_cast<std::uint8_t>(wanted)) continue;
    total += std::hypot(voxels[i].x - 100, voxels[i].y - 100);
    ++n;
  }
  return total / n;
}

TEST(MetaSpread, TheExampleShowsMesenchymalCellsLeadAFrontThatDissolvesTheCollagen) {
  Model model = model_of("/../../examples/metaspread_2d.toml", 1);
  const Site& breast = *model.state.sites[0];
  testing::step(model.state, model.parameters, 1500);
  EXPECT_GT(mean_distance(breast, Phenotype::mesenchymal),
            mean_distance(breast, Phenotype::epithelial));
  const auto ecm = breast.fields.to_host(field::ecm);
  EXPECT_LT(ecm[100 * 201 + 100], 0.2f);
  EXPECT_GT(ecm[100 * 201 + 160], 0.999f);
  EXPECT_TRUE(funnel_of(model.state).adds_up());
}

TEST(MetaSpread, EarlyEnsembleAgrees) {
  const char* file = "metaspread/config_A_early_20seeds.csv";
  SKIP_WITHOUT_SHARED_DATA(file);
  Ensemble theirs = published(file), found = ours(101, 20, {100, 200, 400, 800});
  expect_agreement(theirs, found);
}

TEST(MetaSpread, LateEnsembleAgrees) {
  const char* file = "metaspread/config_A_12000_10seeds.csv";
  SKIP_WITHOUT_SHARED_DATA(file);
  const bool exhaustive = std::getenv("METASTASIM_EXHAUSTIVE") != nullptr;
  Ensemble theirs = published(file);
  Ensemble found = exhaustive ? ours(1, 20, {2000, 4000, 6000, 8000, 10000, 12000})
                              : ours(1, 3, {2000, 4000, 8000});
  expect_agreement(theirs, found);
}

}  // namespace
}  // namespace metastasim
