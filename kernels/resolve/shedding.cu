#include "kernels/resolve/shedding.hpp"

#include <algorithm>

#include "kernels/circulation/lymph_node.hpp"
#include "kernels/circulation/step_end.hpp"
#include "kernels/circulation/traveller_columns.hpp"
#include "kernels/core/launch.hpp"
#include "kernels/resolve/diary.hpp"
#include "kernels/resolve/funnel.hpp"
#include "kernels/resolve/intents.hpp"
#include "kernels/resolve/shares.hpp"

namespace metastasim::resolve {

namespace {

struct FlagShedding {
  const std::uint32_t* shedding;
  std::uint8_t* flags;
  HD void operator()(std::uint32_t row) const { flags[row] = shedding[row] > 0; }
};

struct NameMothers {
  SharesView colonies;
  std::uint32_t *mothers, *shedding;
  HD void operator()(std::uint32_t i) const {
    const std::uint32_t end = colonies.end(i);
    for (std::uint32_t k = colonies.start[i]; k < end; ++k) mothers[k] = colonies.rows[i];
    shedding[colonies.rows[i]] = colonies.left(i);
  }
};

/// What a row needs that has inherited its mother's columns.
struct SetOff {
  const std::uint32_t *mothers, *colony, *first;
  std::uint32_t tick;
  std::int64_t us;  ///< when they set off
  const std::uint64_t *first_id, *first_entry;
  std::uint64_t *id, *mother, *entry, *cluster;
  std::uint32_t *born, *place, *rows;
  std::int64_t* entered;
  std::int32_t* entry_site;
  std::uint8_t* phase;
  float* colony_cells;
  HD void operator()(std::uint32_t k) const {
    const std::uint32_t from = mothers[k], row = *first + k;
    rows[k] = row;
    mother[row] = id[from];
    id[row] = cluster[row] = *first_id + k;
    entry[row] = *first_entry + k;
    born[row] = tick;
    entered[row] = us;
    entry_site[row] = -1;
    place[row] = place[from];
    phase[row] = static_cast<std::uint8_t>(Phase::shed);
    colony_cells[row] = static_cast<float>(colony[from]);
  }
};

ChosenRows shedding_colonies(const Table& t) {
  auto flags = flags_for(t);
  for_each_row(t.device(), "flag shedding", t.rows(),
               FlagShedding{t.data(resident::shedding), flags.data()}, rows_shared_if_cheap);
  return ChosenRows(t, t.data(cell::id), flags.data());
}

bool has_nodes(const Body& body) {
  return std::any_of(body.plan.compartments.begin(), body.plan.compartments.end(),
                     [](const Compartment& c) { return c.kind == CompartmentKind::node; });
}

/// New rows become travellers; those before them are their mothers.
void set_off(Step& s, const std::uint32_t* mothers, const NewRows& shed) {
  Table& t = s.state.travellers;
  inherit_rows(t, mothers, shed);
  Buffer<std::uint32_t> rows(s.device, shed.size.most, "rows of the shed", Contents::undefined);
  Buffer<float> colony_cells(s.device, t.capacity(), "cells of the colony", Contents::undefined);
  for_each_row(s.device, "shed", shed.size,
               SetOff{mothers, t.data(resident::colony), shed.first, s.tick, circulation::end_us(s),
                      s.state.next_cell_id.next(), s.state.next_entry.next(), t.data(cell::id),
                      t.data(cell::mother), t.data(traveller::entry), t.data(traveller::cluster),
                      t.data(cell::born), t.data(traveller::place), rows.data(),
                      t.data(traveller::entered_us), t.data(traveller::entry_site),
                      t.data(traveller::phase), colony_cells.data()});
  s.state.next_cell_id.advance(s.device, shed.size.now);
  s.state.next_entry.advance(s.device, shed.size.now);
  count(s, Count::entered_lymph, shed.size.now);
  count(s, Count::shed_by_node_colonies, shed.size.now);
  note(s, t, {rows.data(), shed.size},
       {.kind = EventKind::shed,
        .site = -1,
        .place = t.data(traveller::place),
        .value = colony_cells.data()});
}

}  // namespace

void shed_by_node_colonies(Step& s) {
  if (!has_nodes(s.state.body)) return;
  Table& t = s.state.travellers;
  const ChosenRows shedding = shedding_colonies(t);
  if (surely_none(s.device, shedding.size())) return;
  const Shares colonies(s.device, shedding, t.data(resident::shedding));
  const NewRows shed = t.append_in_room({colonies.total(), t.capacity()});
  Buffer<std::uint32_t> mothers(s.device, shed.size.most, "mothers of the shed",
                                Contents::undefined);
  for_each_row(
      s.device, "name mothers", colonies.size(),
      NameMothers{colonies.view(shed.size.now), mothers.data(), t.data(resident::shedding)});
  set_off(s, mothers.data(), shed);
}

}  // namespace metastasim::resolve
