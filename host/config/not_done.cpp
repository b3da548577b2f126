#include "host/config/not_done.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>

#include "host/config/check.hpp"
#include "host/config/units.hpp"
#include "kernels/cascade.hpp"
#include "kernels/state/intervention.hpp"

namespace metastasim::config {

namespace {

/// Surgeons come when their process runs (kernels/therapy/due.hpp).
double done_at_min(const InterventionSpec& i) {
  if (static_cast<InterventionKind>(i.kind) != InterventionKind::surgery) return i.at_min;
  const auto surgery = std::ranges::find(cascade(), std::string_view("surgery"),
                                         [](const CascadeEntry& e) { return e.process.name; });
  const double period_min = surgery->period_s / 60.0;
  return std::ceil(i.at_min / period_min - 1e-9) * period_min;
}

}  // namespace

/// The last step begins before the end.
std::vector<Note> treatments_not_done(const Scenario& s, double end_min) {
  std::vector<Note> notes;
  for (const InterventionSpec& i : s.interventions) {
    const std::string key = fmt::format("intervention.{}.at", i.name);
    const auto at = std::ranges::find(s.settings, key, &Setting::key);
    if (at == s.settings.end() || done_at_min(i) < end_min - 1e-9) continue;
    notes.push_back(
        {at->origin, fmt::format("{} is {}, {} the end of the run ({}): it will not be done.", key,
                                 plain(at->in_force), i.at_min > end_min ? "after" : "too close to",
                                 show(end_min, "min"))});
  }
  return notes;
}

std::string with_line(const Note& note) {
  return fmt::format("{} {}: {}", note.origin.on_command_line ? "--set" : "line", note.origin.line,
                     note.text);
}

}  // namespace metastasim::config
