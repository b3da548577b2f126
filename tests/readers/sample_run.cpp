// Writes a small run into a directory, and beside it expected.json: what a reader must find there, counted from what
// was to be written and not from the file.
//   sample_run DIRECTORY STEPS
#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "host/io/write_output.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/state/field_columns.hpp"
#include "tests/support/bench.hpp"

namespace metastasim {
namespace {

using nlohmann::json;

/// A sum that another order of the values would change.
template <class Values>
double sum_in_order(const Values& values) {
  double sum = 0;
  for (std::size_t i = 0; i < values.size(); ++i)
    sum += static_cast<double>(values[i]) * static_cast<double>(1 + i % 1009);
  return sum;
}

/// Number, least and greatest of values, and their sum in order.
json range_of(const Array& array) {
  return std::visit(
      [](const auto& values) -> json {
        if (values.empty()) return {{"values", 0}};
        const auto [least, greatest] = std::minmax_element(values.begin(), values.end());
        return {{"values", values.size()},
                {"range", {*least, *greatest}},
                {"sum_in_order", sum_in_order(values)}};
      },
      array.values);
}
json ranges_of(const std::vector<Array>& arrays) {
  json out = json::object();
  for (const Array& array : arrays) out[array.name] = range_of(array);
  return out;
}

/// By which oxygen rises from voxel to voxel along x, y and z.
constexpr std::array oxygen_steps{0.0625f, 2.0f, 64.0f};

json expected(const ImageData& image, const Block& block) {
  return {{"voxels", image.voxels},       {"origin", block.origin_um},
          {"spacing", image.spacing_um},  {"points", 0},
          {"oxygen_steps", oxygen_steps}, {"cell_data", ranges_of(image.cell_data)},
          {"point_data", json::object()}};
}
json expected(const PolyData& poly, const Block&) {
  return {{"points", poly.points()},
          {"cells", poly.cells()},
          {"coordinates", range_of({"", "", poly.points_um})},
          {"cell_data", ranges_of(poly.cell_data)},
          {"point_data", ranges_of(poly.point_data)}};
}
json expected(const Output& output) {
  json blocks;
  for (const Block& block : output.blocks)
    blocks[block.name] =
        std::visit([&](const auto& data) { return expected(data, block); }, block.data);
  return {{"time", output.time_min}, {"blocks", blocks}};
}

/// A zigzag of segments through a block of `nx` voxels.
void add_zigzag(State& state, std::size_t site, std::uint32_t segments) {
  Vessels& vessels = state.vessels;
  const std::uint32_t first_node = vessels.nodes.append(segments + 1);
  const std::uint32_t first = vessels.segments.append(segments);
  vessels.of_site[site] = {first, segments, first_node, segments + 1};
  auto x = vessels.nodes.to_host(node::x), y = vessels.nodes.to_host(node::y);
  auto from = vessels.segments.to_host(segment::from), to = vessels.segments.to_host(segment::to);
  auto radius = vessels.segments.to_host(segment::radius);
  auto id = vessels.segments.to_host(segment::id);
  for (std::uint32_t i = 0; i <= segments; ++i) {
    x[first_node + i] = to_fixed(10.0f + 12.0f * static_cast<float>(i));
    y[first_node + i] = to_fixed(i % 2 == 0 ? 40.0f : 120.0f);
  }
  for (std::uint32_t i = 0; i < segments; ++i) {
    from[first + i] = static_cast<std::int32_t>(first_node + i);
    to[first + i] = static_cast<std::int32_t>(first_node + i + 1);
    radius[first + i] = 3.0f + static_cast<float>(i % 4);
    id[first + i] = segments - i;  // not the storage order
  }
  vessels.nodes.from_host(node::x, std::span<const std::int32_t>(x));
  vessels.nodes.from_host(node::y, std::span<const std::int32_t>(y));
  vessels.segments.from_host(segment::from, std::span<const std::int32_t>(from));
  vessels.segments.from_host(segment::to, std::span<const std::int32_t>(to));
  vessels.segments.from_host(segment::radius, std::span<const float>(radius));
  vessels.segments.from_host(segment::id, std::span<const std::uint64_t>(id));
}

void set_flow(State& state, float flow) {
  const std::vector<float> values(state.vessels.segments.read_count(), flow);
  state.vessels.segments.from_host(segment::flow, std::span(values));
}

void add_cells(State& state, std::size_t site, int count) {
  std::vector<testing::PlacedCell> cells;
  for (int i = 0; i < count; ++i) {
    const float at = static_cast<float>(i % 97);
    cells.push_back({20 + at, 30 + 0.5f * at, 40 + static_cast<float>(i % 31), 5 + 0.01f * at});
  }
  testing::place(state, *state.sites[site], cells);
}

void set_oxygen(State& state, float low) {
  for (auto& site : state.sites) {
    const Grid& grid = site->grid;
    std::vector<float> oxygen(static_cast<std::size_t>(grid.voxels()));
    for (int z = 0; z < grid.nz; ++z)
      for (int y = 0; y < grid.ny; ++y)
        for (int x = 0; x < grid.nx; ++x)
          oxygen[static_cast<std::size_t>(grid.number(x, y, z))] =
              low + oxygen_steps[0] * static_cast<float>(x) +
              oxygen_steps[1] * static_cast<float>(y) + oxygen_steps[2] * static_cast<float>(z);
    site->fields.from_host(field::oxygen, std::span<const float>(oxygen));
  }
}

State begin() {
  State state = make_state(testing::device(), 1, 6'000'000);
  add_site(state, testing::device(), "breast", Grid{32, 16, 16, 20});
  add_site(state, testing::device(), "lung", Grid{16, 16, 16, 10});
  add_zigzag(state, 0, 20);
  add_zigzag(state, 1, 9);
  add_cells(state, 0, 300);
  set_oxygen(state, 10);
  return state;
}

/// The lung is empty at first and once more later; flow, not vessels, changes at the third output.
void go_on(State& state, int step) {
  state.tick += 300;
  set_oxygen(state, 10.0f + static_cast<float>(step));
  add_cells(state, 0, 50);
  if (step == 2 || step == 5) add_cells(state, 1, 3 * step);
  if (step == 3) state.sites[1]->cells.set_count(0);
  if (step == 2) set_flow(state, 1.5f);
}

void write(const std::filesystem::path& directory, int steps) {
  std::filesystem::remove_all(directory);
  std::filesystem::create_directories(directory);
  RunFile run = RunFile::create(directory, {});
  State state = begin();
  json all;
  for (int step = 0; step < steps; ++step) {
    if (step > 0) go_on(state, step);
    all.push_back(expected(gather_output(state, {})));
    write_output(run, state, {});
  }
  run.finish();
  std::ofstream(directory / "expected.json") << json{{"steps", all}}.dump(1);
}

}  // namespace
}  // namespace metastasim

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: sample_run DIRECTORY STEPS\n";
    return 2;
  }
  metastasim::write(argv[1], std::stoi(argv[2]));
}
