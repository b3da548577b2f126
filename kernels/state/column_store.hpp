#pragma once
#include <cstddef>
#include <span>
#include <vector>

#include "kernels/core/buffer.hpp"
#include "kernels/core/hash.hpp"
#include "kernels/core/row_count.hpp"
#include "kernels/state/column.hpp"

namespace metastasim {

/// The owner of a set of equally long columns. Table adds rows that come and go, Fields a grid.
class ColumnStore {
 public:
  struct Stored {
    ColumnSpec spec;
    Buffer<std::byte> bytes;
  };

  ColumnStore() = default;
  /// Every row holds the initial values. Two columns of one name: std::logic_error.
  ColumnStore(Device& device, std::span<const ColumnSpec> specs, std::size_t rows);

  std::size_t rows() const { return rows_; }
  Device& device() const { return *device_; }
  const std::vector<Stored>& columns() const { return columns_; }
  std::vector<Stored>& columns() { return columns_; }

  template <class T>
  T* data(const Column<T>& column) {
    return reinterpret_cast<T*>(find(column.key, column.name).bytes.data());
  }
  template <class T>
  const T* data(const Column<T>& column) const {
    return reinterpret_cast<const T*>(find(column.key, column.name).bytes.data());
  }
  /// Null where this store has no such column.
  Stored* find_or_null(std::uint32_t key);
  const Stored* find_or_null(std::uint32_t key) const;

  /// An explicit copy to the host, first `count` rows (all by default).
  template <class T>
  std::vector<T> to_host(const Column<T>& column, std::size_t count = SIZE_MAX) const {
    std::vector<T> values(count < rows_ ? count : rows_);
    const Stored& stored = find(column.key, column.name);
    stored.bytes.copy_to_host(std::as_writable_bytes(std::span(values)));
    return values;
  }
  template <class T>
  void from_host(const Column<T>& column, std::span<const T> values, std::size_t first_row = 0) {
    find(column.key, column.name)
        .bytes.copy_from_host(std::as_bytes(values), first_row * sizeof(T));
  }

  /// Longer or shorter; what new rows hold is undefined.
  void resize(std::size_t rows);
  /// Initial values in rows first <= row < end.
  void fill_initial(std::size_t first, std::size_t end);
  void fill_initial(const NewRows& rows);
  /// Row i becomes what row order[i] was, for i below the count; what stands behind is undefined.
  void gather(const std::uint32_t* order, RowCount count);
  /// The same in place, where the order ascends; it costs nothing where the count is zero.
  void pull_forward(const std::uint32_t* order, RowCount count);

 private:
  Stored& find(std::uint32_t key, const char* name);
  const Stored& find(std::uint32_t key, const char* name) const;

  Device* device_ = nullptr;
  std::vector<Stored> columns_;
  std::size_t rows_ = 0;
};

}  // namespace metastasim
