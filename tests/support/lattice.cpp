#include "tests/support/lattice.hpp"

#include <algorithm>
#include <numeric>

#include "kernels/lattice/lattice.hpp"
#include "kernels/lattice/vessel_voxels.hpp"
#include "tests/support/network.hpp"

namespace metastasim::testing {

namespace {

template <class T>
void fill_from(Table& table, const Column<T>& column, std::uint32_t first, T value) {
  const std::vector<T> values(table.read_count() - first, value);
  table.from_host(column, std::span<const T>(values), first);
}

void shuffle_rows(Table& table, std::uint64_t salt) {
  std::vector<std::uint32_t> order(table.read_count());
  std::iota(order.begin(), order.end(), 0u);
  std::ranges::sort(order, {}, [&](std::uint32_t row) { return mix64(row ^ (salt << 32)); });
  Buffer<std::uint32_t> on_device(table.device(), order.size(), "shuffled order");
  if (!order.empty()) on_device.copy_from_host(order);
  table.columns().gather(on_device.data(), table.rows());
}

}  // namespace

State lattice(int n, int layers) {
  State state = make_state(device(), 1, 40'000'000);
  add_site(state, device(), "plane", Grid{n, n, layers, 10});
  return state;
}

Parameters lattice_parameters() {
  Parameters parameters = default_parameters();
  set_everywhere(parameters, "model", 1);
  return parameters;
}

void fill_voxels(State& state, Site& site, const std::vector<Voxel>& voxels, Phenotype phenotype) {
  std::vector<PlacedCell> cells;
  for (const Voxel v : voxels) {
    const Position p = lattice::centre_of(v, site.grid);
    cells.push_back({to_um(p.x), to_um(p.y), to_um(p.z), lattice::cell_radius_um(site.grid)});
  }
  const auto first = site.cells.read_count();
  place(state, site, cells);
  fill_from(site.cells, cell::phenotype, first, static_cast<std::uint8_t>(phenotype));
}

void fill_voxel(State& state, Site& site, Voxel voxel, int count, Phenotype phenotype) {
  fill_voxels(state, site, std::vector(static_cast<std::size_t>(count), voxel), phenotype);
}

void lay_vessel_voxels(State& state, Site& site, const std::vector<Voxel>& voxels, bool ruptured) {
  std::vector<PlacedNode> nodes;
  std::vector<PlacedSegment> segments;
  for (const Voxel v : voxels) {
    const float x = (static_cast<float>(v.x) + 0.5f) * 10,
                y = (static_cast<float>(v.y) + 0.5f) * 10;
    const auto node = static_cast<std::int32_t>(nodes.size());
    for (const float z : {0.1f, 0.9f}) nodes.push_back({x, y, (static_cast<float>(v.z) + z) * 10});
    segments.push_back({node, node + 1, lattice::vessel_radius_um(site.grid), 0});
  }
  lay_vessels(state, site, nodes, segments);
  fill_from(state.vessels.segments, lattice::ruptured, 0, static_cast<std::uint8_t>(ruptured));
}

void step(State& state, const Parameters& parameters, int ticks, bool shuffled) {
  for (int t = 0; t < ticks; ++t) {
    if (shuffled)
      for (auto& site : state.sites) shuffle_rows(site->cells, state.tick + 1);
    if (shuffled) shuffle_rows(state.travellers, state.tick + 1);
    advance(device(), state, parameters);
  }
}

std::vector<Voxel> voxels_of_cells(const Site& site) {
  const auto x = site.cells.to_host(cell::x), y = site.cells.to_host(cell::y),
             z = site.cells.to_host(cell::z);
  std::vector<Voxel> out;
  for (std::size_t i = 0; i < x.size(); ++i) out.push_back(site.grid.voxel_at({x[i], y[i], z[i]}));
  return out;
}

std::vector<int> cells_by_voxel(const Site& site) {
  std::vector<int> out(static_cast<std::size_t>(site.grid.voxels()));
  for (const Voxel v : voxels_of_cells(site))
    ++out[static_cast<std::size_t>(lattice::number_of(site.grid, v))];
  return out;
}

}  // namespace metastasim::testing
