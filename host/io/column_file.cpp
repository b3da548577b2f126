#include "host/io/column_file.hpp"

#include <fmt/format.h>

#include <set>

#include "host/input_error.hpp"

namespace metastasim {

namespace {

using hdf5::Values;

/// Calls f with a zero of the element's type.
template <class F>
auto with_type(Element element, const F& f) {
  switch (element) {
    case Element::u8:
      return f(std::uint8_t{});
    case Element::i32:
      return f(std::int32_t{});
    case Element::u32:
      return f(std::uint32_t{});
    case Element::f32:
      return f(float{});
    case Element::i64:
      return f(std::int64_t{});
    default:
      return f(std::uint64_t{});
  }
}

Values values_of(const ColumnStore& store, const ColumnSpec& column, std::size_t rows) {
  return with_type(column.element, [&](auto zero) -> Values {
    return store.to_host(Column<decltype(zero)>{column}, rows);
  });
}

void set_values(ColumnStore& store, const ColumnSpec& column, const Values& values) {
  with_type(column.element, [&](auto zero) {
    using T = decltype(zero);
    store.from_host(Column<T>{column}, std::span<const T>(std::get<std::vector<T>>(values)));
  });
}

InputError other_columns(const std::string& group, const std::string& what) {
  return InputError(
      fmt::format("the checkpoint's table {} {}: it was written by a program with "
                  "other processes. Go on with that program, or compute the run "
                  "again:  --force",
                  group, what));
}

void check_column(const hdf5::File& file, const std::string& group, const ColumnSpec& column,
                  std::size_t rows) {
  const std::string path = group + '/' + column.name;
  const Values like =
      with_type(column.element, [](auto zero) -> Values { return std::vector<decltype(zero)>{}; });
  if (file.type_of(path).index() != like.index())
    throw other_columns(
        group, fmt::format("does not hold {} as {}", column.name, name_of(column.element)));
  if (file.rows(path) != rows)
    throw other_columns(group, fmt::format("has {} values of {} instead of {}", file.rows(path),
                                           column.name, rows));
}

void check_columns(const hdf5::File& file, const std::string& group, const ColumnStore& store,
                   std::size_t rows) {
  const auto names = file.children(group);
  std::set<std::string> extra(names.begin(), names.end());
  for (const auto& stored : store.columns()) {
    if (extra.erase(stored.spec.name) == 0)
      throw other_columns(group, fmt::format("lacks the column {}", stored.spec.name));
    check_column(file, group, stored.spec, rows);
  }
  if (!extra.empty())
    throw other_columns(
        group, fmt::format("has a column {}, which this program does not know", *extra.begin()));
}

}  // namespace

void write_columns(hdf5::File& file, const std::string& group, const ColumnStore& store,
                   std::size_t rows) {
  file.create_group(group);
  for (const auto& stored : store.columns())
    file.write(group + '/' + stored.spec.name, values_of(store, stored.spec, rows));
}

void read_columns(const hdf5::File& file, const std::string& group, ColumnStore& store,
                  std::size_t rows) {
  check_columns(file, group, store, rows);
  for (const auto& stored : store.columns()) {
    const std::string path = group + '/' + stored.spec.name;
    set_values(store, stored.spec, file.read(path, file.type_of(path), 0, rows));
  }
}

void write_table(hdf5::File& file, const std::string& group, const Table& table) {
  write_columns(file, group, table.columns(), table.read_count());
}

void read_table(const hdf5::File& file, const std::string& group, Table& table) {
  const auto names = file.children(group);
  if (names.empty()) throw other_columns(group, "has no columns");
  const auto rows = static_cast<std::uint32_t>(file.rows(group + '/' + names.front()));
  table.reserve(rows);
  read_columns(file, group, table.columns(), rows);
  table.columns().fill_initial(rows, table.capacity());
  table.set_count(rows);
}

}  // namespace metastasim
