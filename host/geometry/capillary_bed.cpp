#include "host/geometry/capillary_bed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "host/geometry/capillary_mesh.hpp"
#include "host/geometry/network_edit.hpp"
#include "kernels/core/error.hpp"

namespace metastasim::geometry {

namespace {

using vessels::Network;

constexpr double longest_um = 100;
constexpr double depth = 0.85;  ///< how far into the block a feeding vessel reaches; assumed

/// Finds the mesh edge whose middle lies next to a point, by cubes as wide as a cell.
class EdgeFinder {
 public:
  EdgeFinder(const Mesh& mesh, double cell_um) : mesh_(mesh), cell_um_(cell_um) {
    for (int e = 0; e < static_cast<int>(mesh.edges.size()); ++e)
      cubes_[cube(middle(e), 0, 0, 0)].push_back(e);
    taken_.resize(mesh.edges.size());
  }

  Point middle(int edge) const {
    return between(mesh_.nodes[mesh_.edges[edge][0]], mesh_.nodes[mesh_.edges[edge][1]]);
  }

  /// The nearest edge that nobody took and that a free line reaches; it is taken now. -1: none.
  int take_nearest(const CapillaryBed& bed, const Point& p) {
    int best = -1;
    double least = cell_um_;
    for (int near = 0; near < 27; ++near) {
      const auto found = cubes_.find(cube(p, near % 3 - 1, near / 3 % 3 - 1, near / 9 - 1));
      if (found == cubes_.end()) continue;
      for (int e : found->second) {
        const double d = distance(p, middle(e));
        if (taken_[e] || d >= least || d < 1e-3 || !is_free(bed, p, middle(e))) continue;
        least = d;
        best = e;
      }
    }
    if (best >= 0) taken_[best] = 1;
    return best;
  }

 private:
  std::uint64_t cube(const Point& p, int i, int j, int k) const {
    const auto part = [&](double x, int shift) {
      return static_cast<std::uint64_t>(static_cast<std::int64_t>(std::floor(x / cell_um_)) +
                                        shift + 2);
    };
    return (part(p[0], i) << 42) | (part(p[1], j) << 21) | part(p[2], k);
  }

  const Mesh& mesh_;
  double cell_um_;
  std::unordered_map<std::uint64_t, std::vector<int>> cubes_;
  std::vector<char> taken_;
};

/// Builds one bed with a given cell of the mesh.
class BedBuilder {
 public:
  BedBuilder(const CapillaryBed& bed, double cell_um)
      : bed_(bed), cell_um_(cell_um), mesh_(capillary_mesh(bed, cell_um)), edges_(mesh_, cell_um) {
    tapped_.assign(mesh_.edges.size(), -1);
    for (const Point& p : mesh_.nodes) add_node(p);
  }

  Network build() {
    const int nx = columns(bed_.block_um[0]), ny = columns(bed_.block_um[1]);
    for (int i = 0; i < nx; ++i)
      for (int j = 0; j < ny; ++j) add_column(i, j, nx, ny);
    add_capillaries();
    return subdivide(largest_component(without_dead_ends(network_)), longest_um);
  }

 private:
  int columns(double width_um) const {
    return math::max(2, static_cast<int>(std::lround(width_um / bed_.feeding_spacing_um)));
  }

  int add_node(const Point& p) {
    network_.nodes.push_back({network_.nodes.size() + 1, p[0], p[1], p[2]});
    return static_cast<int>(network_.nodes.size()) - 1;
  }

  void add_vessel(int from, int to, double diameter_um, VesselKind kind) {
    const double length = distance_um(network_.nodes[from], network_.nodes[to]);
    network_.segments.push_back(
        {network_.segments.size() + 1, from, to, diameter_um, length, kind});
  }

  /// Where a feeding vessel runs, from its port inward, as far as it can.
  std::vector<Point> course(int i, int j, int nx, int ny, bool arteriole) const {
    const Draws draws = draws_of(bed_, (std::uint64_t{1} << 63) + i * ny + j);
    const double x = (i + 0.5 + 0.3 * (draws.uniform(0) - 0.5)) * bed_.block_um[0] / nx;
    const double y = (j + 0.5 + 0.3 * (draws.uniform(1) - 0.5)) * bed_.block_um[1] / ny;
    const double height = bed_.block_um[2];
    const double level = math::min(0.354 * cell_um_, longest_um);
    std::vector<Point> out;
    for (double z = 0; z <= depth * height; z += level) {
      const Point next{x, y, arteriole ? z : height - z};
      if (!is_free(bed_, out.empty() ? next : out.back(), next)) break;
      out.push_back(next);
    }
    return out;
  }

