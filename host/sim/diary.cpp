#include "host/sim/diary.hpp"

#include <algorithm>

#include "host/io/checkpoint.hpp"
#include "host/io/run_file.hpp"

namespace metastasim {

namespace {

std::vector<DiaryEntry> told(std::vector<EventRow> rows, std::int64_t tick_us) {
  std::sort(rows.begin(), rows.end(),
            [](const EventRow& a, const EventRow& b) { return a.number < b.number; });
  std::vector<DiaryEntry> entries;
  entries.reserve(rows.size());
  for (const EventRow& row : rows)
    entries.push_back({row.number, row.tick * static_cast<double>(tick_us) / 60e6, row.cell,
                       static_cast<EventKind>(row.kind), row.site, row.place, row.value, row.width,
                       static_cast<Phenotype>(row.phenotype)});
  return entries;
}

}  // namespace

std::vector<DiaryEntry> diary(const State& state, std::uint64_t first) {
  std::vector<DiaryEntry> entries = told(event_rows(state.events), state.tick_us);
  std::erase_if(entries, [first](const DiaryEntry& entry) { return entry.number < first; });
  return entries;
}

std::vector<DiaryEntry> diary_of_run(const std::filesystem::path& run,
                                     const std::filesystem::path& checkpoint) {
  const CheckpointDiary kept = read_checkpoint_diary(checkpoint);
  std::vector<EventRow> rows = read_events(run);
  // outputs may be newer than the checkpoint; what the checkpoint holds was in no output before it
  std::erase_if(rows, [&](const EventRow& row) { return row.tick >= kept.tick; });
  for (const EventRow& row : kept.rows)
    if (rows.empty() || row.number > rows.back().number) rows.push_back(row);
  return told(std::move(rows), kept.tick_us);
}

}  // namespace metastasim
