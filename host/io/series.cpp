#include "host/io/series.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "host/io/durable.hpp"

namespace metastasim {

const Series::Column* Series::find(const std::string& name) const {
  const auto found =
      std::find_if(columns.begin(), columns.end(), [&](const Column& c) { return c.name == name; });
  return found == columns.end() ? nullptr : &*found;
}

namespace series {

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();
const hdf5::TableLayout layout{{}, {64}, 0};

std::string path_of(const std::string& name) { return "/series/" + name; }

/// Rows that every series has: the longest of them.
std::uint64_t rows(const hdf5::File& file) {
  std::uint64_t most = 0;
  for (const std::string& name : file.children("/series"))
    most = std::max(most, file.rows(path_of(name)));
  return most;
}

void add_column(hdf5::File& file, const SeriesValue& value, std::uint64_t rows, std::size_t place) {
  const std::string path = path_of(value.name);
  file.create_table(path, std::vector<double>{}, layout);
  file.set_attribute(path, "units", value.unit);
  file.set_attribute(path, "place", std::vector<std::int64_t>{static_cast<std::int64_t>(place)},
                     true);
  file.append(path, std::vector<double>(rows, missing));
}

}  // namespace

void create(hdf5::File& file) { file.create_group("/series"); }

void append(hdf5::File& file, std::span<const SeriesValue> values) {
  const std::uint64_t before = rows(file);
  std::size_t columns = file.children("/series").size();
  for (const SeriesValue& value : values) {
    if (!file.exists(path_of(value.name))) add_column(file, value, before, columns++);
    file.append(path_of(value.name), std::vector<double>{value.value});
  }
  for (const std::string& name : file.children("/series"))
    if (file.rows(path_of(name)) == before)
      file.append(path_of(name), std::vector<double>{missing});
}

void truncate(hdf5::File& file, std::uint64_t rows) {
  for (const std::string& name : file.children("/series")) {
    const std::uint64_t have = file.rows(path_of(name));
    file.truncate(path_of(name), rows);
    if (have < rows) file.append(path_of(name), std::vector<double>(rows - have, missing));
  }
}

Series read(const hdf5::File& file) {
  std::vector<std::pair<std::int64_t, Series::Column>> placed;
  for (const std::string& name : file.children("/series"))
    placed.emplace_back(file.integers(path_of(name), "place")[0],
                        Series::Column{name, file.text_attribute(path_of(name), "units"),
                                       file.read<double>(path_of(name))});
  std::sort(placed.begin(), placed.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  Series out;
  for (auto& [place, column] : placed) out.columns.push_back(std::move(column));
  return out;
}

namespace {

std::string heading(const Series::Column& column) {
  return column.unit == "1" || column.name.ends_with("_" + column.unit)
             ? column.name
             : fmt::format("{} [{}]", column.name, column.unit);
}
std::string text(double value) { return std::isnan(value) ? "" : fmt::format("{}", value); }

template <class F>
std::string line(const Series& series, const F& cell) {
  std::vector<std::string> cells;
  for (const Series::Column& column : series.columns) cells.push_back(cell(column));
  return fmt::format("{}\n", fmt::join(cells, ","));
}

}  // namespace

void write_csv(const Series& series, const std::string& values, const std::filesystem::path& path) {
  std::string out = "# values: " + values + '\n' + line(series, heading);
  for (std::size_t row = 0; row < series.rows(); ++row)
    out += line(series, [row](const Series::Column& column) { return text(column.values[row]); });
  durable::write(path, out);
}

}  // namespace series
}  // namespace metastasim
