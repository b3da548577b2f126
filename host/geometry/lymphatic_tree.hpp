#pragma once
#include <optional>

#include "host/geometry/free_space.hpp"
#include "kernels/vessels/network.hpp"

namespace metastasim::geometry {

/// The initial lymphatics of a block of tissue, made up from the numbers that histology gives.
struct LymphaticTree {
  Point block_um{};
  double length_density_mm_per_mm3 = 20;  ///< where they may be
  double initial_diameter_um = 30;        ///< of a blind-ended vessel
  double widest_um = 60;                  ///< no vessel of the block is wider
  std::optional<Sphere> keep_out{};       ///< a tumour: lymphatics inside it do not work
  std::uint64_t seed = 1;
};

/// Blind-ended vessels that merge into collectors, which leave through the face x = 0, one for each
/// square millimetre of it. Points are scattered evenly (one in each cube of a grid, shaken); each
/// is joined to the tree where the new vessel and the way on from there are shortest together
/// (Cuntz et al. 2010, doi 10.1371/journal.pcbi.1000877), and no vessel takes up more than two.
/// Where vessels merge, the cubes of their radii add up (Murray's law, which nobody has shown for
/// lymphatics) up to the widest. Segments run downstream, none is longer than 100 um, and the
/// length density is as asked: the points reached last are left out and the last vessel shortened.
/// The same seed gives the same network on every machine.
///
/// Throws InputError where no such tree fits into the block.
vessels::Network generate_lymphatic_tree(const LymphaticTree& tree);

}  // namespace metastasim::geometry
