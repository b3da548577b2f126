#include <gtest/gtest.h>

#include "kernels/core/launch.hpp"
#include "kernels/invasion/membrane.hpp"
#include "tests/support/bench.hpp"

namespace metastasim {
namespace {

struct Ask {
  invasion::Membrane membrane;
  const Position* from;
  const Position* to;
  std::uint8_t* answer;
  HD void operator()(std::int64_t i) const { answer[i] = membrane.blocks(from[i], to[i]) ? 1 : 0; }
};

std::vector<std::uint8_t> blocked(const Fields& fields, const std::vector<Position>& from,
                                  const std::vector<Position>& to) {
  Device& device = testing::device();
  Buffer<Position> a(device, from.size(), "from"), b(device, to.size(), "to");
  Buffer<std::uint8_t> answer(device, from.size(), "blocked");
  a.copy_from_host(from);
  b.copy_from_host(to);
  for_each_index(device, "ask", static_cast<std::int64_t>(from.size()),
                 Ask{invasion::Membrane(fields), a.data(), b.data(), answer.data()});
  return answer.to_host();
}

Position at_um(float x, float y, float z) { return {to_fixed(x), to_fixed(y), to_fixed(z)}; }

/// Every step from a voxel to one of its 26 neighbours.
struct Steps {
  std::vector<Position> from, to;
  std::vector<std::int64_t> from_voxel, to_voxel;
};
Steps all_steps(const Grid& grid) {
  Steps steps;
  for (int z = 1; z < grid.nz - 1; ++z)
    for (int y = 1; y < grid.ny - 1; ++y)
      for (int x = 1; x < grid.nx - 1; ++x)
        for (int n = 0; n < 27; ++n) {
          const int i = x + n % 3 - 1, j = y + n / 3 % 3 - 1, k = z + n / 9 - 1;
          steps.from.push_back(at_um(20 * x + 7, 20 * y + 3, 20 * z + 11));
          steps.to.push_back(at_um(20 * i + 2, 20 * j + 15, 20 * k + 9));
          steps.from_voxel.push_back(grid.number(x, y, z));
          steps.to_voxel.push_back(grid.number(i, j, k));
        }
  return steps;
}

TEST(BasementMembrane, StopsEveryStepThroughItEvenAcrossEdgesAndCorners) {
  State state = testing::box(16, 20);
  Fields& fields = state.sites[0]->fields;
  invasion::place_basement_membrane(fields, 160, 160, 160, 90);
  const auto enclosed = fields.to_host(invasion::membrane::enclosed);
  const Steps steps = all_steps(fields.grid());
  const auto answer = blocked(fields, steps.from, steps.to);
  for (std::size_t i = 0; i < answer.size(); ++i)
    if (enclosed[steps.from_voxel[i]] != enclosed[steps.to_voxel[i]]) {
      ASSERT_TRUE(answer[i]) << "step " << i;
    }
}

TEST(BasementMembrane, LetsCellsMoveFreelyWhereThereIsNone) {
  State state = testing::box(16, 20);
  invasion::place_basement_membrane(state.sites[0]->fields, 160, 160, 160, 90);
  const auto answer = blocked(state.sites[0]->fields, {at_um(150, 150, 150), at_um(5, 5, 5)},
                              {at_um(175, 170, 165), at_um(33, 27, 21)});
  EXPECT_EQ(answer, (std::vector<std::uint8_t>{0, 0}));
}

}  // namespace
}  // namespace metastasim
