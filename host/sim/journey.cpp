#include "host/sim/journey.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "host/sim/funnel_text.hpp"
#include "host/sim/time_text.hpp"
#include "kernels/state/cell_columns.hpp"

namespace metastasim {

namespace {

using Diary = std::vector<DiaryEntry>;
constexpr double not_yet = -1;

/// "day 0 at 06:15"
std::string moment(double minutes) {
  std::string text = day_text(minutes);
  return text.replace(text.find(", "), 2, " at ");
}

std::string compartment(const DiaryEntry& entry, const Summary& summary) {
  if (entry.place >= summary.compartments.size()) return "an organ outside the simulated tissue";
  return "the " + summary.compartments[entry.place];
}

/// "breast vessel 212", "breast lymphatic 31", "the liver".
std::string vessel_in(const DiaryEntry& entry, const Summary& summary) {
  if (entry.site < 0) return compartment(entry, summary);
  const bool lymph = entry.kind == EventKind::entered_lymph;
  return fmt::format("{} {} {}", summary.sites[static_cast<std::size_t>(entry.site)].name,
                     lymph ? "lymphatic" : "vessel", entry.place);
}

std::string width(const DiaryEntry& entry) {
  return entry.width_um > 0 ? fmt::format(" ({:.1f} um wide)", entry.width_um) : "";
}

const char* cause(std::uint64_t death) {
  constexpr std::array words{"an unknown cause", "apoptosis",         "necrosis",      "shear",
                             "immune cells",     "loss of anchorage", "another cause", "surgery"};
  return death < words.size() ? words[death] : "another cause";
}

/// "in a cluster of 5"; nothing of a cell alone.
std::string in_company(const DiaryEntry& entry, const char* words) {
  return entry.value > 1 ? fmt::format("{} {:.0f}", words, entry.value) : "";
}

/// Tells event after event; remembers when the last stop and the exit were.
class Teller {
 public:
  explicit Teller(const Summary& summary) : summary_(summary) {}
  std::string sentence(const DiaryEntry& entry);

 private:
  std::string exit(const DiaryEntry& entry);
  std::string division(const DiaryEntry& entry);

  const Summary& summary_;
  double stopped_min_ = not_yet, left_min_ = not_yet;
};

std::string Teller::sentence(const DiaryEntry& entry) {
  switch (entry.kind) {
    case EventKind::invaded:
      return "left the tumour on " + moment(entry.time_min);
    case EventKind::entered_lymph:
    case EventKind::entered:
      if (entry.site < 0)
        return "was injected" + in_company(entry, " in a cluster of") + " on " +
               moment(entry.time_min);
      return fmt::format("entered {}{} on {}", vessel_in(entry, summary_),
                         in_company(entry, " in a cluster of"), moment(entry.time_min));
    case EventKind::arrested:
      stopped_min_ = entry.time_min;
      return fmt::format("spent {:.1f} s in the stream, stopped in {}{}", entry.value,
                         vessel_in(entry, summary_), width(entry));
    case EventKind::held:
      return fmt::format("was held in {} on {}", compartment(entry, summary_),
                         moment(entry.time_min));
    case EventKind::shed:
      return fmt::format("came off a family settled in {} into its lymph on {}",
                         compartment(entry, summary_), moment(entry.time_min));
    case EventKind::released:
      if (entry.site < 0)
        return fmt::format("left {} on {}", compartment(entry, summary_), moment(entry.time_min));
      return "was torn off again";
    case EventKind::extravasated:
      return exit(entry);
    case EventKind::divided:
      return division(entry);
    case EventKind::died:
      return fmt::format("died of {} on {}", cause(entry.place), moment(entry.time_min));
    default:
      return "";
  }
}

std::string Teller::exit(const DiaryEntry& entry) {
  left_min_ = entry.time_min;
  const std::string where = (entry.site < 0 ? " into " + vessel_in(entry, summary_) : "") +
                            in_company(entry, ", one of a cluster of");
  if (stopped_min_ == not_yet) return "crossed the wall on " + moment(entry.time_min) + where;
  return "crossed the wall in " + duration_text(entry.time_min - stopped_min_) + where;
}

/// Only the first division is news.
std::string Teller::division(const DiaryEntry& entry) {
  if (left_min_ == not_yet) return "";
  const double after = entry.time_min - left_min_;
  left_min_ = not_yet;
  return "divided after " + duration_text(after);
}

bool enters(const DiaryEntry& entry) {
  return entry.kind == EventKind::entered || entry.kind == EventKind::entered_lymph ||
         entry.kind == EventKind::shed;
}

/// As it was on entering a vessel or, before that, when the diary first tells of it.
const char* phenotype(const Diary& diary, std::uint64_t cell) {
  const DiaryEntry* chosen = nullptr;
  for (const DiaryEntry& entry : diary)
    if (entry.cell == cell && (chosen == nullptr || enters(entry))) {
      chosen = &entry;
      if (enters(entry)) break;
    }
  constexpr std::array words{"epithelial", "mesenchymal", "partly mesenchymal"};
  return words.at(chosen == nullptr ? 0 : static_cast<std::size_t>(chosen->phenotype));
}

}  // namespace

std::optional<std::uint64_t> traveller_of_note(const Diary& diary, const Summary& summary) {
  const auto largest = std::max_element(summary.sites.begin(), summary.sites.end(),
                                        [](const SiteSummary& a, const SiteSummary& b) {
                                          return a.largest_colony < b.largest_colony;
                                        });
  if (largest != summary.sites.end() && largest->largest_colony > 0)
    return largest->largest_founder;
  for (const DiaryEntry& entry : diary)
    if (entry.kind == EventKind::extravasated) return entry.cell;
  for (const DiaryEntry& entry : diary)
    if (enters(entry)) return entry.cell;
  return std::nullopt;
}

std::string journey_text(const Diary& diary, std::uint64_t cell, const Summary& summary) {
  Teller teller(summary);
  std::string story;
  for (const DiaryEntry& entry : diary) {
    if (entry.cell != cell) continue;
    const std::string sentence = teller.sentence(entry);
    if (!sentence.empty()) story += (story.empty() ? " " : ", ") + sentence;
  }
  if (story.empty()) return fmt::format("The diary has nothing to tell of cell {}.\n", cell);
  return fmt::format("Cell {}, {},{}.\n", cell, phenotype(diary, cell), story) +
         (summary.values == "demo" ? fmt::format("  ({})\n", demo_words) : "");
}

}  // namespace metastasim
