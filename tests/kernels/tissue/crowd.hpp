#pragma once
#include <array>
#include <vector>

#include "kernels/core/hash.hpp"
#include "kernels/state/cell_columns.hpp"
#include "tests/support/bench.hpp"

/// Cells strewn about, for tests of what depends on neighbours.
namespace metastasim::testing {

inline double unit_noise(std::uint64_t i) { return static_cast<double>(mix64(i) >> 11) * 0x1p-53; }

/// n cells in a cube of the given edge, its low corner at `from_um`; radii from 6 to 9 um.
inline std::vector<PlacedCell> strewn(int n, float from_um, float edge_um) {
  std::vector<PlacedCell> cells;
  for (int i = 0; i < n; ++i) {
    const auto at = [&](int k) {
      return from_um +
             edge_um * static_cast<float>(unit_noise(static_cast<std::uint64_t>(4 * i + k)));
    };
    cells.push_back(
        {at(0), at(1), at(2),
         6 + 3 * static_cast<float>(unit_noise(static_cast<std::uint64_t>(4 * i + 3)))});
  }
  return cells;
}

/// Row i becomes what row order[i] was.
inline void reorder(Table& cells, const std::vector<std::uint32_t>& order) {
  Buffer<std::uint32_t> on_device(device(), order.size(), "order");
  on_device.copy_from_host(order);
  cells.columns().gather(on_device.data(), order.size());
}

/// A permutation of n rows that looks random.
inline std::vector<std::uint32_t> shuffled(std::uint32_t n, std::uint64_t seed) {
  std::vector<std::uint32_t> order(n);
  for (std::uint32_t i = 0; i < n; ++i) order[i] = i;
  for (std::uint32_t i = n; i > 1; --i)
    std::swap(order[i - 1], order[mix64(seed * 1000003 + i) % i]);
  return order;
}

}  // namespace metastasim::testing
