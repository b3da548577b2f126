#pragma once
#include <string>

#include "host/io/hdf5.hpp"
#include "kernels/state/table.hpp"

/// Columns to a file and back, bit for bit: one dataset a column, named as the column is.
namespace metastasim {

/// The first `rows` of every column, into a new group.
void write_columns(hdf5::File& file, const std::string& group, const ColumnStore& store,
                   std::size_t rows);
/// The group must hold exactly the store's columns with `rows` values each, or InputError says what
/// differs: a silent default would be another answer.
void read_columns(const hdf5::File& file, const std::string& group, ColumnStore& store,
                  std::size_t rows);

void write_table(hdf5::File& file, const std::string& group, const Table& table);
/// As many rows as the file holds.
void read_table(const hdf5::File& file, const std::string& group, Table& table);

}  // namespace metastasim
