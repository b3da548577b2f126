#include "kernels/step_observer.hpp"

#include <stdexcept>

#include "kernels/state/column_digest.hpp"

namespace metastasim {

namespace {

bool declared(const Process& process, const std::string& column) {
  for (const ColumnSpec& spec : process.writes) {
    const std::string tail = std::string(name_of(spec.entity)) + "." + spec.name;
    // Cell columns stand in the travellers' table too, under its own name.
    const std::string as_traveller = std::string("traveller.") + spec.name;
    if (column.ends_with(tail) || (spec.entity == Entity::cell && column == as_traveller))
      return true;
  }
  return false;
}

}  // namespace

void WriteCheck::before(const Process&, const State& state) { digests_ = column_digests(state); }

void WriteCheck::after(const Process& process, const State& state) {
  if (process.changes_rows) return;
  for (const auto& [column, digest] : column_digests(state))
    if (digests_.at(column) != digest && !declared(process, column))
      throw std::logic_error(std::string("process ") + process.name + " changed " + column +
                             ", which it does not list in writes()");
}

}  // namespace metastasim
