#pragma once
#include <vector>

#include "kernels/vessels/vessel_edit.hpp"

/// Which blood vessels of a site are near a place, while an edit adds and cuts some.
namespace metastasim::vessels {

/// The nearest points of two straight lines between nodes: `along` the second one, as a fraction.
struct Approach {
  double distance_um, along;
};
Approach approach(const VesselEdit& edit, int from, Position to, const EditedSegment& other);

class SegmentBins {
 public:
  SegmentBins(const VesselEdit& edit, std::int32_t site, const Grid& block);

  /// Segments that may be within `reach_um` of the line from a to b, ascending.
  std::vector<int> near(Position a, Position b, double reach_um) const;
  void insert(int segment);

 private:
  struct Entry {
    int segment, older;  ///< older: the entry before it in its bin, or -1
  };
  const VesselEdit& edit_;
  Grid bins_;
  std::vector<int> newest_;  ///< entry of each bin, or -1
  std::vector<Entry> entries_;
};

}  // namespace metastasim::vessels
