#pragma once
#include <array>
#include <vector>

#include "host/geometry/capillary_bed.hpp"
#include "kernels/core/random.hpp"

/// The capillary mesh of a generated bed, before vessels feed it.
namespace metastasim::geometry {

/// The random draws of a bed, apart from those of any process.
Draws draws_of(const CapillaryBed& bed, std::uint64_t entity);

/// True where the straight line from a to b stays in the block and out of the kept-out sphere.
bool is_free(const CapillaryBed& bed, const Point& a, const Point& b);

struct Mesh {
  std::vector<Point> nodes;
  std::vector<std::array<int, 2>> edges;
};

/// Cubic cells of `cell_um`, each with 8 nodes and 12 edges; length per volume is about
/// 3 sqrt(2)/cell_um^2.
Mesh capillary_mesh(const CapillaryBed& bed, double cell_um);

}  // namespace metastasim::geometry
