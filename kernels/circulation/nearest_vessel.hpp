#pragma once
#include "kernels/circulation/segment_line.hpp"
#include "kernels/invasion/membrane.hpp"
#include "kernels/state/state.hpp"
#include "kernels/vessels/sprouts.hpp"

namespace metastasim::circulation {

/// Which vessels a cell feels for.
enum class Carrying : std::uint8_t { blood, lymph };

struct Contact {
  static constexpr std::uint32_t none = 0xFFFFFFFFu;
  std::uint32_t segment;  ///< row, or none
  float gap_um;  ///< from the cell's surface to the vessel's; below zero where they overlap
  HD bool found() const { return segment != none; }
  /// 1 where cell and vessel touch, falling to 0 at the end of the range.
  HD float access(float range_um) const { return 1 - math::max(gap_um, 0.0f) / range_um; }
};

/// Finds the vessel that a cell touches: the one with the smallest gap of those that no basement
/// membrane parts from it; of equals, the lower row.
struct NearestVessel {
  const std::uint32_t *first_piece, *piece;
  const float* vessel_radius;
  const std::uint8_t* kind;
  const std::uint64_t* sprout;
  const float* flow;
  journey::SegmentLine line;
  invasion::Membrane membrane;
  Grid grid;
  Carrying carrying;

  NearestVessel(const Vessels& vessels, const Site& site, Carrying what)
      : first_piece(pieces_of(vessels, site).first.data()),
        piece(pieces_of(vessels, site).segment.data()),
        vessel_radius(vessels.segments.data(segment::radius)),
        kind(vessels.segments.data(segment::kind)),
        sprout(vessels.segments.data(segment::sprout)),
        flow(vessels.segments.data(segment::flow)),
        line(vessels),
        membrane(site.fields),
        grid(site.grid),
        carrying(what) {}

  HD Contact operator()(Position at, float radius, float range_um) const {
    const int reach = 1 + math::to_int((radius + range_um + widest_um()) / grid.spacing_um);
    const Voxel c = grid.voxel_at(at);
    const int x0 = math::max(c.x - reach, 0), x1 = math::min(c.x + reach, grid.nx - 1);
    Contact best{Contact::none, range_um};
    for (int z = math::max(c.z - reach, 0); z <= math::min(c.z + reach, grid.nz - 1); ++z)
      for (int y = math::max(c.y - reach, 0); y <= math::min(c.y + reach, grid.ny - 1); ++y)
        visit(grid.number(x0, y, z), grid.number(x1, y, z), at, radius, best);
    return best;
  }

 private:
  static const VesselPieces& pieces_of(const Vessels& vessels, const Site& site) {
    return vessels.pieces_of_site[static_cast<std::size_t>(site.id.value)];
  }
  /// Radius of the widest vessel whose wall is surely felt from beside it: pieces lie in the voxels of
  /// the axis. With voxels of 20 um walls of up to some 30 um of radius are; wider vessels
  /// are not entered.
  HD float widest_um() const { return carrying == Carrying::lymph ? 30.0f : 10.0f; }
  /// A sprout without blood has no lumen yet.
  HD bool wanted(std::uint32_t s) const {
    if (sprout[s] != 0 && flow[s] == 0) return false;
    const bool lymphatic = kind[s] == static_cast<std::uint8_t>(VesselKind::lymphatic);
    return lymphatic == (carrying == Carrying::lymph);
  }
  /// The pieces of a row of voxels lie one after the other.
  HD void visit(std::int64_t first, std::int64_t last, Position at, float radius,
                Contact& best) const {
    const journey::Vector centre{to_um(at.x), to_um(at.y), to_um(at.z)};
    for (std::uint32_t p = first_piece[first]; p < first_piece[last + 1]; ++p) {
      const std::uint32_t s = piece[p];
      if (!wanted(s)) continue;
      const float gap = line.distance(s, centre) - vessel_radius[s] - radius;
      const bool nearer = gap < best.gap_um || (gap == best.gap_um && s < best.segment);
      if (nearer && !membrane.blocks(at, foot(s, centre))) best = {s, gap};
    }
  }
  /// The place on the vessel's axis nearest to the cell.
  HD Position foot(std::uint32_t s, journey::Vector centre) const {
    const journey::Vector p = line.at(s, line.nearest(s, centre));
    return {to_fixed(p.x), to_fixed(p.y), to_fixed(p.z)};
  }
};

}  // namespace metastasim::circulation
