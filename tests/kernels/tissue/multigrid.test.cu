#include "kernels/tissue/multigrid.hpp"

#include <gtest/gtest.h>
#include <omp.h>

#include <array>
#include <cmath>
#include <functional>

#include "tests/support/bench.hpp"

namespace metastasim {
namespace {

using Function = std::function<double(double, double, double)>;

/// A block of n^3 voxels with edge 1 mm and one problem in it.
struct Block {
  Grid grid;
  tissue::Multigrid solver;
  Buffer<float> u;

  explicit Block(int n) : Block(Grid{n, n, n, 1000.0f / static_cast<float>(n)}) {}
  explicit Block(const Grid& of)
      : grid(of), u(testing::device(), static_cast<std::size_t>(grid.stored()), "u") {
    solver.fit(testing::device(), grid);
  }
  /// Values of f(x, y, z) at voxel centres, coordinates in mm; ghosts zero.
  std::vector<float> sample(const Function& f) const {
    std::vector<float> values(static_cast<std::size_t>(grid.stored()));
    for (int z = 0; z < grid.nz; ++z)
      for (int y = 0; y < grid.ny; ++y)
        for (int x = 0; x < grid.nx; ++x)
          values[static_cast<std::size_t>(grid.at(x, y, z))] =
              static_cast<float>(f(mm(x), mm(y), mm(z)));
    return values;
  }
  double mm(int i) const { return (i + 0.5) / grid.nx; }
  void set_terms(const Function& sink, const Function& source) {
    const tissue::HelmholtzTerms terms = solver.terms();
    set(terms.sink, sink);
    set(terms.source, source);
  }
  void set(float* to, const Function& f) {
    const tissue::Checkerboard order = solver.terms().order;
    std::vector<float> values(static_cast<std::size_t>(order.stored()));
    for (int z = 0; z < grid.nz; ++z)
      for (int y = 0; y < grid.ny; ++y)
        for (int x = 0; x < grid.nx; ++x)
          values[static_cast<std::size_t>(order.at(x, y, z))] =
              static_cast<float>(f(mm(x), mm(y), mm(z)));
    testing::device().copy_in(to, values.data(), values.size() * sizeof(float));
  }
  double rms_error(const Function& exact) const {
    const std::vector<float> expected = sample(exact), got = u.to_host();
    double sum = 0;
    for (int z = 0; z < grid.nz; ++z)
      for (int y = 0; y < grid.ny; ++y)
        for (int x = 0; x < grid.nx; ++x) {
          const auto i = static_cast<std::size_t>(grid.at(x, y, z));
          sum += (got[i] - expected[i]) * static_cast<double>(got[i] - expected[i]);
        }
    return std::sqrt(sum / static_cast<double>(grid.voxels()));
  }
};

constexpr double diffusion = 1.45e5;  // um2/min = 0.145 mm2/min
constexpr double diffusion_mm2 = diffusion * 1e-6;
const Function uptake = [](double x, double y, double z) {
  return 4 + 3 * std::sin(3 * x + y) * std::cos(2 * z);
};
double error_of(int n, const tissue::Faces& faces, const Function& exact,
                const Function& laplacian) {
  Block block(n);
  const tissue::Helmholtz equation{2, static_cast<float>(diffusion), faces};
  block.set_terms(uptake, [&](double x, double y, double z) {
    return (2 + uptake(x, y, z)) * exact(x, y, z) - diffusion_mm2 * laplacian(x, y, z);
  });
  block.solver.solve(testing::device(), equation, block.u.data(), 12);
  return block.rms_error(exact);
}

TEST(Multigrid, IsSecondOrderWithoutFlux) {
  const auto wave = [](double x, double y, double z) {
    return std::cos(M_PI * x) * std::cos(2 * M_PI * y) * std::cos(M_PI * z);
  };
  const Function exact = [&](double x, double y, double z) { return 2 + wave(x, y, z); };
  const Function laplacian = [&](double x, double y, double z) {
    return -6 * M_PI * M_PI * wave(x, y, z);
  };
  const double coarse = error_of(16, tissue::zero_flux(), exact, laplacian);
  const double fine = error_of(32, tissue::zero_flux(), exact, laplacian);
  EXPECT_NEAR(std::log2(coarse / fine), 2, 0.1) << coarse << " " << fine;
}

TEST(Multigrid, IsSecondOrderWithTheFacesHeld) {
  const auto wave = [](double x, double y, double z) {
    return std::sin(M_PI * x) * std::sin(2 * M_PI * y) * std::sin(M_PI * z);
  };
  const Function exact = [&](double x, double y, double z) { return 38 + wave(x, y, z); };
  const Function laplacian = [&](double x, double y, double z) {
    return -6 * M_PI * M_PI * wave(x, y, z);
  };
  const double coarse = error_of(16, tissue::held_at(38), exact, laplacian);
  const double fine = error_of(32, tissue::held_at(38), exact, laplacian);
  EXPECT_NEAR(std::log2(coarse / fine), 2, 0.1) << coarse << " " << fine;
}

/// A tumour that consumes, without symmetry, and what lies around it.
void set_tumour(Block& block) {
  const auto tumour = [](double x, double y, double z) {
    const double r2 = std::pow(x - 0.45, 2) + std::pow(y - 0.5, 2) + std::pow(z - 0.55, 2);
    return r2 < 0.09 ? 100.0 : 3.0;
  };
  const auto vessel = [](double x, double y, double) {
    return std::hypot(x - 0.2, y - 0.3) < 0.06 ? 20000.0 : 0.0;
  };
  block.set_terms(tumour, vessel);
}

TEST(Multigrid, OneCycleLeavesLessThanAQuarterOfTheResidualWhateverTheSize) {
  for (const int n : {16, 32, 48, 64})
    for (const tissue::Faces& faces : {tissue::zero_flux(), tissue::held_at(38)}) {
      Block block(n);
      set_tumour(block);
      const tissue::Helmholtz steady{0, static_cast<float>(diffusion), faces};
      const auto residual = [&] {
        return block.solver.residual(testing::device(), steady, block.u.data());
      };
      block.solver.solve(testing::device(), steady, block.u.data(), 1);
      const double first = residual();
      block.solver.solve(testing::device(), steady, block.u.data(), 3);
      EXPECT_LT(std::cbrt(residual() / first), 0.25) << n << " mirror " << faces.mirror[0];
    }
}

TEST(Multigrid, AMirroredProblemHasTheMirroredSolution) {
  const tissue::Helmholtz steady{0, static_cast<float>(diffusion), tissue::held_at(38)};
  const auto solve = [&](bool mirrored) {
    Block block(32);
    const auto seen = [&](const Function& f) {
      return Function([=](double x, double y, double z) { return f(mirrored ? 1 - x : x, y, z); });
    };
    block.set_terms(seen(uptake), seen([](double x, double, double) { return 500 * x; }));
    block.solver.solve(testing::device(), steady, block.u.data(), 12);
    return block.u.to_host();
  };
  const auto left = solve(false), right = solve(true);
  const Grid grid{32, 32, 32, 1000.0f / 32};
  for (int y = 0; y < 32; ++y)
    for (int x = 0; x < 32; ++x)
      ASSERT_NEAR(left[grid.at(x, y, 11)], right[grid.at(31 - x, y, 11)], 2e-4);
}

TEST(Multigrid, SolvesBlocksWhoseSidesAreOddOrHalveOnlyOnce) {
  for (const auto& [nx, ny, nz] :
       {std::array{7, 9, 11}, std::array{14, 10, 6}, std::array{20, 12, 28}, std::array{1, 5, 6},
        std::array{8, 8, 1}}) {
    Block block(Grid{nx, ny, nz, 20});
    block.set_terms(uptake, [](double x, double y, double z) { return 300 * x + 100 * y * z; });
    tissue::Helmholtz steady{0, static_cast<float>(diffusion), tissue::zero_flux()};
    const tissue::Faces held = tissue::held_at(38);
    for (const int face : {1, 2, 4}) {
      steady.faces.mirror[face] = held.mirror[face];
      steady.faces.offset[face] = held.offset[face];
    }
    const auto residual = [&] {
      return block.solver.residual(testing::device(), steady, block.u.data());
    };
    const double first = residual();
    block.solver.solve(testing::device(), steady, block.u.data(), 40);
    EXPECT_LT(residual() / first, 1e-5) << nx << " x " << ny << " x " << nz;
  }
}

TEST(Multigrid, GivesTheSameBitsForAnyNumberOfThreads) {
  const int threads_before = omp_get_max_threads();
  std::vector<std::vector<float>> fields;
  for (const int threads : {1, 2, 3}) {
    omp_set_num_threads(threads);
    Block block(32);
    set_tumour(block);
    const tissue::Helmholtz steady{0, static_cast<float>(diffusion), tissue::zero_flux()};
    block.solver.solve(testing::device(), steady, block.u.data(), 3);
    fields.push_back(block.u.to_host());
  }
  omp_set_num_threads(threads_before);
  EXPECT_EQ(fields[0], fields[1]);
  EXPECT_EQ(fields[0], fields[2]);
}

TEST(Multigrid, ASteadyFieldWithoutGradientsIsSourceOverSink) {
  Block block(48);
  block.set_terms([](double, double, double) { return 3.0; },
                  [](double, double, double) { return 120.0; });
  const tissue::Helmholtz steady{0, static_cast<float>(diffusion), tissue::zero_flux()};
  block.solver.solve(testing::device(), steady, block.u.data(), 8);
  EXPECT_LT(block.rms_error([](double, double, double) { return 40.0; }), 1e-4);
}

}  // namespace
}  // namespace metastasim
