// Cell bins: counting, a prefix sum, and a stable sort of (bin, row).
//
//   spacing = reach * 2 r_max        reach  largest distance of interaction over r_i + r_j  [1]
//                                    r_max  radius of the largest living cell               [um]
// A block with few cells would have more bins than cells to fill them; their number is held below
// `bins_per_cell` times the cells by wider bins, and memory below `bins_per_row` times the capacity,
// so that both follow the living. Where they are few enough, they are cut into two or four along x: a
// cell is compared with those in 2.5 or 2.25 spacings instead of 3. No result depends on any of it:
// what bins hold is a superset of the neighbours.
#include "kernels/tissue/bins.hpp"

#include <bit>

#include "kernels/core/atomic.hpp"
#include "kernels/core/launch.hpp"
#include "kernels/parallel/scan.hpp"
#include "kernels/parallel/sort.hpp"
#include "kernels/state/cell_columns.hpp"

namespace metastasim::tissue {

namespace {

constexpr std::uint32_t bins_per_cell = 10, bins_per_row = 8;
constexpr int most_beside = 4;
constexpr std::int32_t rounding_margin = 64;  // 1e-3 um: distances are compared in float

struct LargestRadius {
  const float* radius;
  std::uint32_t* bits;  // positive floats are ordered as their bits
  HD void operator()(std::uint32_t row) const {
    const std::uint32_t mine = math::bits_as<std::uint32_t>(radius[row]);
    if (mine > *bits) atomic_max(bits, mine);
  }
};

struct ChooseGrid {
  Grid block;
  float reach;
  std::uint32_t most_bins;
  const std::uint32_t *largest_radius, *cells;
  BinGrid* out;
  std::uint32_t* number;
  HD void operator()(std::int64_t) const {
    const float radius = math::bits_as<float>(*largest_radius);
    const std::int64_t most =
        math::min(std::int64_t{bins_per_cell} * math::max(*cells, 1u), std::int64_t{most_bins});
    std::int32_t spacing = math::max(to_fixed(2 * reach * radius), to_fixed(1)) + rounding_margin;
    while (bins(spacing, 1) > most) spacing += spacing / 16;
    int beside = most_beside;
    while (beside > 1 && bins(spacing, beside) > most) beside /= 2;
    const std::int32_t thickness = part(spacing, beside);
    *out = {count(block.nx, thickness),
            count(block.ny, spacing),
            count(block.nz, spacing),
            spacing,
            thickness,
            beside};
    *number = static_cast<std::uint32_t>(bins(spacing, beside));
  }
  HD static std::int32_t part(std::int32_t spacing, int beside) {
    return (spacing + beside - 1) / beside;
  }
  HD int count(int voxels, std::int32_t width) const {
    const std::int64_t extent =
        math::to_int64(static_cast<double>(voxels) * block.spacing_um * units_per_um);
    return math::max(static_cast<int>(extent / width), 1);
  }
  HD std::int64_t bins(std::int32_t spacing, int beside) const {
    return static_cast<std::int64_t>(count(block.nx, part(spacing, beside))) *
           count(block.ny, spacing) * count(block.nz, spacing);
  }
};

struct EmptyBin {
  std::uint32_t* count;
  HD void operator()(std::uint32_t bin) const { count[bin] = 0; }
};

struct AssignBin {
  const BinGrid* grid;
  const std::int32_t *x, *y, *z;
  std::uint32_t *key, *row, *count;
  HD void operator()(std::uint32_t i) const {
    row[i] = i;
    key[i] = grid->of({x[i], y[i], z[i]});
    atomic_add(&count[key[i]], 1u);
  }
};

struct Pack {
  const std::uint32_t* row;
  const std::int32_t *x, *y, *z;
  const float* radius;
  std::int32_t *x_out, *y_out, *z_out;
  float* radius_out;
  HD void operator()(std::uint32_t slot) const {
    const std::uint32_t from = row[slot];
    x_out[slot] = x[from];
    y_out[slot] = y[from];
    z_out[slot] = z[from];
    radius_out[slot] = radius[from];
  }
};

}  // namespace

void Bins::reserve(Device& device, std::uint32_t capacity) {
  most_bins_ = bins_per_row * capacity;
  grid_.at_least(device, 1, "bin grid");
  for (auto* buffer : {&largest_radius_, &bins_}) buffer->at_least(device, 1, "bins");
  for (auto* buffer : {&key_, &row_}) buffer->at_least(device, capacity, "bins");
  for (auto* buffer : {&count_, &start_}) buffer->at_least(device, most_bins_ + 1, "bins");
  const std::size_t slots = capacity + slots_past_end;
  for (auto* buffer : {&x_, &y_, &z_}) buffer->at_least(device, slots, "binned positions");
  radius_.at_least(device, slots, "binned radii");
}

void Bins::choose_grid(Device& device, const Grid& grid, const Table& cells, float reach) {
  largest_radius_.fill_zero();
  for_each_row(device, "largest radius", cells.capacity(), cells.count(),
               LargestRadius{cells.data(cell::radius), largest_radius_.data()});
  for_each_index(device, "choose bins", 1,
                 ChooseGrid{grid, reach, most_bins_, largest_radius_.data(), cells.count(),
                            grid_.data(), bins_.data()});
}

void Bins::build(Device& device, const Grid& grid, const Table& cells, float reach) {
  reserve(device, cells.capacity());
  choose_grid(device, grid, cells, reach);
  for_each_row(device, "empty bins", bins(), EmptyBin{count_.data()});
  for_each_row(device, "assign bins", cells.rows(),
               AssignBin{grid_.data(), cells.data(cell::x), cells.data(cell::y),
                         cells.data(cell::z), key_.data(), row_.data(), count_.data()});
  parallel::exclusive_scan(device, count_.data(), start_.data(), bins());
  parallel::sort_pairs(device, key_.data(), row_.data(), cells.rows(), std::bit_width(most_bins_));
  for_each_row(device, "pack bins", cells.capacity(), cells.count(),
               Pack{row_.data(), cells.data(cell::x), cells.data(cell::y), cells.data(cell::z),
                    cells.data(cell::radius), x_.data(), y_.data(), z_.data(), radius_.data()});
}

BinView Bins::view() const {
  return {grid_.data(), start_.data(), row_.data(),   x_.data(),
          y_.data(),    z_.data(),     radius_.data()};
}

}  // namespace metastasim::tissue
