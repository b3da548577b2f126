#include "kernels/resolve/births.hpp"

#include "kernels/core/launch.hpp"
#include "kernels/resolve/diary.hpp"
#include "kernels/resolve/funnel.hpp"
#include "kernels/resolve/intents.hpp"
#include "kernels/tissue/division.hpp"

namespace metastasim::resolve {

namespace {

template <class T>
struct StartAgain {
  T* values;
  T initial;
  const std::uint32_t* mothers;  ///< null where the mother's row keeps its value
  const std::uint32_t* first;
  HD void operator()(std::uint32_t i) const {
    values[*first + i] = initial;
    if (mothers != nullptr) values[mothers[i]] = initial;
  }
};

/// Columns that do not simply pass to both daughters.
void apply_division_rules(Table& cells, const std::uint32_t* mothers, const NewRows& daughters) {
  for (auto& column : cells.columns().columns()) {
    if (column.spec.at_division == AtDivision::copy) continue;
    const bool both = column.spec.at_division == AtDivision::initial;
    with_width_of(column.spec.element, [&]<class T>(T*) {
      for_each_row(cells.device(), "columns at division", daughters.size,
                   StartAgain<T>{reinterpret_cast<T*>(column.bytes.data()),
                                 static_cast<T>(column.spec.initial_bits), both ? mothers : nullptr,
                                 daughters.first});
    });
  }
}

struct Divide {
  std::uint64_t *id, *mother;
  std::int32_t *x, *y, *z;
  float* radius;
  std::uint32_t *born, *divisions;
  const std::uint32_t *mothers, *first;
  const std::uint64_t* first_id;
  std::uint32_t tick;
  DrawKey key;
  tissue::Walls walls;
  invasion::Membrane membrane;
  HD void operator()(std::uint32_t i) const {
    const std::uint32_t a = mothers[i], b = *first + i;
    const auto daughters =
        tissue::split({x[a], y[a], z[a]}, radius[a], key.of(id[a]), walls, membrane);
    put(a, daughters.first, daughters.radius_um);
    put(b, daughters.second, daughters.radius_um);
    mother[b] = id[a];
    id[b] = *first_id + i;
    born[a] = born[b] = tick;
    divisions[b] = ++divisions[a];
  }
  HD void put(std::uint32_t row, Position p, float radius_um) const {
    x[row] = p.x;
    y[row] = p.y;
    z[row] = p.z;
    radius[row] = radius_um;
  }
};

/// Divisions in a colony are told in the diary; those of the primary are only counted.
struct FlagColonists {
  const std::uint64_t* founder;
  const std::uint32_t* mothers;
  std::uint8_t* flags;
  HD void operator()(std::uint32_t i) const { flags[i] = founder[mothers[i]] != 0; }
};

void tell_of_colonies(SiteStep& s, RowList mothers) {
  Table& cells = s.site.cells;
  auto flags = flags_for(cells);
  for_each_row(s.device, "flag colonists", mothers.size,
               FlagColonists{cells.data(cell::founder), mothers.rows, flags.data()});
  const ChosenRows colonists(s.device, mothers, flags.data());
  note(s, cells, colonists.list(),
       {.kind = EventKind::divided, .site = s.site.id.value, .place = cells.data(cell::divisions)});
}

}  // namespace

void births(SiteStep& s) {
  Table& cells = s.site.cells;
  const ChosenRows mothers = rows_that_want(cells, Intent::divide);
  if (surely_none(s.device, mothers.size())) return;
  const NewRows daughters = cells.append_in_room(mothers.size());
  copy_rows(cells, mothers.rows(), cells, daughters);
  for_each_row(s.device, "divide", daughters.size,
               Divide{cells.data(cell::id), cells.data(cell::mother), cells.data(cell::x),
                      cells.data(cell::y), cells.data(cell::z), cells.data(cell::radius),
                      cells.data(cell::born), cells.data(cell::divisions), mothers.rows(),
                      daughters.first, s.state.next_cell_id.next(), s.tick, DrawKey(s),
                      tissue::Walls(s.site.grid), invasion::Membrane(s.site.fields)});
  apply_division_rules(cells, mothers.rows(), daughters);
  s.state.next_cell_id.advance(s.device, daughters.size.now);
  count(s, Count::born, daughters.size.now);
  tell_of_colonies(s, {mothers.rows(), daughters.size});
}

}  // namespace metastasim::resolve
