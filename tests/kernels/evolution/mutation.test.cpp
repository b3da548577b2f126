#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "kernels/colonies/colony_columns.hpp"
#include "kernels/evolution/traits.hpp"
#include "kernels/state/fingerprint.hpp"
#include "kernels/tissue/cycle.hpp"
#include "tests/kernels/tissue/crowd.hpp"

namespace metastasim {
namespace {

constexpr int many = 100000;
constexpr double probability = 0.2;

Parameters mutating(double p) {
  Parameters parameters = testing::default_parameters();
  testing::set_cell(parameters, "mutation", "cell.*.mutation.probability", p);
  testing::set_cell(parameters, "mutation", "cell.*.mutation.of_division", 0.3);
  return parameters;
}

/// Cells of the original clone that came out of a division in this very tick.
State newborn(int n) {
  State state = testing::founders(n);
  Table& cells = state.sites[0]->cells;
  state.tick = 17;
  testing::set_all(cells, cell::clone, std::uint64_t{0});
  testing::set_all(cells, cell::born, state.tick);
  testing::set_all(cells, cell::divisions, 1u);
  return state;
}

std::vector<std::uint64_t> clones(const State& state) {
  return state.sites[0]->cells.to_host(cell::clone);
}

TEST(Mutation, NewClonesAreBinomialAndEachHasANumberOfItsOwn) {
  State state = newborn(many);
  testing::run_once(state, mutating(probability), "mutation", 1);
  const auto found = clones(state);
  const auto mutants = many - std::ranges::count(found, 0u);
  const double mean = many * probability;
  EXPECT_NEAR(static_cast<double>(mutants), mean, 3.5 * std::sqrt(mean * (1 - probability)));
  const std::set<std::uint64_t> different(found.begin(), found.end());
  EXPECT_EQ(static_cast<std::ptrdiff_t>(different.size()), mutants + 1);
}

TEST(Mutation, NeutralFactorsHaveMeanOneAndTheirSpread) {
  State state = newborn(many);
  testing::run_once(state, mutating(1), "mutation", 1);
  std::vector<double> factor, logarithm;
  for (const float f : state.sites[0]->cells.to_host(trait::division)) {
    factor.push_back(f);
    logarithm.push_back(std::log(f));
  }
  const testing::Estimate f(factor), l(logarithm);
  EXPECT_NEAR(f.mean, 1, 3.5 * f.mean_error);
  EXPECT_NEAR(l.variance, 0.09, 3.5 * l.variance_error);
}

TEST(Mutation, TraitsVaryIndependently) {
  constexpr double spread = 0.3, mean = -0.5 * spread * spread;  // of the logarithms
  Parameters parameters = mutating(1);
  for (const char* trait : {"division", "motility", "EMT", "shear_resistance"})
    testing::set_cell(parameters, "mutation", (std::string("cell.*.mutation.of_") + trait).c_str(),
                      spread);
  State state = newborn(many);
  testing::run_once(state, parameters, "mutation", 1);
  std::vector<std::vector<float>> traits;
  for (const auto& trait : {trait::division, trait::motility, trait::emt, trait::shear})
    traits.push_back(state.sites[0]->cells.to_host(trait));
  for (std::size_t a = 0; a < traits.size(); ++a)
    for (std::size_t b = 0; b < a; ++b) {
      std::vector<double> product;
      for (std::size_t i = 0; i < many; ++i)
        product.push_back((std::log(traits[a][i]) - mean) * (std::log(traits[b][i]) - mean));
      const testing::Estimate covariance(product);
      EXPECT_NEAR(covariance.mean, 0, 3.5 * covariance.mean_error) << a << " and " << b;
    }
}

TEST(Mutation, ZeroProbabilityMakesNoClone) {
  State state = newborn(many);
  testing::run_once(state, mutating(0), "mutation", 1);
  EXPECT_EQ(std::ranges::count(clones(state), 0u), many);
  EXPECT_EQ(std::ranges::count(state.sites[0]->cells.to_host(trait::division), 1.0f), many);
}

TEST(Mutation, HappensToTheNewbornOnly) {
  State state = newborn(1000);
  Table& cells = state.sites[0]->cells;
  testing::set_all(cells, cell::born, 16u);
  testing::run_once(state, mutating(1), "mutation", 1);
  state.tick = 0;  // the first cells of a run were born before it
  testing::set_all(cells, cell::born, 0u);
  testing::set_all(cells, cell::divisions, 0u);
  testing::run_once(state, mutating(1), "mutation", 1);
  EXPECT_EQ(std::ranges::count(clones(state), 0u), 1000);
}

TEST(Mutation, DaughtersInheritCloneAndTraitsExactly) {
  State state = testing::founders(100);
  Table& cells = state.sites[0]->cells;
  std::vector<float> trait(cells.capacity());
  for (std::size_t i = 0; i < trait.size(); ++i) trait[i] = 1.0f / static_cast<float>(i + 3);
  cells.from_host(trait::motility, std::span<const float>(trait));
  testing::set_all(cells, cell::intent, static_cast<std::uint8_t>(Intent::divide));
  testing::run_once(state, mutating(0), "resolve_intents", 1);
  ASSERT_EQ(cells.read_count(), 200u);
  const auto clone = cells.to_host(cell::clone);
  const auto inherited = cells.to_host(trait::motility);
  for (std::size_t i = 0; i < 200; ++i) EXPECT_EQ(inherited[i], trait[clone[i]]);
}

TEST(Mutation, BothDaughtersMayMutateAndDifferFromEachOther) {
  State state = testing::founders(1);
  Table& cells = state.sites[0]->cells;
  testing::set_all(cells, cell::intent, static_cast<std::uint8_t>(Intent::divide));
  testing::run_once(state, mutating(0), "resolve_intents", 1);
  --state.tick;
  testing::run_once(state, mutating(1), "mutation", 1);
  const auto clone = clones(state);
  const auto factor = cells.to_host(trait::division);
  EXPECT_NE(clone[0], 0u);
  EXPECT_NE(clone[1], 0u);
  EXPECT_NE(clone[0], clone[1]);
  EXPECT_NE(factor[0], factor[1]);
}

TEST(Mutation, DoesNotDependOnStorageOrder) {
  State state = newborn(1000), other = newborn(1000);
  testing::reorder(other.sites[0]->cells, testing::shuffled(1000, 5));
  testing::run_once(state, mutating(probability), "mutation", 1);
  testing::run_once(other, mutating(probability), "mutation", 1);
  EXPECT_EQ(fingerprint(state), fingerprint(other));
}

TEST(Mutation, ACloneDividesByItsFactorAsInSoilThatGrantsAsMuch) {
  const auto stages = [](const Column<float>& column, float factor) {
    State state = testing::founders(20000);
    state.tick = 1;
    testing::set_all(state.sites[0]->cells, column, factor);
    testing::run_once(state, testing::default_parameters(), "cycle", 6);
    return state.sites[0]->cells.to_host(cycle::stage);
  };
  const auto twice = stages(trait::division, 2);
  EXPECT_EQ(twice, stages(colony::growth, 2));
  EXPECT_GT(std::ranges::count(twice, 1), std::ranges::count(stages(trait::division, 1), 1));
  EXPECT_EQ(std::ranges::count(stages(trait::division, 0), 1), 0);
}

}  // namespace
}  // namespace metastasim
