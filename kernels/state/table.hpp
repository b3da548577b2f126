#pragma once
#include <span>

#include "kernels/core/row_count.hpp"
#include "kernels/state/column_store.hpp"
#include "kernels/state/room.hpp"

namespace metastasim {

/// Rows that come and go (cells, travellers, segments, events). The count lives on the device; only
/// `resolve` and the set-up change it. Between steps the host makes room (resolve/make_room.hpp);
/// inside a step rows are added within it.
class Table {
 public:
  Table() = default;
  Table(Device& device, Entity entity, std::span<const ColumnSpec> specs,
        std::uint32_t capacity = 64)
      : entity_(entity), columns_(device, specs, capacity), words_(device, words, "row count") {}

  Entity entity() const { return entity_; }
  Device& device() const { return columns_.device(); }
  std::uint32_t capacity() const { return static_cast<std::uint32_t>(columns_.rows()); }
  const std::uint32_t* count() const { return words_.data(); }  ///< for kernels
  RowCount rows() const { return {count(), capacity()}; }       ///< for kernels
  /// Explicit copies; not for use inside a step.
  std::uint32_t read_count() const;
  void set_count(std::uint32_t count) { words_.copy_from_host(std::span(&count, 1)); }

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

  /// Between steps. Room for at least `needed` rows and a quarter more; never shrinks.
  void reserve(std::uint32_t needed);
  /// Between steps. A capacity of at least `needed`, and not of far more: grown or shrunk to
  /// `comfortable` where it is not so.
  void fit(std::uint32_t needed, std::uint32_t comfortable);
  /// Between steps. Reserves, then `count` rows with initial values exist at the end. Returns the first
  /// new row.
  std::uint32_t append(std::uint32_t count);

  /// Inside a step: from now on the table may grow by what `room` gives to its present count and that
  /// of *comers, within its capacity.
  void open_room(const Room& room, const std::uint32_t* comers);
  /// The count up to which it may grow; for kernels.
  const std::uint32_t* end_of_room() const { return words_.data() + 1; }
  /// Inside a step: rows with initial values at the end, as many of *wanted.now as there is room for.
  /// What is returned holds until the next call.
  NewRows append_in_room(RowCount wanted);
  /// Inside a step: only the first *count rows stay.
  void cut(const std::uint32_t* count);

 private:
  static constexpr std::size_t words =
      4;  // the count, the end of room; first and number of new rows

  Entity entity_{};
  ColumnStore columns_;
  Buffer<std::uint32_t> words_;
};

}  // namespace metastasim
