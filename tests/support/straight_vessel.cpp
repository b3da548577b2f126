#include "tests/support/straight_vessel.hpp"

#include <stdexcept>

namespace metastasim::testing {

namespace {

template <class T>
void fill(Table& table, const Column<T>& column, T value) {
  table.from_host(column, std::span<const T>(std::vector<T>(table.capacity(), value)));
}

template <class T>
void upload(Buffer<T>& buffer, const std::vector<T>& values) {
  buffer = Buffer<T>(device(), values.size(), "vessel of a test");
  buffer.copy_from_host(values);
}

void lay_segments(Vessels& vessels, const StraightVessel& v) {
  const auto n = static_cast<std::uint32_t>(v.segments);
  vessels.nodes.append(n + 1);
  vessels.segments.append(n);
  std::vector<std::int32_t> from, to;
  std::vector<std::uint32_t> first_edge{0}, edges;
  for (std::uint32_t node = 0; node <= n; ++node) {
    if (node > 0) edges.push_back(node - 1);
    if (node < n) edges.push_back(node);
    first_edge.push_back(static_cast<std::uint32_t>(edges.size()));
  }
  for (std::uint32_t s = 0; s < n; ++s) {
    from.push_back(static_cast<std::int32_t>(s));
    to.push_back(static_cast<std::int32_t>(s + 1));
  }
  vessels.segments.from_host(segment::from, std::span<const std::int32_t>(from));
  vessels.segments.from_host(segment::to, std::span<const std::int32_t>(to));
  fill(vessels.segments, segment::radius, v.radius_um);
  fill(vessels.segments, segment::po2, v.po2_mmhg);
  fill(vessels.segments, segment::flow, v.flow_nl_per_min);
  fill(vessels.segments, segment::haematocrit, v.haematocrit);
  upload(vessels.first_edge, first_edge);
  upload(vessels.edges, edges);
  vessels.of_site[0] = {0, n, 0, n + 1};
}

void lay_pieces(VesselPieces& pieces, const Grid& grid, const StraightVessel& v) {
  const int voxels = grid.nz / v.segments;
  std::vector<std::uint32_t> first{0}, segment;
  std::vector<float> length, middle;
  for (int z = 0; z < grid.nz; ++z)
    for (int y = 0; y < grid.ny; ++y)
      for (int x = 0; x < grid.nx; ++x) {
        if (x == v.x && y == v.y) {
          segment.push_back(static_cast<std::uint32_t>(z / voxels));
          length.push_back(grid.spacing_um);
          middle.push_back((static_cast<float>(z % voxels) + 0.5f) / static_cast<float>(voxels));
        }
        first.push_back(static_cast<std::uint32_t>(segment.size()));
      }
  upload(pieces.first, first);
  upload(pieces.segment, segment);
  upload(pieces.length_um, length);
  upload(pieces.middle, middle);
}

}  // namespace

void lay(State& state, const StraightVessel& vessel) {
  lay_segments(state.vessels, vessel);
  lay_pieces(state.vessels.pieces_of_site[0], state.sites[0]->grid, vessel);
}

void set(Parameters& parameters, const char* process, const char* key, double value) {
  const std::size_t p = process_index(process);
  for (const ParamSpec& spec : cascade()[p].process.params.specs)
    if (spec.key == key) return parameters.set(p, spec, 0, value);
  for (const ParamSpec& spec : cascade()[p].process.cell_params.specs)
    if (spec.key == key) {
      parameters.set_cell(p, spec, 0, value);
      return parameters.upload();
    }
  throw std::invalid_argument(std::string(process) + " has no parameter " + key);
}

}  // namespace metastasim::testing
