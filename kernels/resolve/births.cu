#include "kernels/resolve/births.hpp"

#include "kernels/core/launch.hpp"
#include "kernels/resolve/diary.hpp"
#include "kernels/resolve/tally.hpp"
#include "kernels/state/row_copy.hpp"
#include "kernels/tissue/division.hpp"

namespace metastasim::resolve {

namespace {

template <class T>
struct StartAgain {
  T* values;
  T initial;
  const std::uint32_t* mothers;  ///< null where the mother's row keeps its value
  std::uint32_t first;
  HD void operator()(std::int64_t i) const {
    values[first + i] = initial;
    if (mothers != nullptr) values[mothers[i]] = initial;
  }
};

template <class T>
void start_again(Device& device, ColumnStore::Stored& column, const std::uint32_t* mothers,
                 std::uint32_t first, std::uint32_t n) {
  for_each_index(
      device, "columns at division", n,
      StartAgain<T>{reinterpret_cast<T*>(column.bytes.data()),
                    static_cast<T>(column.spec.initial_bits),
                    column.spec.at_division == AtDivision::initial ? mothers : nullptr, first});
}

/// Columns that do not simply pass to both daughters.
void apply_division_rules(Table& cells, const std::uint32_t* mothers, std::uint32_t first,
                          std::uint32_t n) {
  for (auto& column : cells.columns().columns()) {
    if (column.spec.at_division == AtDivision::copy) continue;
    switch (size_of(column.spec.element)) {
      case 1:
        start_again<std::uint8_t>(cells.device(), column, mothers, first, n);
        break;
      case 4:
        start_again<std::uint32_t>(cells.device(), column, mothers, first, n);
        break;
      default:
        start_again<std::uint64_t>(cells.device(), column, mothers, first, n);
    }
  }
}

struct Divide {
  std::uint64_t *id, *mother;
  std::int32_t *x, *y, *z;
  float* radius;
  std::uint32_t *born, *divisions;
  const std::uint32_t* mothers;
  std::uint32_t first;
  std::uint64_t first_id;
  std::uint32_t tick;
  DrawKey key;
  tissue::Walls walls;
  invasion::Membrane membrane;
  HD void operator()(std::int64_t i) const {
    const std::uint32_t a = mothers[i], b = first + static_cast<std::uint32_t>(i);
    const auto daughters =
        tissue::split({x[a], y[a], z[a]}, radius[a], key.of(id[a]), walls, membrane);
    put(a, daughters.first, daughters.radius_um);
    put(b, daughters.second, daughters.radius_um);
    mother[b] = id[a];
    id[b] = first_id + static_cast<std::uint64_t>(i);
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
  const std::uint8_t* intent;
  std::uint8_t* flags;
  HD void operator()(std::uint32_t row) const {
    flags[row] = founder[row] != 0 && intent[row] == static_cast<std::uint8_t>(Intent::divide);
  }
};

ChosenRows dividing_colonists(SiteStep& s) {
  Table& cells = s.site.cells;
  Buffer<std::uint8_t> flags(s.device, cells.capacity(), "resolve flags");
  for_each_row(s.device, "flag colonists", cells.capacity(), cells.count(),
               FlagColonists{cells.data(cell::founder), cells.data(cell::intent), flags.data()});
  return ChosenRows(cells, cells.data(cell::id), flags.data(), cells.read_count());
}

}  // namespace

void births(SiteStep& s, std::uint32_t dividing) {
  if (dividing == 0) return;
  Table& cells = s.site.cells;
  const ChosenRows colonists = dividing_colonists(s);
  const std::uint32_t first = cells.append(dividing);
  const auto flags = flag_intent(s.device, cells, Intent::divide);
  const ChosenRows mothers(cells, cells.data(cell::id), flags.data(), first);
  copy_rows(cells, mothers.rows(), mothers.size(), cells, first);
  for_each_index(s.device, "divide", mothers.size(),
                 Divide{cells.data(cell::id), cells.data(cell::mother), cells.data(cell::x),
                        cells.data(cell::y), cells.data(cell::z), cells.data(cell::radius),
                        cells.data(cell::born), cells.data(cell::divisions), mothers.rows(), first,
                        s.state.next_cell_id, s.tick, DrawKey(s), tissue::Walls(s.site.grid),
                        invasion::Membrane(s.site.fields)});
  apply_division_rules(cells, mothers.rows(), first, mothers.size());
  s.state.next_cell_id += mothers.size();
  count(s, Count::born, mothers.size());
  note(s, cells, colonists.rows(), colonists.size(),
       {.kind = EventKind::divided, .site = s.site.id.value, .place = cells.data(cell::divisions)});
}

}  // namespace metastasim::resolve
