#include "kernels/resolve/shedding.hpp"

#include <algorithm>

#include "kernels/circulation/lymph_node.hpp"
#include "kernels/circulation/traveller_columns.hpp"
#include "kernels/core/launch.hpp"
#include "kernels/parallel/scan.hpp"
#include "kernels/resolve/diary.hpp"
#include "kernels/resolve/tally.hpp"
#include "kernels/state/row_copy.hpp"

namespace metastasim::resolve {

namespace {

struct FlagShedding {
  const std::uint32_t* shedding;
  std::uint8_t* flags;
  HD void operator()(std::uint32_t row) const { flags[row] = shedding[row] > 0; }
};

struct GatherShedding {
  const std::uint32_t *rows, *shedding;
  std::uint32_t* numbers;
  HD void operator()(std::int64_t i) const { numbers[i] = shedding[rows[i]]; }
};

/// start[i]: how many come before those of the i-th colony; the total stands behind the last.
struct NameMothers {
  const std::uint32_t *rows, *start;
  std::uint32_t *mothers, *shedding;
  HD void operator()(std::int64_t i) const {
    for (std::uint32_t k = start[i]; k < start[i + 1]; ++k) mothers[k] = rows[i];
    shedding[rows[i]] = 0;
  }
};

/// What a row needs that has inherited its mother's columns.
struct SetOff {
  const std::uint32_t *mothers, *colony;
  std::uint32_t first, tick;
  std::uint64_t first_id, first_entry;
  std::uint64_t *id, *mother, *entry, *cluster;
  std::uint32_t *born, *entry_tick, *place, *rows;
  std::int32_t* entry_site;
  std::uint8_t* phase;
  float* colony_cells;
  HD void operator()(std::int64_t k) const {
    const std::uint32_t from = mothers[k], row = first + static_cast<std::uint32_t>(k);
    rows[k] = row;
    mother[row] = id[from];
    id[row] = cluster[row] = first_id + static_cast<std::uint64_t>(k);
    entry[row] = first_entry + static_cast<std::uint64_t>(k);
    born[row] = entry_tick[row] = tick;
    entry_site[row] = -1;
    place[row] = place[from];
    phase[row] = static_cast<std::uint8_t>(Phase::shed);
    colony_cells[row] = static_cast<float>(colony[from]);
  }
};

/// The founders of the cells that are shed now, one entry for each of these.
Buffer<std::uint32_t> mothers_of_shed(Step& s, const ChosenRows& colonies, std::uint32_t& total) {
  Table& t = s.state.travellers;
  Buffer<std::uint32_t> numbers(s.device, colonies.size(), "shed by colony");
  Buffer<std::uint32_t> start(s.device, std::size_t{colonies.size()} + 1, "places of the shed");
  for_each_index(s.device, "gather shedding", colonies.size(),
                 GatherShedding{colonies.rows(), t.data(resident::shedding), numbers.data()});
  parallel::exclusive_scan(s.device, numbers.data(), start.data(), colonies.size());
  total = start.to_host().back();
  Buffer<std::uint32_t> mothers(s.device, total, "mothers of the shed");
  for_each_index(
      s.device, "name mothers", colonies.size(),
      NameMothers{colonies.rows(), start.data(), mothers.data(), t.data(resident::shedding)});
  return mothers;
}

ChosenRows shedding_colonies(Step& s) {
  Table& t = s.state.travellers;
  Buffer<std::uint8_t> flags(s.device, t.capacity(), "resolve flags");
  for_each_row(s.device, "flag shedding", t.capacity(), t.count(),
               FlagShedding{t.data(resident::shedding), flags.data()});
  return ChosenRows(t, t.data(cell::id), flags.data(), t.read_count());
}

bool has_nodes(const Body& body) {
  return std::any_of(body.plan.compartments.begin(), body.plan.compartments.end(),
                     [](const Compartment& c) { return c.kind == CompartmentKind::node; });
}

void set_off(Step& s, const Buffer<std::uint32_t>& mothers, std::uint32_t n) {
  Table& t = s.state.travellers;
  const std::uint32_t first = t.append(n);
  inherit_rows(t, mothers.data(), n, first);
  Buffer<std::uint32_t> rows(s.device, n, "rows of the shed");
  Buffer<float> colony_cells(s.device, t.capacity(), "cells of the colony");
  for_each_index(
      s.device, "shed", n,
      SetOff{mothers.data(), t.data(resident::colony), first, s.tick, s.state.next_cell_id,
             s.state.next_entry, t.data(cell::id), t.data(cell::mother), t.data(traveller::entry),
             t.data(traveller::cluster), t.data(cell::born), t.data(traveller::entry_tick),
             t.data(traveller::place), rows.data(), t.data(traveller::entry_site),
             t.data(traveller::phase), colony_cells.data()});
  s.state.next_cell_id += n;
  s.state.next_entry += n;
  count(s, Count::entered_lymph, n);
  count(s, Count::shed_by_node_colonies, n);
  note(s, t, rows.data(), n,
       {.kind = EventKind::shed,
        .site = -1,
        .place = t.data(traveller::place),
        .value = colony_cells.data()});
}

}  // namespace

void shed_by_node_colonies(Step& s) {
  if (!has_nodes(s.state.body)) return;
  const ChosenRows colonies = shedding_colonies(s);
  if (colonies.size() == 0) return;
  std::uint32_t total = 0;
  const Buffer<std::uint32_t> mothers = mothers_of_shed(s, colonies, total);
  set_off(s, mothers, total);
}

}  // namespace metastasim::resolve