  void add_column(int i, int j, int nx, int ny) {
    const bool arteriole = (i + j) % 2 == 0;
    const std::vector<Point> points = course(i, j, nx, ny, arteriole);
    if (points.size() < 2) return;
    std::vector<int> nodes{add_node(points[0])}, branches{0};
    for (std::size_t level = 1; level < points.size(); ++level) {
      nodes.push_back(add_node(points[level]));
      branches.push_back(tap(nodes.back(), points[level]));
    }
    double cubes = 0;
    for (std::size_t level = nodes.size() - 1; level > 0; --level) {
      cubes += branches[level];
      const double diameter =
          bed_.capillary_diameter_um * math::exp(math::log(math::max(cubes, 1.0)) / 3);
      const int outer = nodes[level - 1], inner = nodes[level];
      add_vessel(arteriole ? outer : inner, arteriole ? inner : outer, diameter,
                 arteriole ? VesselKind::arteriole : VesselKind::venule);
    }
    network_.nodes[nodes[0]].port = arteriole ? Port::arterial : Port::venous;
    network_.boundary.push_back({nodes[0], vessels::Boundary::pressure,
                                 arteriole ? bed_.arteriole_mmhg : bed_.venule_mmhg,
                                 bed_.haematocrit});
  }

  /// Leads a branch into the mesh; returns how many were possible.
  int tap(int node, const Point& p) {
    const int edge = edges_.take_nearest(bed_, p);
    if (edge < 0) return 0;
    tapped_[edge] = add_node(edges_.middle(edge));
    add_vessel(node, tapped_[edge], bed_.capillary_diameter_um, VesselKind::capillary);
    return 1;
  }

  void add_capillaries() {
    for (std::size_t e = 0; e < mesh_.edges.size(); ++e) {
      const auto [a, b] = mesh_.edges[e];
      if (tapped_[e] < 0) {
        add_vessel(a, b, bed_.capillary_diameter_um, VesselKind::capillary);
        continue;
      }
      add_vessel(a, tapped_[e], bed_.capillary_diameter_um, VesselKind::capillary);
      add_vessel(tapped_[e], b, bed_.capillary_diameter_um, VesselKind::capillary);
    }
  }

  const CapillaryBed& bed_;
  double cell_um_;
  Mesh mesh_;
  EdgeFinder edges_;
  std::vector<int> tapped_;  ///< node in the middle of each mesh edge, or -1
  Network network_;
};

void require_sensible(const CapillaryBed& bed) {
  for (double width : bed.block_um)
    if (!(width > 0 && width < 32000))
      throw InputError("a capillary bed " + std::to_string(width) +
                       " um wide cannot be made: write a block of up to 32 mm");
  if (!(bed.length_density_mm_per_mm3 > 0 && bed.length_density_mm_per_mm3 < 10000))
    throw InputError("a length density of " + std::to_string(bed.length_density_mm_per_mm3) +
                     " mm/mm^3 cannot be made: tissue has 50 to 1500");
  if (!(bed.capillary_diameter_um > 0 && bed.capillary_diameter_um < 100))
    throw InputError("capillaries " + std::to_string(bed.capillary_diameter_um) +
                     " um wide cannot be made: write 3 to 15 um");
  if (!(vascular_volume_mm3(bed) > 0))
    throw InputError(
        "the sphere that is kept free of vessels leaves no room in the block\nMake the sphere "
        "smaller, or the block larger.");
}

constexpr std::uint32_t most_layouts = 4;

/// The bed whose length comes nearest to the one asked; nothing where that is not near.
std::optional<Network> laid_out(const CapillaryBed& bed) {
  const double wanted_um = bed.length_density_mm_per_mm3 * vascular_volume_mm3(bed) * 1e3;
  double cell_um = std::sqrt(4.4e6 / bed.length_density_mm_per_mm3);
  const double finest_um = cell_um / 8;  // where even that carries no blood, nothing will
  Network best;
  double least = INFINITY;
  for (int round = 0; round < 16 && least > 0.02 && cell_um > finest_um; ++round) {
    Network made = BedBuilder(bed, cell_um).build();
    const double got_um = math::max(total_length_um(made), 0.1 * wanted_um);
    const double off = std::abs(total_length_um(made) / wanted_um - 1);
    if (off < least) {
      least = off;
      best = std::move(made);
    }
    cell_um *= std::sqrt(got_um / wanted_um);
  }
  return least <= 0.05 ? std::optional(std::move(best)) : std::nullopt;
}

}  // namespace

FreeSpace space_of(const CapillaryBed& bed) {
  return {bed.block_um, bed.keep_out, bed.capillary_diameter_um};
}

double vascular_volume_mm3(const CapillaryBed& bed) { return volume_mm3(space_of(bed)); }

Network generate_capillary_bed(const CapillaryBed& bed) {
  require_sensible(bed);
  CapillaryBed asked = bed;
  for (; asked.layout < bed.layout + most_layouts; ++asked.layout)
    if (std::optional<Network> made = laid_out(asked)) {
      made->title = "capillary bed, seed " + std::to_string(bed.seed);
      return *std::move(made);
    }
  throw InputError(
      fmt::format("no capillary bed of {:g} mm/mm^3 fits the block\n"
                  "Make the block or the density larger; near the limit another seed may do.",
                  bed.length_density_mm_per_mm3));
}

}  // namespace metastasim::geometry
