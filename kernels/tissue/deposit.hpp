#pragma once
#include "kernels/core/atomic.hpp"
#include "kernels/core/launch.hpp"
#include "kernels/process.hpp"
#include "kernels/state/cell_columns.hpp"

/// What the cells of a voxel do together: their rates summed in int64 fixed point, 2^-32 of the
/// rate's unit, so that the sum does not depend on the order in which cells arrive. Rates below
/// 2^31 fit, whatever their unit.
namespace metastasim::tissue {

constexpr double deposits_per_unit = 4294967296.0;

/// Secretion is told as the rise of concentration that one cell causes in this volume, a cube of
/// 20 um, so that it does not depend on the grid.
constexpr float secretion_volume_um3 = 8000;

/// Scratch of a site.
struct DepositScratch {
  Buffer<std::int64_t> sums;
};

/// The sums, for kernels: voxel `at` (Grid::at) in the unit of the rate.
struct Deposited {
  const std::int64_t* sums;
  HD float operator()(std::int64_t at) const {
    return static_cast<float>(static_cast<double>(sums[at]) * (1.0 / deposits_per_unit));
  }
  HD bool any(std::int64_t at) const { return sums[at] != 0; }
};

namespace detail {
template <class Rate>
struct DepositRate {
  const std::int32_t *x, *y, *z;
  Grid grid;
  Rate rate;
  std::int64_t* sums;
  HD void operator()(std::uint32_t row) const {
    const std::int64_t at = grid.voxel_of({x[row], y[row], z[row]});
    const double amount = rate(row, at);
    if (amount > 0)
      atomic_add(&sums[at], math::to_int64(math::round_to_nearest(amount * deposits_per_unit)));
  }
};
}  // namespace detail

/// A rate that its type gives to cells of one kind, and none to others.
template <class CellParams, float CellParams::*rate>
struct RateOfKind {
  const std::uint8_t *type, *kind;
  std::uint8_t who;
  const CellParams* params;
  RateOfKind(const Table& cells, CellKind of, const CellParams* by_type)
      : type(cells.data(cell::type)),
        kind(cells.data(cell::kind)),
        who(static_cast<std::uint8_t>(of)),
        params(by_type) {}
  HD float operator()(std::uint32_t row, std::int64_t) const {
    return kind[row] == who ? params[type[row]].*rate : 0.0f;
  }
};

/// field = factor * deposited rate, without ghosts.
struct DepositedField {
  Grid grid;
  Deposited rate;
  float factor;
  float* field;
  HD void operator()(int x, int y, int z) const {
    const std::int64_t at = grid.at(x, y, z);
    field[at] = factor * rate(at);
  }
};

/// Sums rate(row, at) over the cells of each voxel. rate: HD functor, float; zero and negative
/// rates count as none. The result stands until the site's next deposit into the same scratch.
template <class Scratch = DepositScratch, class Rate>
Deposited deposit(SiteStep& s, const char* label, const Rate& rate) {
  const Grid& grid = s.site.grid;
  Table& cells = s.site.cells;
  Buffer<std::int64_t>& sums = s.site.workspace.get<Scratch>().sums;
  sums.at_least(s.device, static_cast<std::size_t>(grid.stored()), "rates by voxel");
  sums.fill_zero();
  for_each_row(s.device, label, cells.capacity(), cells.count(),
               detail::DepositRate<Rate>{cells.data(cell::x), cells.data(cell::y),
                                         cells.data(cell::z), grid, rate, sums.data()});
  return {sums.data()};
}

}  // namespace metastasim::tissue
