#pragma once
#include <cstdint>

#include "host/io/run_file.hpp"

/// A small run that grows as the trial run of the file format did: 64 x 48 x 40 is cut down, the
/// counts are the same.
namespace metastasim::testing {

constexpr std::int64_t example_cells[] = {400, 533, 710, 946, 1261, 1681};
constexpr std::int64_t example_segments[] = {15, 15, 31, 31, 63, 63};

inline Block example_fields(int step) {
  ImageData image{{6, 5, 4}, {5, 5, 5}, {}};
  std::vector<float> oxygen, mask;
  for (int i = 0; i < 120; ++i) {
    oxygen.push_back(static_cast<float>(40 - 0.1 * i + step));
    mask.push_back(static_cast<float>(i % 2));
  }
  image.cell_data = {{"oxygen", "mmHg", oxygen, 1, "partial pressure of oxygen"},
                     {"mask", "1", mask}};
  return {"breast_fields", {100, 200, 300}, image};
}

inline Block example_cells_at(int step) {
  PolyData cells;
  std::vector<std::int64_t> id;
  std::vector<std::int32_t> phenotype;
  std::vector<float> radius;
  for (std::int64_t i = 0; i < example_cells[step]; ++i) {
    const float at = static_cast<float>(i) / 100;
    cells.points_um.insert(cells.points_um.end(), {at, at + static_cast<float>(step), 2 * at});
    cells.connectivity.push_back(i);
    id.push_back(i + 1);
    phenotype.push_back(static_cast<std::int32_t>(i % 2));
    radius.push_back(8.5f + at);
  }
  cells.point_data = {{"id", "1", id}, {"phenotype", "1", phenotype}, {"radius", "um", radius}};
  return {"breast_cells", {}, cells};
}

/// A chain of segments over shared nodes. Where `moving` is false, it is the same at every step of
/// its length.
inline Block example_vessels(int step, bool moving) {
  PolyData vessels;
  vessels.topology = Topology::lines;
  std::vector<float> radius, flow;
  for (std::int64_t i = 0; i <= example_segments[step]; ++i) {
    const float x = static_cast<float>(i + (moving ? step : 0));
    vessels.points_um.insert(vessels.points_um.end(), {x, 1, 2});
    radius.push_back(3);
  }
  for (std::int64_t i = 0; i < example_segments[step]; ++i) {
    vessels.connectivity.insert(vessels.connectivity.end(), {i, i + 1});
    flow.push_back(static_cast<float>(i + 10 * step));
  }
  vessels.point_data = {{"radius", "um", radius}};
  vessels.cell_data = {{"flow", "nl/min", flow}};
  return {"breast_vessels", {}, vessels};
}

inline Output example_output(int step, bool moving = true) {
  Output out;
  out.tick = static_cast<std::uint32_t>(300 * step);
  out.time_min = 30.0 * step;
  out.blocks = {example_fields(step), example_cells_at(step), example_vessels(step, moving)};
  out.series = {{"cells_breast", static_cast<double>(example_cells[step])},
                {"oxygen_mean_breast", 34.05 + step, "mmHg"}};
  for (int i = 0; i < step; ++i)
    out.events.push_back(
        {static_cast<std::uint64_t>(10 * step + i), out.tick, 7, 3, 0, 88, 4.1f, 5.1f, 1});
  return out;
}

inline Provenance example_provenance() {
  Provenance out;
  out.scenario = "title = \"example\"\n";
  out.title = "example";
  out.seed = 18446744073709551615ull;
  out.citations = {"Jiang 1996", "Owen 2011"};
  return out;
}

}  // namespace metastasim::testing
