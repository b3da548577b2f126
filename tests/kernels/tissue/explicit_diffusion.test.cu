#include "kernels/tissue/boundary.hpp"
#include "kernels/tissue/explicit_diffusion.hpp"

#include <gtest/gtest.h>
#include <omp.h>

#include <cmath>
#include <numeric>

#include "tests/support/bench.hpp"

namespace metastasim {
namespace {

/// A block with edge 1 mm and a field without sources in it.
struct Dish {
  Grid grid;
  tissue::ExplicitScratch scratch;
  Buffer<float> u, carry;

  explicit Dish(int nx, int ny, int nz)
      : grid{nx, ny, nz, 1000.0f / static_cast<float>(nx)},
        u(testing::device(), static_cast<std::size_t>(grid.stored()), "u"),
        carry(testing::device(), static_cast<std::size_t>(grid.stored()), "carry") {
    scratch.fit(testing::device(), grid);
  }
  double mm(int i) const { return (i + 0.5) / grid.nx; }
  template <class F>
  void set(const F& f) {
    std::vector<float> values(static_cast<std::size_t>(grid.stored()));
    visit([&](int x, int y, int z, std::size_t i) {
      values[i] = static_cast<float>(f(mm(x), mm(y), mm(z)));
    });
    u.copy_from_host(values);
  }
  template <class F>
  void visit(const F& f) const {
    for (int z = 0; z < grid.nz; ++z)
      for (int y = 0; y < grid.ny; ++y)
        for (int x = 0; x < grid.nx; ++x) f(x, y, z, static_cast<std::size_t>(grid.at(x, y, z)));
  }
  double sum() const {
    const std::vector<float> values = u.to_host();
    double total = 0;
    visit([&](int, int, int, std::size_t i) { total += values[i]; });
    return total;
  }
  void advance(const tissue::SlowSubstance& substance, double dt_min) {
    tissue::diffuse_explicitly(testing::device(), substance, grid, dt_min, scratch, u.data(),
                               carry.data());
  }
};

double wave(double x, double y, double z) {
  return std::cos(M_PI * x) * std::cos(2 * M_PI * y) * std::cos(M_PI * z);
}

TEST(ExplicitDiffusion, IsSecondOrderInSpace) {
  constexpr double diffusion = 1000, t_min = 100;  // um2/min
  const auto error = [&](int n) {
    Dish dish(n, n, n);
    dish.set([&](double x, double y, double z) { return 2 + wave(x, y, z); });
    dish.advance({diffusion, 0, false}, t_min);
    const double left = std::exp(-6 * M_PI * M_PI * diffusion * 1e-6 * t_min);
    const std::vector<float> values = dish.u.to_host();
    double squares = 0;
    dish.visit([&](int x, int y, int z, std::size_t i) {
      squares += std::pow(values[i] - 2 - left * wave(dish.mm(x), dish.mm(y), dish.mm(z)), 2);
    });
    return std::sqrt(squares / static_cast<double>(dish.grid.voxels()));
  };
  const double coarse = error(12), fine = error(24);
  EXPECT_NEAR(std::log2(coarse / fine), 2, 0.1) << coarse << " " << fine;
}

/// The share of the wave that is there after `steps` steps on 16^3 voxels.
double left_of_the_wave(const tissue::SlowSubstance& substance, double dt_min, int steps) {
  Dish dish(16, 16, 16);
  dish.set(wave);
  for (int i = 0; i < steps; ++i) dish.advance(substance, dt_min);
  const std::vector<float> values = dish.u.to_host();
  double shared = 0, own = 0;
  dish.visit([&](int x, int y, int z, std::size_t i) {
    const double w = wave(dish.mm(x), dish.mm(y), dish.mm(z));
    shared += w * values[i];
    own += w * w;
  });
  return shared / own;
}

TEST(ExplicitDiffusion, IsFirstOrderInTime) {
  // Against the exact decay of the same wave on the same voxels: no error of space is in it.
  const double h = 1000.0 / 16, turned = 2 * std::cos(M_PI / 16) + std::cos(2 * M_PI / 16);
  for (const bool euler_decay : {false, true}) {
    const tissue::SlowSubstance substance{1000, 0.02, euler_decay};
    const double rate = 0.02 + 1000 * 2 * (3 - turned) / (h * h), t_min = 1 / rate;
    const auto error = [&](int steps) {
      Dish dish(16, 16, 16);
      EXPECT_EQ(tissue::explicit_substeps(substance, dish.grid, t_min / steps), 2);
      return left_of_the_wave(substance, t_min / steps, steps) - std::exp(-1.0);
    };
    const double coarse = error(16), middle = error(32), fine = error(64);
    EXPECT_NEAR(std::log2(coarse / middle), 1, 0.05) << coarse << " " << middle;
    EXPECT_NEAR(std::log2(middle / fine), 1, 0.05) << middle << " " << fine;
  }
}

TEST(ExplicitDiffusion, ConservesMassInAClosedBoxOverTwentyThousandSteps) {
  Dish dish(16, 16, 16);
  dish.set([](double x, double y, double) { return x < 0.5 ? 1.0 : 0.1 * y; });
  const double before = dish.sum();
  const tissue::SlowSubstance inert{6, 0, false};
  ASSERT_EQ(tissue::explicit_substeps(inert, dish.grid, 6), 2);
  for (int i = 0; i < 10'000; ++i) dish.advance(inert, 6);
  EXPECT_NEAR(dish.sum() / before, 1, 1e-6);
}

TEST(ExplicitDiffusion, StaysPositiveWhateverTheStep) {
  Dish dish(16, 16, 16);
  dish.set([](double x, double y, double z) { return x < 0.1 && y < 0.1 && z < 0.1 ? 1.0 : 0.0; });
  const tissue::SlowSubstance substance{1e4, 0.05, true};
  const double before = dish.sum();
  for (int i = 0; i < 5; ++i) dish.advance(substance, 10);
  const int substeps = tissue::explicit_substeps(substance, dish.grid, 10);
  EXPECT_NEAR(dish.sum() / before, std::pow(1 - 0.05 * 10 / substeps, 5 * substeps), 1e-6);
  const std::vector<float> values = dish.u.to_host();
  dish.visit([&](int, int, int, std::size_t i) { ASSERT_GE(values[i], 0); });
}

TEST(ExplicitDiffusion, AUniformFieldDecaysExponentially) {
  Dish dish(16, 16, 16);
  dish.set([](double, double, double) { return 3.0; });
  for (int i = 0; i < 20; ++i) dish.advance({6, 0.05, false}, 6);
  EXPECT_NEAR(dish.u.to_host()[dish.grid.at(3, 4, 5)], 3 * std::exp(-0.05 * 120), 1e-8);
}

TEST(ExplicitDiffusion, FallsOffFromAFaceThatIsHeldAndStaysPositive) {
  // D u'' = k u on voxels of h: u_i = A cosh(m (i + 1/2)), cosh m = 1 + h^2 k / 2 D, and the face
  // lies between u_15 and its ghost: 4 = A cosh(16 m) cosh(m / 2).
  Dish dish(16, 16, 16);
  dish.set([](double, double, double) { return 0.0; });
  tissue::Boundary boundary{};
  boundary.high_x = tissue::Face::held;
  for (int i = 0; i < 400; ++i) dish.advance({2e3, 0.02, true, boundary.faces(4)}, 2);
  const std::vector<float> values = dish.u.to_host();
  const double h = 1000.0 / 16, m = std::acosh(1 + h * h * 0.02 / (2 * 2e3));
  for (int x = 0; x < 16; ++x) {
    const double law = 4 * std::cosh(m * (x + 0.5)) / (std::cosh(16 * m) * std::cosh(m / 2));
    EXPECT_NEAR(values[dish.grid.at(x, 7, 2)] / law, 1, 1e-4);
  }
  dish.visit([&](int, int, int, std::size_t i) { ASSERT_GE(values[i], 0); });
}

TEST(ExplicitDiffusion, GivesTheSameBitsForAnyNumberOfThreads) {
  const int threads_before = omp_get_max_threads();
  std::vector<std::vector<float>> fields;
  for (const int threads : {1, 2, 3}) {
    omp_set_num_threads(threads);
    Dish dish(32, 16, 16);
    dish.set([](double x, double y, double z) { return x * y + z * z; });
    dish.advance({100, 0.01, false}, 60);
    fields.push_back(dish.u.to_host());
  }
  omp_set_num_threads(threads_before);
  EXPECT_EQ(fields[0], fields[1]);
  EXPECT_EQ(fields[0], fields[2]);
}

}  // namespace
}  // namespace metastasim
