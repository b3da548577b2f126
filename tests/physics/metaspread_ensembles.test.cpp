// MetaSpread in its full length against every number of the shared tables (docs/validation/lattice.md has a record).
// The first five days are part of every test run; what takes minutes only with METASTASIM_EXHAUSTIVE=1.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "tests/support/metaspread.hpp"
#include "tests/support/one_by_one.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/statistics.hpp"

namespace metastasim {
namespace {

using namespace testing::metaspread;
using testing::Moments;

const char* const twelve_thousand = "config_A_12000_10seeds.csv";
const char* const clamped = "config_A_clamped_12000_5seeds.csv";
const char* const twice_as_long = "config_A_24000_2seeds.csv";

std::vector<int> thousands(int first, int last) {
  std::vector<int> out;
  for (int step = first; step <= last; step += 1000) out.push_back(step);
  return out;
}

/// Relative, of the published numbers.
constexpr double digits = 1e-5;

/// Two seeds say little of their scatter: it is taken as large as ours at least.
double z_against(Moments theirs, const Moments& us) {
  if (theirs.n < 5) theirs.sd = std::max(theirs.sd, us.sd);
  return testing::z_of(us, theirs, digits);
}

void print(int step, Measure c, const Moments& theirs, const Moments& us) {
  std::printf("| %d | %s | %.6g +- %.3g | %.6g +- %.3g | %+.2f | %+.2f |\n", step, names[c],
              theirs.mean, theirs.sd, us.mean, us.sd,
              (us.mean - theirs.mean) / std::hypot(theirs.sd, digits * theirs.mean + 1e-300),
              z_against(theirs, us));
}

/// Every mean within 3 SD of the published ensemble, as the published comparison asks, and within 3.5
/// standard errors of its mean, so that a bias shows. (SD of ours where nothing has happened yet in any
/// of their few runs.)
void compare(const std::string& file, const std::vector<Record>& found,
             const std::vector<int>& steps, const std::vector<Measure>& compared) {
  const auto theirs = published(file);
  std::printf("%s\n| step | number | published | ours | SD off | z |\n", file.c_str());
  for (const int step : steps)
    for (const Measure c : compared) {
      const Moments them = testing::moments(at(theirs, step, c)),
                    us = testing::moments(at(found, step, c));
      print(step, c, them, us);
      EXPECT_LT(std::abs(z_against(them, us)), 3.5) << names[c] << " at step " << step;
      if (them.n < 5) continue;
      const double rounding = digits * them.mean;
      EXPECT_NEAR(us.mean, them.mean, 3 * (them.sd > rounding ? them.sd : us.sd) + rounding)
          << names[c] << " at step " << step;
    }
}

const std::vector<Measure> of_the_tumour{mesenchymal, epithelial, occupied, radius,
                                         ecm_lost,    mmp2_max,   mmp2_mass};
/// Their scatter is that of vessels thrown at random; CellsThatMoveOneByOne... does without it.
const std::vector<Measure> of_the_journey{intravasations, mesenchymal_intravasated,
                                          epithelial_intravasated, cluster_intravasations,
                                          units_at_exit};
/// A handful at any moment.
const std::vector<Measure> on_the_way{mesenchymal_in_transit, epithelial_in_transit,
                                      units_in_transit, clusters_in_transit};

void expect_one_law(const char* what, const std::vector<double>& theirs,
                    const std::vector<double>& us) {
  const auto ks = testing::kolmogorov_smirnov(theirs, us);
  const Moments a = testing::moments(theirs), b = testing::moments(us);
  std::printf("KS, %s: published n %.0f mean %.4g, ours n %.0f mean %.4g: D %.3f, p %.3f\n", what,
              a.n, a.mean, b.n, b.mean, ks.distance, ks.p);
  EXPECT_GT(ks.p, 0.005) << what;
}

/// Of one seed: cells for each entry at a step.
std::vector<double> cells_an_entry(const std::vector<Record>& records, int when) {
  std::vector<double> out;
  for (const Record& r : records)
    if (r[step] == when && r[intravasations] > 0)
      out.push_back((r[mesenchymal_intravasated] + r[epithelial_intravasated]) / r[intravasations]);
  return out;
}

class MetaSpreadEnsembles : public ::testing::Test {
 protected:
  void SetUp() override { SKIP_WITHOUT_SHARED_DATA(std::string("metaspread/") + twelve_thousand); }
};

class LongMetaSpreadEnsembles : public MetaSpreadEnsembles {
 protected:
  void SetUp() override {
    if (std::getenv("METASTASIM_EXHAUSTIVE") == nullptr)
      GTEST_SKIP() << "long: set METASTASIM_EXHAUSTIVE=1";
    MetaSpreadEnsembles::SetUp();
  }
};

TEST_F(MetaSpreadEnsembles, TheFirstHoursOfTwentySeeds) {
  const std::vector<int> steps{100, 200, 300, 400, 500, 600, 700, 800};
  compare("config_A_early_20seeds.csv", ours({"metaspread_primary.toml", 101, 20, steps}), steps,
          of_the_tumour);
}

TEST_F(MetaSpreadEnsembles, FiveDaysOfTwentySeeds) {
  const auto steps = thousands(1000, 12000);
  const auto found = ours({"metaspread_primary.toml", 1, 20, steps, units_show});
  compare(twelve_thousand, found, steps, of_the_tumour);
  compare(clamped, found, {12000}, of_the_tumour);
  compare(twelve_thousand, found, {4000, 8000, 12000}, of_the_journey);
  compare(twelve_thousand, found, {4000, 8000, 12000}, on_the_way);
  auto theirs = published(twelve_thousand);
  expect_one_law("entries of a run", at(theirs, 12000, intravasations),
                 at(found, 12000, intravasations));
  expect_one_law("units at exit of a run", at(theirs, 12000, units_at_exit),
                 at(found, 12000, units_at_exit));
  expect_one_law("cells an entry, by run", cells_an_entry(theirs, 12000),
                 cells_an_entry(found, 12000));
  expect_one_law("cells of lone entries", sizes_of_lone_entries(theirs),
                 sizes_of_lone_entries(found));
}

TEST_F(LongMetaSpreadEnsembles, ElevenDays) {
  const auto steps = thousands(13000, 24000);
  const auto found = ours({"metaspread_primary.toml", 1, 6, steps, units_show});
  compare(twice_as_long, found, steps, of_the_tumour);
  compare(twice_as_long, found, {16000, 20000, 24000}, of_the_journey);
}

/// Differences between ours and cells that move one by one, of runs with the same vessels.
TEST_F(LongMetaSpreadEnsembles, CellsThatMoveOneByOneInTheSameLayoutsDoTheSame) {
  constexpr int layouts = 60, steps = 6000;
  const Ensemble wanted{"metaspread_primary.toml", 1, layouts, {steps}};
  const auto found = ours(wanted);
  std::vector<double> entries(layouts), cells(layouts), m(layouts), e(layouts);
#pragma omp parallel for schedule(dynamic, 1)
  for (int i = 0; i < layouts; ++i) {
    Device device;
    OneByOne other(model_of(wanted, wanted.first_seed + i, device).state, 1);
    other.advance(steps);
    entries[i] = found[i][intravasations] - other.entries();
    cells[i] =
        found[i][mesenchymal_intravasated] + found[i][epithelial_intravasated] - other.entered();
    m[i] = found[i][mesenchymal] - other.mesenchymal();
    e[i] = found[i][epithelial] - other.epithelial();
  }
  const auto expect_none = [](const char* what, const std::vector<double>& differences) {
    const Moments d = testing::moments(differences);
    std::printf("one by one, %s: difference %.2f +- %.2f\n", what, d.mean, d.standard_error());
    EXPECT_NEAR(d.mean, 0, 3.5 * d.standard_error()) << what;
  };
  expect_none("entries", entries);
  expect_none("cells entered", cells);
  expect_none("M", m);
  expect_none("E", e);
}

TEST_F(LongMetaSpreadEnsembles, AsManySurviveAsTheDrawsSay) {
  double expected = 0, variance = 0, found = 0;
  for (const Record& r : ours({"../../examples/metaspread_2d.toml", 1, 20, {12000}})) {
    expected += r[survivors_expected];
    variance += r[survivors_variance];
    found += r[survivors];
  }
  std::printf("survivors: %.0f, expected %.2f +- %.2f\n", found, expected, std::sqrt(variance));
  EXPECT_NEAR(found, expected, 2.576 * std::sqrt(variance) + 0.5);  // 99 %
}

}  // namespace
}  // namespace metastasim
