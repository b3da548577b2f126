#pragma once
#include <unordered_map>
#include <vector>

#include "kernels/core/random.hpp"
#include "kernels/state/grid.hpp"
#include "kernels/state/vessels.hpp"

/// The vessels as plain data on the host while their connections change. `resolve::carry_out`
/// makes it the state again.
namespace metastasim::vessels {

inline constexpr std::int32_t no_row = -1;

struct EditedNode {
  std::uint64_t id = 0;
  std::int32_t site = 0;
  Position at{};
  bool boundary = false;     ///< blood is imposed here
  std::uint64_t tip_of = 0;  ///< number of the sprout that grows here
  UnitVector heading{};
  std::int32_t row = no_row;  ///< in the table before the edit
};

struct EditedSegment {
  std::uint64_t id = 0;
  std::int32_t site = 0;
  int from = 0, to = 0;  ///< places in VesselEdit::nodes
  VesselKind kind = VesselKind::capillary;
  float radius_um = 0, length_um = 0;
  std::uint64_t sprout = 0;
  std::uint32_t sprouted = 0;  ///< tick
  float set_point = 0;         ///< see adaptation.cu
  std::int32_t row = no_row;   ///< of the vessel that this is, or is a part of
  float begin = 0, end = 1;    ///< which part, as fractions
  bool removed = false;
};

double distance_um(Position a, Position b);

class VesselEdit {
 public:
  explicit VesselEdit(const Vessels& vessels);

  std::vector<EditedNode> nodes;
  std::vector<EditedSegment> segments;

  int add_node(std::int32_t site, Position at);
  /// A straight vessel between two nodes; the caller sets what sprouts have besides.
  int add_segment(int from, int to, float radius_um);
  /// Puts a node into a vessel at a fraction of its length and returns it. The part from the start
  /// keeps number and place in `segments`, the other one is the last of `segments`.
  int split(int segment, double at);

  /// The part of row `row` that holds a fraction of its length before the edit.
  int part_of(std::int32_t row, float at) const;
  Position point(const EditedSegment& segment, double at) const;
  std::size_t rows_before() const { return rows_before_; }

 private:
  std::size_t rows_before_ = 0;
  std::uint64_t next_id_ = 1;
  std::unordered_map<std::int32_t, std::vector<int>> parts_of_row_;  ///< beside the first of each
};

}  // namespace metastasim::vessels
