#pragma once
#include <vector>

#include "kernels/state/events.hpp"
#include "kernels/state/table.hpp"

namespace metastasim {

/// One line of the diary; the fields are those of kernels/state/events.hpp.
struct EventRow {
  std::uint64_t number = 0;
  std::uint32_t tick = 0;
  std::uint64_t cell = 0;
  std::uint8_t kind = 0;
  std::int32_t site = 0;
  std::uint64_t place = 0;
  float value = 0;
  float width = 0;
  std::uint8_t phenotype = 0;
  friend bool operator==(const EventRow&, const EventRow&) = default;
};

/// Calls f with each column of the diary and the member of EventRow that it fills.
template <class F>
void for_each_event_column(const F& f) {
  f(event::number, &EventRow::number);
  f(event::tick, &EventRow::tick);
  f(event::cell_id, &EventRow::cell);
  f(event::kind, &EventRow::kind);
  f(event::site, &EventRow::site);
  f(event::place, &EventRow::place);
  f(event::value, &EventRow::value);
  f(event::width, &EventRow::width);
  f(event::phenotype, &EventRow::phenotype);
}

/// The rows whose columns `read` returns, one after another.
template <class Read>
std::vector<EventRow> event_rows(const Read& read) {
  std::vector<EventRow> rows;
  for_each_event_column([&](const auto& column, auto EventRow::*member) {
    const auto values = read(column);
    rows.resize(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) rows[i].*member = values[i];
  });
  return rows;
}

inline std::vector<EventRow> event_rows(const Table& events) {
  return event_rows([&](const auto& column) { return events.to_host(column); });
}

}  // namespace metastasim
