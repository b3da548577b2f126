#include "host/io/series.hpp"

namespace metastasim::events {

namespace {

std::string path_of(const ColumnSpec& column) { return std::string("/events/") + column.name; }

constexpr const char* rows_after = "/events_after_output";
/// Not compressed: what is compressed moves when it grows, and a kill meanwhile could tear rows that
/// were told long ago, without which a run cannot go on.
const hdf5::TableLayout layout{{}, {1024}, 0};
const hdf5::TableLayout bookkeeping{{}, {64}, 0};

const std::vector<std::string> kind_names{
    "-",    "invaded",      "entered",  "arrested",      "released", "extravasated", "divided",
    "died", "intervention", "perfused", "entered_lymph", "held",     "shed"};

}  // namespace

void create(hdf5::File& file) {
  file.create_group("/events");
  for_each_event_column([&](const auto& column, auto EventRow::*member) {
    using T = std::decay_t<decltype(EventRow{}.*member)>;
    file.create_table(path_of(column), std::vector<T>{}, layout);
    file.set_attribute(path_of(column), "units", std::string(column.unit));
    file.set_attribute(path_of(column), "meaning", std::string(column.meaning));
  });
  std::string names;
  for (const std::string& name : kind_names) names += (names.empty() ? "" : " ") + name;
  file.set_attribute(path_of(event::kind), "names", names);
  file.create_table(rows_after, std::vector<std::int64_t>{}, bookkeeping);
}

void append(hdf5::File& file, std::span<const EventRow> rows) {
  for_each_event_column([&](const auto& column, auto EventRow::*member) {
    std::vector<std::decay_t<decltype(EventRow{}.*member)>> values;
    for (const EventRow& row : rows) values.push_back(row.*member);
    file.append(path_of(column), values);
  });
  file.append(rows_after, std::vector<std::int64_t>{
                              static_cast<std::int64_t>(file.rows(path_of(event::number)))});
}

void truncate(hdf5::File& file, std::uint64_t outputs) {
  file.truncate(rows_after, outputs);
  const std::uint64_t rows =
      outputs == 0
          ? 0
          : static_cast<std::uint64_t>(file.read_row<std::int64_t>(rows_after, outputs - 1)[0]);
  for_each_event_column(
      [&](const auto& column, auto EventRow::*) { file.truncate(path_of(column), rows); });
}

std::vector<EventRow> read(const hdf5::File& file) {
  return event_rows(
      [&]<class T>(const Column<T>& column) { return file.read<T>(path_of(column)); });
}

}  // namespace metastasim::events
