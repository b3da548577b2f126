#pragma once
#include <algorithm>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "kernels/vessels/vessel_edit.hpp"

namespace metastasim::vessels {

/// Places on the host, and whether one of them is nearer than `spacing_um`: sorted into cubes of that
/// edge, so that a question costs as much among many as among few.
class PlaceBins {
 public:
  explicit PlaceBins(float spacing_um)
      : spacing_um_(spacing_um), edge_(to_fixed(math::max(spacing_um, 1.0f))) {}

  void insert(Position at) { in_cube_[key(cube(at), 0, 0, 0)].push_back(at); }

  bool any_near(Position at) const {
    const Voxel c = cube(at);
    for (int z = -1; z <= 1; ++z)
      for (int y = -1; y <= 1; ++y)
        for (int x = -1; x <= 1; ++x)
          if (any_near(at, key(c, x, y, z))) return true;
    return false;
  }

 private:
  Voxel cube(Position p) const { return {p.x / edge_, p.y / edge_, p.z / edge_}; }
  static std::uint64_t key(Voxel c, int x, int y, int z) {
    const auto part = [](int i) { return static_cast<std::uint64_t>(std::int64_t{i} + (1 << 20)); };
    return (part(c.x + x) << 42) | (part(c.y + y) << 21) | part(c.z + z);
  }
  bool any_near(Position at, std::uint64_t cube) const {
    const auto found = in_cube_.find(cube);
    if (found == in_cube_.end()) return false;
    return std::any_of(found->second.begin(), found->second.end(),
                       [&](Position other) { return distance_um(at, other) < spacing_um_; });
  }

  float spacing_um_;
  std::int32_t edge_;
  std::unordered_map<std::uint64_t, std::vector<Position>> in_cube_;
};

}  // namespace metastasim::vessels
