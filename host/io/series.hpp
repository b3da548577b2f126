#pragma once
#include <span>

#include "host/io/event_rows.hpp"
#include "host/io/hdf5.hpp"

/// What a run tells in numbers over time, beside the pictures: /series, a number per name and
/// output, and /events, the diary of the cascade. Viewers ignore both.
namespace metastasim {

struct SeriesValue {
  std::string name;  ///< "cells_breast"; without '/' or '.'
  double value = 0;
  std::string unit = "1";
};

/// All values of a run so far, a column per name; NaN where an output did not give it.
struct Series {
  struct Column {
    std::string name, unit;
    std::vector<double> values;
  };
  std::vector<Column> columns;  ///< in the order in which they first came
  std::size_t rows() const { return columns.empty() ? 0 : columns.front().values.size(); }
  /// Null where there is none of that name.
  const Column* find(const std::string& name) const;
};

namespace series {
void create(hdf5::File& file);
void append(hdf5::File& file, std::span<const SeriesValue> values);
void truncate(hdf5::File& file, std::uint64_t rows);
Series read(const hdf5::File& file);
/// A table for spreadsheets, written beside its place and then renamed. Its first line is a comment that says
/// whose rates these are: values_word of the run.
void write_csv(const Series& series, const std::string& values, const std::filesystem::path& path);
}  // namespace series

namespace events {
void create(hdf5::File& file);
/// One call per output, also without rows: so that the diary can be cut back to an output.
void append(hdf5::File& file, std::span<const EventRow> rows);
void truncate(hdf5::File& file, std::uint64_t outputs);
std::vector<EventRow> read(const hdf5::File& file);
}  // namespace events

}  // namespace metastasim
