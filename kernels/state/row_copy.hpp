#pragma once
#include <cstdint>

#include "kernels/state/table.hpp"

namespace metastasim {

/// to[first + i] = from[rows[i]] for i < n, in every column that both tables have. `to` may be
/// `from` if the ranges do not meet; it must already have room.
void copy_rows(const Table& from, const std::uint32_t* rows, std::uint32_t n, Table& to,
               std::uint32_t first);

/// Makes rows first .. first + n - 1, which hold initial values, daughters of rows[0 .. n) of the same
/// table: they get the columns of cells that pass to daughters.
void inherit_rows(Table& table, const std::uint32_t* rows, std::uint32_t n, std::uint32_t first);

/// Keeps the rows with keep[row] != 0, in their order.
void keep_rows(Table& table, const std::uint8_t* keep);

/// The rows with flags[row] != 0 among the first `count`, ordered by lineage number: the order in
/// which `resolve` deals with them, whatever the storage order.
class ChosenRows {
 public:
  ChosenRows(Table& table, const std::uint64_t* id, const std::uint8_t* flags, std::uint32_t count);
  const std::uint32_t* rows() const { return rows_.data(); }
  std::uint32_t size() const { return size_; }

 private:
  Buffer<std::uint32_t> rows_;
  std::uint32_t size_ = 0;
};

}  // namespace metastasim
