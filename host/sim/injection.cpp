#include "host/sim/injection.hpp"

#include <algorithm>
#include <numeric>

#include "host/input_error.hpp"
#include "kernels/circulation/traveller_columns.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/state/events.hpp"

namespace metastasim {

namespace {

/// The reader takes only places of the body (consistency/treatment.cpp).
std::uint32_t compartment_of(const State& state, const InjectionSpec& injection) {
  const auto& names = state.body.plan.names;
  return static_cast<std::uint32_t>(std::ranges::find(names, injection.into) - names.begin());
}

float radius_um(const Scenario& scenario, const std::string& cell) {
  const std::string key = "cell." + cell + ".diameter";
  for (const ParamValue& v : scenario.parameters)
    if (v.key == key) return static_cast<float>(v.value / 2);
  throw InputError("the scenario lacks " + key + ", which an injection needs");
}

/// Rows that differ from cell to cell; the others hold one value.
struct Rows {
  Table& table;
  std::uint32_t first;
  std::size_t n;
  template <class T>
  void each(const Column<T>& column, const std::vector<T>& values) {
    table.from_host(column, std::span<const T>(values), first);
  }
  template <class T>
  void all(const Column<T>& column, T value) {
    each(column, std::vector<T>(n, value));
  }
};

/// By cell: the running number of its cluster, the lineage number of its leader, how many it has. The
/// last cluster takes what is left over.
struct Company {
  std::vector<std::uint64_t> entry, leader;
  std::vector<std::uint32_t> members;
};

Company company_of(const InjectionSpec& injection, const std::vector<std::uint64_t>& id,
                   std::uint64_t first_entry) {
  Company out;
  for (std::size_t i = 0; i < id.size(); ++i) {
    const std::size_t start = i - i % injection.cluster_of;
    out.entry.push_back(first_entry + i / injection.cluster_of);
    out.leader.push_back(id[start]);
    out.members.push_back(
        static_cast<std::uint32_t>(std::min<std::size_t>(injection.cluster_of, id.size() - start)));
  }
  return out;
}

void count(State& state, const std::vector<std::uint64_t>& id, const Company& company, bool lymph) {
  auto counts = state.counters.to_host();
  const auto add = [&](Count what, bool yes) { counts[static_cast<std::size_t>(what)] += yes; };
  for (std::size_t i = 0; i < id.size(); ++i) {
    const bool leads = company.leader[i] == id[i], in_company = company.members[i] > 1;
    add(lymph ? Count::entered_lymph : Count::entered_blood, true);
    add(Count::entries_as_cluster, in_company);
    add(Count::blood_entries, !lymph && leads);
    add(Count::blood_entries_as_cluster, !lymph && leads && in_company);
  }
  state.counters.copy_from_host(std::span<const std::uint64_t>(counts));
}

void tell(State& state, const std::vector<std::uint64_t>& id, const Company& company,
          std::uint32_t place, bool lymph) {
  Rows rows{state.events, state.events.append(static_cast<std::uint32_t>(id.size())), id.size()};
  std::vector<std::uint64_t> numbers(id.size());
  std::iota(numbers.begin(), numbers.end(), state.next_event.take(id.size()));
  rows.each(event::number, numbers);
  rows.each(event::cell_id, id);
  rows.all(event::kind,
           static_cast<std::uint8_t>(lymph ? EventKind::entered_lymph : EventKind::entered));
  rows.all(event::site, std::int32_t{-1});
  rows.all(event::place, std::uint64_t{place});
  rows.each(event::value, std::vector<float>(company.members.begin(), company.members.end()));
}

void give(const Scenario& scenario, const InjectionSpec& injection, State& state) {
  const std::uint32_t place = compartment_of(state, injection);
  std::vector<std::uint64_t> id(injection.cells);
  std::iota(id.begin(), id.end(), state.next_cell_id.take(id.size()));
  const Company company = company_of(injection, id, state.next_entry.read());
  if (!id.empty()) state.next_entry.set(company.entry.back() + 1);
  Rows rows{state.travellers, state.travellers.append(static_cast<std::uint32_t>(id.size())),
            id.size()};
  const auto type = static_cast<std::size_t>(
      std::ranges::find(scenario.cell_types, injection.cell) - scenario.cell_types.begin());
  rows.each(cell::id, id);
  rows.all(cell::type, static_cast<std::uint8_t>(type));
  rows.all(cell::kind, static_cast<std::uint8_t>(state.kind_of_type.at(type)));
  rows.all(cell::radius, radius_um(scenario, injection.cell));
  rows.each(traveller::entry, company.entry);
  rows.each(traveller::cluster, company.leader);
  rows.each(traveller::members, company.members);
  rows.all(traveller::entry_site, std::int32_t{-1});
  rows.all(traveller::entered_us, static_cast<std::int64_t>(state.tick) * state.tick_us);
  rows.all(traveller::phase, static_cast<std::uint8_t>(Phase::injected));
  rows.all(traveller::place, place);
  const bool lymph = state.body.plan.compartments[place].lymph;
  count(state, id, company, lymph);
  tell(state, id, company, place, lymph);
}

}  // namespace

void inject(const Scenario& scenario, State& state) {
  for (const InjectionSpec& injection : scenario.injections) give(scenario, injection, state);
}

}  // namespace metastasim
