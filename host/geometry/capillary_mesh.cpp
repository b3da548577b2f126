#include "host/geometry/capillary_mesh.hpp"

#include <cmath>
#include <unordered_map>

#include "kernels/core/hash.hpp"

namespace metastasim::geometry {

namespace {

/// How far a node may lie from its place in the net, along each axis, in cells; edges are 0.35.
constexpr double shake = 0.1;

/// Places 8a (x = 1/8) of space group I4_132: the nodes of the net (10,3)-a in one cell.
constexpr double sites[8][3] = {{.125, .125, .125}, {.375, .875, .625}, {.875, .625, .375},
                                {.625, .375, .875}, {.625, .625, .625}, {.875, .375, .125},
                                {.375, .125, .875}, {.125, .875, .375}};

struct Bond {
  int site, i, j, k, to;
};

/// Pairs of sites one edge length apart, each once.
std::vector<Bond> bonds() {
  std::vector<Bond> out;
  for (int s = 0; s < 8; ++s)
    for (int cell = 0; cell < 27; ++cell)
      for (int t = 0; t < 8; ++t) {
        const int shift[] = {cell % 3 - 1, cell / 3 % 3 - 1, cell / 9 - 1};
        double squared = 0;
        for (int axis = 0; axis < 3; ++axis)
          squared += math::square(sites[t][axis] + shift[axis] - sites[s][axis]);
        const bool once = cell > 13 || (cell == 13 && t > s);
        if (once && std::abs(squared - 0.125) < 1e-6)
          out.push_back({s, shift[0], shift[1], shift[2], t});
      }
  return out;
}

std::uint64_t key(int i, int j, int k, int site) {
  const auto part = [](int v) { return static_cast<std::uint64_t>(std::int64_t{v} + (1 << 18)); };
  return (part(i) << 43) | (part(j) << 23) | (part(k) << 3) | static_cast<std::uint64_t>(site);
}

}  // namespace

Draws draws_of(const CapillaryBed& bed, std::uint64_t entity) {
  return {bed.seed, entity, bed.layout, static_cast<std::uint16_t>(name_key("capillary bed"))};
}

bool is_free(const CapillaryBed& bed, const Point& a, const Point& b) {
  return is_free(space_of(bed), a, b);
}

Mesh capillary_mesh(const CapillaryBed& bed, double cell_um) {
  static const std::vector<Bond> all_bonds = bonds();
  const Draws offset = draws_of(bed, ~std::uint64_t{0});
  int cells[3];
  for (int axis = 0; axis < 3; ++axis)
    cells[axis] = static_cast<int>(std::ceil(bed.block_um[axis] / cell_um)) + 1;
  Mesh mesh;
  std::unordered_map<std::uint64_t, int> at;
  const auto place = [&](int i, int j, int k, int s) {
    const Draws draws = draws_of(bed, key(i, j, k, s));
    const int cell[] = {i, j, k};
    Point p;
    for (std::uint16_t axis = 0; axis < 3; ++axis)
      p[axis] = cell_um * (cell[axis] - offset.uniform(axis) + sites[s][axis] +
                           shake * (2 * draws.uniform(axis) - 1));
    if (!is_free(bed, p, p)) return;
    at[key(i, j, k, s)] = static_cast<int>(mesh.nodes.size());
    mesh.nodes.push_back(p);
  };
  const auto join = [&](int i, int j, int k, const Bond& bond) {
    const auto a = at.find(key(i, j, k, bond.site));
    const auto b = at.find(key(i + bond.i, j + bond.j, k + bond.k, bond.to));
    if (a == at.end() || b == at.end()) return;
    if (is_free(bed, mesh.nodes[a->second], mesh.nodes[b->second]))
      mesh.edges.push_back({a->second, b->second});
  };
  const auto each_cell = [&](const auto& body) {
    for (int i = 0; i < cells[0]; ++i)
      for (int j = 0; j < cells[1]; ++j)
        for (int k = 0; k < cells[2]; ++k) body(i, j, k);
  };
  each_cell([&](int i, int j, int k) {
    for (int s = 0; s < 8; ++s) place(i, j, k, s);
  });
  each_cell([&](int i, int j, int k) {
    for (const Bond& bond : all_bonds) join(i, j, k, bond);
  });
  return mesh;
}

}  // namespace metastasim::geometry
