#include "kernels/resolve/diary.hpp"

#include "kernels/core/launch.hpp"
#include "kernels/state/cell_columns.hpp"

namespace metastasim::resolve {

namespace {

struct Write {
  std::uint64_t* number;
  std::uint32_t* tick;
  std::uint64_t* cell;
  std::uint8_t* kind;
  std::int32_t* site;
  std::uint64_t* place;
  float* value;
  float* width;
  std::uint8_t* phenotype;
  const std::uint64_t* id;
  const std::uint8_t* phenotype_of;
  const float* segment_radius;
  const std::uint64_t* segment_id;
  const std::uint32_t *rows, *first;
  const std::uint64_t* first_number;
  std::uint32_t now;
  DiaryEntry entry;
  HD void operator()(std::uint32_t i) const {
    const std::uint32_t row = rows[i], to = *first + i;
    number[to] = *first_number + i;
    tick[to] = now;
    cell[to] = entry.of_vessels ? 0 : id[row];
    kind[to] = entry.kind_by_row == nullptr ? static_cast<std::uint8_t>(entry.kind)
                                            : entry.kind_by_row[row];
    site[to] = entry.site_by_row == nullptr ? entry.site : entry.site_by_row[row];
    value[to] = entry.value == nullptr ? 0 : entry.value[row];
    phenotype[to] = entry.of_vessels ? 0 : phenotype_of[row];
    const std::uint32_t where = entry.of_vessels         ? row
                                : entry.place == nullptr ? 0
                                                         : entry.place[row];
    const bool segment = entry.of_vessels || (entry.in_vessel && site[to] >= 0);
    place[to] = segment ? segment_id[where] : where;
    width[to] = segment && !entry.of_vessels ? 2 * segment_radius[where] : 0;
  }
};

}  // namespace

void note(Step& step, const Table& table, RowList list, const DiaryEntry& entry) {
  if (surely_none(step.device, list.size)) return;
  Table& events = step.state.events;
  RunningNumber& next = step.state.next_event;
  const NewRows added = events.append_in_room(list.size);
  for_each_row(
      step.device, "write the diary", added.size,
      Write{events.data(event::number), events.data(event::tick), events.data(event::cell_id),
            events.data(event::kind), events.data(event::site), events.data(event::place),
            events.data(event::value), events.data(event::width), events.data(event::phenotype),
            entry.of_vessels ? nullptr : table.data(cell::id),
            entry.of_vessels ? nullptr : table.data(cell::phenotype),
            step.state.vessels.segments.data(segment::radius),
            step.state.vessels.segments.data(segment::id), list.rows, added.first, next.next(),
            step.tick, entry});
  next.advance(step.device, added.size.now);
}

}  // namespace metastasim::resolve
