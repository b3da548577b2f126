#pragma once
#include <span>

#include "kernels/state/column_store.hpp"

namespace metastasim {

/// Rows that come and go (cells, travellers, segments, events). The count lives on the device; only
/// `resolve` and the set-up change it. Capacity stays within 1.25 of the count after a growth, so
/// that cost follows the living.
class Table {
 public:
  Table() = default;
  Table(Device& device, Entity entity, std::span<const ColumnSpec> specs,
        std::uint32_t capacity = 64)
      : entity_(entity), columns_(device, specs, capacity), count_(device, 1, "row count") {}

  Entity entity() const { return entity_; }
  Device& device() const { return columns_.device(); }
  std::uint32_t capacity() const { return static_cast<std::uint32_t>(columns_.rows()); }
  const std::uint32_t* count() const { return count_.data(); }  ///< for kernels
  /// An explicit copy; not for use inside a step, except by resolve.
  std::uint32_t read_count() const { return count_.to_host()[0]; }
  void set_count(std::uint32_t count) { count_.copy_from_host(std::span(&count, 1)); }

  template <class T>
  T* data(const Column<T>& column) {
    return columns_.data(column);
  }
  template <class T>
  const T* data(const Column<T>& column) const {
    return columns_.data(column);
  }
  template <class T>
  std::vector<T> to_host(const Column<T>& column) const {
    return columns_.to_host(column, read_count());
  }
  template <class T>
  void from_host(const Column<T>& column, std::span<const T> values, std::uint32_t first_row = 0) {
    columns_.from_host(column, values, first_row);
  }
  bool has(const ColumnSpec& spec) const { return columns_.find_or_null(spec.key) != nullptr; }

  ColumnStore& columns() { return columns_; }
  const ColumnStore& columns() const { return columns_; }

  /// Room for at least `needed` rows; grows to 1.25 of it, never shrinks.
  void reserve(std::uint32_t needed) {
    if (needed > capacity()) columns_.resize(static_cast<std::size_t>(needed) + needed / 4);
  }
  /// Reserves, then `count` rows with initial values exist at the end. Returns the first new row.
  std::uint32_t append(std::uint32_t count) {
    const std::uint32_t old = read_count();
    reserve(old + count);
    columns_.fill_initial(old, static_cast<std::size_t>(old) + count);
    set_count(old + count);
    return old;
  }

 private:
  Entity entity_{};
  ColumnStore columns_;
  Buffer<std::uint32_t> count_;
};

}  // namespace metastasim
