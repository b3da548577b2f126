#include "kernels/state/fingerprint.hpp"

#include <gtest/gtest.h>

#include "kernels/state/cell_columns.hpp"
#include "kernels/state/field_columns.hpp"
#include "tests/support/bench.hpp"

namespace metastasim {
namespace {

State three_cells() {
  State state = testing::box();
  testing::place(state, *state.sites[0], {{10, 20, 30}, {40, 50, 60}, {70, 80, 90}});
  return state;
}

TEST(Fingerprint, DoesNotDependOnStorageOrder) {
  State state = three_cells();
  const Fingerprint before = fingerprint(state);
  Buffer<std::uint32_t> order(testing::device(), 3, "order");
  order.copy_from_host(std::vector<std::uint32_t>{2, 0, 1});
  state.sites[0]->cells.columns().gather(order.data(), state.sites[0]->cells.rows());
  EXPECT_EQ(state.sites[0]->cells.to_host(cell::id)[0], 3u);
  EXPECT_EQ(fingerprint(state), before);
}

TEST(Fingerprint, NoticesOneUnitOfOnePosition) {
  State state = three_cells();
  const Fingerprint before = fingerprint(state);
  auto x = state.sites[0]->cells.to_host(cell::x);
  ++x[1];
  state.sites[0]->cells.from_host(cell::x, std::span<const std::int32_t>(x));
  EXPECT_NE(fingerprint(state), before);
}

TEST(Fingerprint, NoticesAVoxelAndNotAGhost) {
  State state = three_cells();
  Fields& fields = state.sites[0]->fields;
  const Fingerprint before = fingerprint(state);
  std::vector<float> stored = fields.columns().to_host(field::oxygen);
  stored[0] += 1;  // a ghost corner
  fields.columns().from_host(field::oxygen, std::span<const float>(stored));
  EXPECT_EQ(fingerprint(state), before);
  stored[static_cast<std::size_t>(fields.grid().at(3, 4, 5))] += 1e-5f;
  fields.columns().from_host(field::oxygen, std::span<const float>(stored));
  EXPECT_NE(fingerprint(state), before);
}

TEST(Fingerprint, AddsLimbsWithCarry) {
  Fingerprint all_ones{{0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF}};
  all_ones.add(Fingerprint{{1, 0, 0, 0}});
  EXPECT_EQ(all_ones.carried(), Fingerprint{});
}

}  // namespace
}  // namespace metastasim
