#include "host/io/write_output.hpp"

#include <gtest/gtest.h>

#include <numeric>

#include "host/input_error.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/state/events.hpp"
#include "kernels/state/field_columns.hpp"
#include "tests/support/bench.hpp"
#include "tests/support/scratch.hpp"

namespace metastasim {
namespace {

const PolyData& poly(const Output& output, std::size_t block) {
  return std::get<PolyData>(output.blocks[block].data);
}
const Array& array(const std::vector<Array>& arrays, const std::string& name) {
  for (const Array& a : arrays)
    if (a.name == name) return a;
  throw std::out_of_range(name);
}
template <class T>
const std::vector<T>& values(const std::vector<Array>& arrays, const std::string& name) {
  return std::get<std::vector<T>>(array(arrays, name).values);
}

/// A site with two segments: 0 -> 1 wide, 1 -> 2 narrow.
State with_vessels() {
  State state = testing::box(16);
  Vessels& vessels = state.vessels;
  vessels.nodes.append(3);
  vessels.segments.append(2);
  const std::vector<std::int32_t> x{0, to_fixed(50), to_fixed(80)}, from{0, 1}, to{1, 2};
  vessels.nodes.from_host(node::x, std::span(x));
  const std::vector<float> pressure{45, 30, 15}, radius{8, 3}, flow{1.5f, 0.5f};
  vessels.nodes.from_host(node::pressure, std::span(pressure));
  vessels.segments.from_host(segment::from, std::span(from));
  vessels.segments.from_host(segment::to, std::span(to));
  vessels.segments.from_host(segment::radius, std::span(radius));
  vessels.segments.from_host(segment::flow, std::span(flow));
  vessels.of_site[0] = {0, 2, 0, 3};
  return state;
}

TEST(WriteOutput, ShowsCellsByLineageNumberWhateverTheirStorageOrder) {
  State state = testing::box();
  Site& site = *state.sites[0];
  testing::place(state, site, {{10, 20, 30, 5}, {40, 50, 60, 6}, {70, 80, 90, 7}});
  const Output before = gather_output(state, {});
  Buffer<std::uint32_t> order(testing::device(), 3, "order");
  order.copy_from_host(std::vector<std::uint32_t>{2, 0, 1});
  site.cells.columns().gather(order.data(), site.cells.rows());
  const Output after = gather_output(state, {});
  EXPECT_EQ(poly(before, 1).points_um, (std::vector<float>{10, 20, 30, 40, 50, 60, 70, 80, 90}));
  EXPECT_EQ(poly(after, 1).points_um, poly(before, 1).points_um);
  EXPECT_EQ(values<float>(poly(after, 1).point_data, "radius"), (std::vector<float>{5, 6, 7}));
  EXPECT_EQ(values<std::int64_t>(poly(after, 1).point_data, "id"),
            (std::vector<std::int64_t>{1, 2, 3}));
}

TEST(WriteOutput, GivesBothEndsOfASegmentItsOwnRadius) {
  const Output output = gather_output(with_vessels(), {});
  const PolyData& vessels = poly(output, 2);
  EXPECT_EQ(values<float>(vessels.point_data, "radius"), (std::vector<float>{8, 8, 3, 3}));
  EXPECT_EQ(values<float>(vessels.point_data, "pressure"), (std::vector<float>{45, 30, 30, 15}));
  EXPECT_EQ(values<float>(vessels.cell_data, "flow"), (std::vector<float>{1.5f, 0.5f}));
  EXPECT_EQ(vessels.points_um, (std::vector<float>{0, 0, 0, 50, 0, 0, 50, 0, 0, 80, 0, 0}));
  EXPECT_EQ(vessels.connectivity, (std::vector<std::int64_t>{0, 1, 2, 3}));
}

TEST(WriteOutput, WritesTheColumnsThatTheScenarioNames) {
  OutputSpec spec;
  spec.fields = {"oxygen"};
  spec.cells = {"clone"};
  const Output output = gather_output(testing::box(), spec);
  ASSERT_EQ(std::get<ImageData>(output.blocks[0].data).cell_data.size(), 1u);
  std::vector<std::string> names;
  for (const Array& a : poly(output, 1).point_data) names.push_back(a.name);
  EXPECT_EQ(names, (std::vector<std::string>{"id", "radius", "kind", "clone"}));
  spec.cells = {"colour"};
  EXPECT_THROW(gather_output(testing::box(), spec), InputError);
}

TEST(WriteOutput, ShowsVoxelsWithoutTheirGhosts) {
  State state = testing::box(16);
  Site& site = *state.sites[0];
  std::vector<float> oxygen(16 * 16 * 16);
  std::iota(oxygen.begin(), oxygen.end(), 0.0f);
  site.fields.from_host(field::oxygen, std::span<const float>(oxygen));
  const Output output = gather_output(state, {});
  EXPECT_EQ(values<float>(std::get<ImageData>(output.blocks[0].data).cell_data, "oxygen"), oxygen);
}

TEST(WriteOutput, SetsSitesSideBySide) {
  State state = testing::box(16, 20);
  add_site(state, testing::device(), "lung", Grid{16, 16, 16, 20});
  testing::place(state, *state.sites[1], {{10, 20, 30, 5}});
  const Output output = gather_output(state, {});
  EXPECT_EQ(output.blocks[3].name, "lung_fields");
  EXPECT_EQ(output.blocks[3].origin_um[0], 400);
  EXPECT_EQ(poly(output, 4).points_um, (std::vector<float>{410, 20, 30}));
}

TEST(WriteOutput, FillsTheSeriesAndTheDiary) {
  const testing::Scratch scratch;
  State state = with_vessels();
  testing::place(state, *state.sites[0], {{10, 20, 30, 5}, {40, 50, 60, 6}, {70, 80, 90, 4}});
  const std::vector<std::uint8_t> kind{
      0, 0, 1};  // the last is an immune cell, which no count of cells has
  state.sites[0]->cells.from_host(cell::kind, std::span<const std::uint8_t>(kind));
  std::vector<std::uint64_t> counts(static_cast<std::size_t>(Count::size));
  counts[static_cast<std::size_t>(Count::entered_blood)] = 187;
  state.counters.copy_from_host(counts);
  state.events.append(1);
  const std::vector<std::uint64_t> cell_id{42};
  state.events.from_host(event::cell_id, std::span(cell_id));
  RunFile run = RunFile::create(scratch.path(), {});
  const std::vector<SeriesValue> more{{"organ_function_lung", 0.99}, {"travellers", 7}};
  write_output(run, state, {}, more);
  const Series series = read_series(scratch.path());
  EXPECT_EQ(series.find("cells_box")->values, std::vector<double>{2});
  EXPECT_EQ(series.find("mesenchymal_box")->values, std::vector<double>{0});
  EXPECT_EQ(series.find("entered_blood")->values, std::vector<double>{187});
  EXPECT_EQ(series.find("oxygen_mean_box")->values, std::vector<double>{38});
  EXPECT_EQ(series.find("organ_function_lung")->values, std::vector<double>{0.99});
  EXPECT_EQ(series.find("travellers")->values, std::vector<double>{7});
  EXPECT_EQ(read_events(scratch.path()).at(0).cell, 42u);
}

}  // namespace
}  // namespace metastasim
