#include "host/sim/milestones.hpp"

#include <fmt/format.h>

#include "host/io/write_output.hpp"
#include "host/sim/time_text.hpp"
#include "kernels/invasion/membrane.hpp"

namespace metastasim {

namespace {

std::string site_name(const State& state, std::int32_t site) {
  return site < 0 ? "an organ not simulated in tissue"
                  : state.sites[static_cast<std::size_t>(site)]->name;
}

/// A compartment of the body, as the route names it.
std::string compartment_name(const State& state, std::uint64_t number) {
  const auto& names = state.body.plan.names;
  return number < names.size() ? names[number] : "body";
}

/// "surgery: 12,345 tumour cells removed in breast".
std::string intervention(const State& state, const DiaryEntry& entry) {
  const Intervention& one = state.interventions.at(entry.place);
  if (one.kind != InterventionKind::surgery) return one.name + " begins";
  return fmt::format("{}: {} tumour cells removed in {}", one.name,
                     grouped(static_cast<std::uint64_t>(entry.value)),
                     site_name(state, entry.site));
}

/// Empty where the event is no milestone.
std::string text_of(const State& state, const DiaryEntry& entry) {
  switch (entry.kind) {
    case EventKind::invaded:
      return "first cell through the basement membrane";
    case EventKind::entered:
      return "first cell in the blood";
    case EventKind::entered_lymph:
      return "first cell in the lymph";
    case EventKind::held:
      return "first cell held in the " + compartment_name(state, entry.place);
    case EventKind::shed:
      return "first cell shed by a family settled in the " + compartment_name(state, entry.place);
    case EventKind::arrested:
      return "first cell stopped in a vessel in " + site_name(state, entry.site);
    case EventKind::extravasated:
      return "first cell out of a vessel in " + site_name(state, entry.site);
    case EventKind::divided:
      return entry.place < 2 ? "" : "first colony in " + site_name(state, entry.site);
    case EventKind::intervention:
      return intervention(state, entry);
    case EventKind::perfused:
      return "first new vessel that carries blood in " + site_name(state, entry.site);
    default:
      return "";
  }
}

std::string opening(const Site& site) { return "basement membrane first open in " + site.name; }

}  // namespace

Milestones::Milestones(const State& state, const std::vector<DiaryEntry>& behind)
    : next_event_(state.next_event.read()) {
  std::vector<Milestone> old;
  tell(state, behind, old);
  tell(state, diary(state), old);
}

std::vector<Milestone> Milestones::news(const State& state) {
  std::vector<Milestone> out;
  const std::uint64_t next = state.next_event.read();
  if (next == next_event_) return out;
  tell(state, diary(state, next_event_), out);
  next_event_ = next;
  return out;
}

std::vector<Milestone> Milestones::seen_at_output(const State& state) {
  std::vector<Milestone> out;
  for (const auto& site : state.sites) {
    const std::string text = opening(*site);
    if (told_.contains(text) || invasion::membrane_area(site->fields).breached_um2 <= 0) continue;
    told_.insert(text);
    out.push_back({state.time_min(), text});
  }
  return out;
}

void Milestones::pass_over(const State& state, const Series& outputs) {
  for (const auto& site : state.sites) {
    const Series::Column* breached = outputs.find(membrane_column(*site));
    if (breached != nullptr && !breached->values.empty() && breached->values.back() > 0)
      told_.insert(opening(*site));
  }
}

void Milestones::tell(const State& state, const std::vector<DiaryEntry>& entries,
                      std::vector<Milestone>& out) {
  for (const DiaryEntry& entry : entries) {
    const std::string text = text_of(state, entry);
    if (!text.empty() && told_.insert(text).second) out.push_back({entry.time_min, text});
  }
}

}  // namespace metastasim
