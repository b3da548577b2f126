#pragma once
#include <map>
#include <vector>

#include "kernels/vessels/place_bins.hpp"
#include "kernels/vessels/segment_bins.hpp"

/// What sprouts do to the network: they begin, grow by a piece, and join what they meet.
namespace metastasim::vessels {

struct SproutRules {
  float radius_um, spacing_um, reach_um;
  std::uint32_t tick;
};

class SproutGrowth {
 public:
  SproutGrowth(VesselEdit& edit, std::int32_t site, const Grid& block, const SproutRules& rules);

  /// A tip goes on to `to`, or joins the vessel that it meets on the way. Nothing where another tip
  /// has joined it before.
  void advance(int tip, Position to, UnitVector heading);
  /// A tip that has left the block: what is beyond is not known, so it ends.
  void stop(int tip) { edit_.nodes[tip].tip_of = 0; }
  /// A sprout begins with its first piece at a fraction of the vessel that was in row `row` before
  /// the edit, unless the vessel is too short there or another sprout is too near.
  void begin(std::int32_t row, float along, Position to, UnitVector heading);

 private:
  /// What the pieces of a sprout have in common.
  struct Kin {
    std::uint64_t sprout;
    std::uint32_t begun;
    float set_point;
  };
  struct Meeting {
    int segment = -1;
    double distance_um = 0, along = 0;
  };
  Meeting met_on_the_way(int tip, Position to) const;
  bool may_join(int tip, const EditedSegment& other) const;
  bool near_its_root(int tip) const;
  int joint(const Meeting& meeting);
  int cut(int segment, double along);
  EditedSegment& grow(int from, int to, const Kin& kin);

  VesselEdit& edit_;
  SegmentBins bins_;
  SproutRules rules_;
  PlaceBins inhibiting_;                       ///< roots and tips
  std::map<std::uint64_t, Position> root_of_;  ///< by sprout
  std::map<std::uint64_t, Kin> kin_of_;        ///< by sprout
};

}  // namespace metastasim::vessels
