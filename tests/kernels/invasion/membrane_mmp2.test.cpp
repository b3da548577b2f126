// What MMP-2 alone does to the basement membrane:  db/dt = -g2 m b   (basement_membrane.cu)
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <vector>

#include "kernels/invasion/membrane.hpp"
#include "tests/support/bench.hpp"
#include "tests/support/journey.hpp"

namespace metastasim {
namespace {

constexpr double loss = 0.01;  // 1/(nM min)
constexpr const char* loss_key = "substance.MMP2.membrane_loss";

/// A membrane around a sphere, and no cells.
State sphere() {
  State state = testing::box(16, 20);
  invasion::place_basement_membrane(state.sites[0]->fields, 160, 160, 160, 90);
  return state;
}

using Field = std::function<float(int x, int y, int z)>;

std::vector<float> values(const Grid& grid, const Field& nm) {
  std::vector<float> out;
  for (int z = 0; z < grid.nz; ++z)
    for (int y = 0; y < grid.ny; ++y)
      for (int x = 0; x < grid.nx; ++x) out.push_back(nm(x, y, z));
  return out;
}

/// Bathes the site in MMP-2 for so many minutes.
void expose(State& state, const Field& nm, double minutes, double dt, double rate = loss) {
  Parameters parameters = testing::default_parameters();
  testing::set_parameter(parameters, loss_key, rate);
  Site& site = *state.sites[0];
  const std::vector<float> m = values(site.grid, nm);
  site.fields.from_host(field::mmp2, std::span<const float>(m));
  for (double t = 0; t < minutes - 1e-9; t += dt)
    testing::run_once(state, parameters, "basement_membrane", dt);
}

/// Calls visit(integrity, voxel, voxel below its face) for every face of membrane of one axis.
template <class Visit>
int each_face(const State& state, const Column<float>& column, std::int64_t stride,
              const std::vector<float>& before, const Visit& visit) {
  const auto now = state.sites[0]->fields.to_host(column);
  int faces = 0;
  for (std::size_t i = 0; i < now.size(); ++i) {
    if (!(before[i] > 0)) {
      EXPECT_EQ(now[i], before[i]) << "no membrane grows";
      continue;
    }
    visit(now[i], i, i - static_cast<std::size_t>(stride));
    ++faces;
  }
  return faces;
}

/// Compares all faces with expected(m of the two voxels, averaged).
void expect_faces(const State& state, const Field& nm, const std::function<float(float)>& expected,
                  float tolerance) {
  const State fresh = sphere();
  const Grid& grid = state.sites[0]->grid;
  const std::vector<float> m = values(grid, nm);
  const std::vector<std::pair<const Column<float>*, std::int64_t>> axes{
      {&field::membrane_x, 1},
      {&field::membrane_y, grid.nx},
      {&field::membrane_z, std::int64_t{grid.nx} * grid.ny}};
  for (const auto& [column, stride] : axes) {
    const auto before = fresh.sites[0]->fields.to_host(*column);
    const int faces =
        each_face(state, *column, stride, before, [&](float b, std::size_t i, std::size_t j) {
          ASSERT_NEAR(b, expected(0.5f * (m[i] + m[j])), tolerance) << column->name;
        });
    EXPECT_GT(faces, 50) << column->name;
  }
}

float uneven(int x, int y, int z) { return 0.1f * static_cast<float>(x + 2 * y + 3 * z % 5); }

TEST(MembraneAndMmp2, IntegrityFallsExponentiallyWithTheExposureOfBothSides) {
  State state = sphere();
  expose(state, uneven, 30, 6);
  expect_faces(
      state, uneven, [](float nm) { return std::exp(static_cast<float>(-loss * 30) * nm); }, 1e-6f);
}

TEST(MembraneAndMmp2, OnlyTheExposureCountsNotHowItIsSpreadOverTime) {
  const auto of = [](float nm) { return [nm](int, int, int) { return nm; }; };
  State steady = sphere(), burst = sphere();
  expose(steady, of(2), 60, 6);
  expose(burst, of(10), 12, 1);
  expose(burst, of(0), 48, 48);
  for (const State* state : {&steady, &burst})
    expect_faces(
        *state, of(2), [](float) { return std::exp(static_cast<float>(-loss * 120)); }, 2e-6f);
}

TEST(MembraneAndMmp2, WithoutMmp2OrItsLossItStaysWholeToTheLastBit) {
  const auto none = [](int, int, int) { return 0.0f; };
  State bare = sphere(), resistant = sphere();
  expose(bare, none, 6000, 60, 10);
  expose(resistant, uneven, 6000, 60, 0);
  for (const State* state : {&bare, &resistant})
    expect_faces(
        *state, none, [](float) { return 1.0f; }, 0);
}

TEST(MembraneAndMmp2, IsBreachedWhereTheExposureHasLeftLessThanTheThreshold) {
  const auto step = [](int x, int, int) { return x < 8 ? 1.0f : 2.0f; };
  State state = sphere();
  expose(state, step, 100, 10);  // e^-1 is left at 1 nM, e^-1.5 between, e^-2 < 0.2 at 2 nM
  expect_faces(
      state, step, [](float nm) { return nm > 1.9f ? 0 : std::exp(-nm); }, 1e-6f);
}

}  // namespace
}  // namespace metastasim
