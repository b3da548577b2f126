#pragma once
#include "kernels/state/column_store.hpp"
#include "kernels/state/grid.hpp"

namespace metastasim {

/// The voxel columns of one site: values in [grid.at(x, y, z)], one ghost layer around them.
class Fields {
 public:
  Fields() = default;
  Fields(Device& device, const Grid& grid, std::span<const ColumnSpec> specs)
      : grid_(grid), columns_(device, specs, static_cast<std::size_t>(grid.stored())) {}

  const Grid& grid() const { return grid_; }
  template <class T>
  T* data(const Column<T>& column) {
    return columns_.data(column);
  }
  template <class T>
  const T* data(const Column<T>& column) const {
    return columns_.data(column);
  }
  ColumnStore& columns() { return columns_; }
  const ColumnStore& columns() const { return columns_; }

  /// The values without ghosts, x fastest, by an explicit copy.
  template <class T>
  std::vector<T> to_host(const Column<T>& column) const {
    const std::vector<T> stored = columns_.to_host(column);
    std::vector<T> values(static_cast<std::size_t>(grid_.voxels()));
    visit([&](std::int64_t number, std::int64_t at) { values[number] = stored[at]; });
    return values;
  }
  /// Sets the values without ghosts; the ghosts get the column's initial value's place filled by
  /// the next boundary fill.
  template <class T>
  void from_host(const Column<T>& column, std::span<const T> values) {
    std::vector<T> stored = columns_.to_host(column);
    visit([&](std::int64_t number, std::int64_t at) { stored[at] = values[number]; });
    columns_.from_host(column, std::span<const T>(stored));
  }

 private:
  template <class F>
  void visit(const F& f) const {
    for (int z = 0; z < grid_.nz; ++z)
      for (int y = 0; y < grid_.ny; ++y)
        for (int x = 0; x < grid_.nx; ++x) f(grid_.number(x, y, z), grid_.at(x, y, z));
  }

  Grid grid_;
  ColumnStore columns_;
};

}  // namespace metastasim
