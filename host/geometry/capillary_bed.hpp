#pragma once
#include "host/geometry/free_space.hpp"
#include "kernels/vessels/network.hpp"

namespace metastasim::geometry {

/// A block of tissue with its own blood supply, made up from the numbers that histology gives.
struct CapillaryBed {
  Point block_um{};
  double length_density_mm_per_mm3 = 138;  ///< of all vessels, where they may be
  double capillary_diameter_um = 6;
  double arteriole_mmhg = 45, venule_mmhg = 15;
  double haematocrit = 0.45;
  std::optional<Sphere> keep_out{};  ///< no vessel enters it: an avascular tumour
  double feeding_spacing_um = 300;   ///< between an arteriole and the next venule; assumed
  std::uint64_t seed = 1;
  std::uint32_t layout = 0;  ///< which of the seed's: the next where one cannot be had
};

/// Arterioles enter through the face z = 0, venules leave through the opposite one, in a
/// checkerboard; each sends a branch into the capillary mesh at every level, and its radius follows
/// Murray's law (1926), r^3 = sum of the branches' r^3. The mesh is the net in which every node has
/// three neighbours (Wells' (10,3)-a; Laves 1932), shaken, so that capillaries branch and join in
/// threes as they do in tissue. Whatever carries no blood is removed; one component is left; no
/// segment is longer than 100 um. The mesh is made finer or coarser until the length density is as
/// asked (to 2 %, at worst 5 %); in a small block, where a vessel more or less is much, that may fail,
/// and the mesh is shaken anew. The same seed gives the same network on every machine.
///
/// Throws InputError where no layout of such a bed fits into the block.
vessels::Network generate_capillary_bed(const CapillaryBed& bed);

/// Where its vessels may be.
FreeSpace space_of(const CapillaryBed& bed);
/// Volume that vessels may occupy, mm^3: the block without the part of the sphere inside it.
double vascular_volume_mm3(const CapillaryBed& bed);

}  // namespace metastasim::geometry
