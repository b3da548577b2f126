#pragma once
#include <cstdint>

#include "kernels/state/table.hpp"

namespace metastasim {

/// to[i-th new row] = from[i-th of the list] for each new row, in every column that both tables have.
/// `to` may be `from`: new rows are none of the list.
void copy_rows(const Table& from, const std::uint32_t* list, Table& to, const NewRows& added);

/// Makes new rows, which hold initial values, daughters of the listed ones of the same table: they get
/// the columns of cells that pass to daughters.
void inherit_rows(Table& table, const std::uint32_t* list, const NewRows& added);

/// Keeps the rows with keep[row] != 0, in their order.
void keep_rows(Table& table, const std::uint8_t* keep);

/// Rows chosen by flags. How many there are is known on the device alone.
class ChosenRows {
 public:
  /// The rows with flags[row] != 0 of a table, ordered by lineage number: the order in which `resolve`
  /// deals with them, whatever the storage order.
  ChosenRows(const Table& table, const std::uint64_t* id, const std::uint8_t* flags);
  /// The rows of a list with flags[place in the list] != 0, in its order.
  ChosenRows(Device& device, RowList list, const std::uint8_t* flags);

  const std::uint32_t* rows() const { return rows_.data(); }
  RowCount size() const { return {size_.data(), static_cast<std::uint32_t>(rows_.size())}; }
  RowList list() const { return {rows(), size()}; }

 private:
  Buffer<std::uint32_t> rows_, size_;
};

}  // namespace metastasim
