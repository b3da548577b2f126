#include "kernels/resolve/interventions.hpp"

#include <algorithm>

#include "kernels/state/events.hpp"
#include "kernels/therapy/due.hpp"

namespace metastasim::resolve {

namespace {

template <class T>
void put(Table& events, const Column<T>& column, std::uint32_t row, T value) {
  events.from_host(column, std::span<const T>(&value, 1), row);
}

void tell(Step& s, std::size_t number, std::uint64_t removed) {
  Table& events = s.state.events;
  const std::uint32_t row = events.append(1);
  put(events, event::number, row, s.state.next_event++);
  put(events, event::tick, row, s.tick);
  put(events, event::kind, row, static_cast<std::uint8_t>(EventKind::intervention));
  put(events, event::site, row, s.state.interventions[number].site);
  put(events, event::place, row, static_cast<std::uint64_t>(number));
  put(events, event::value, row, static_cast<float>(removed));
}

}  // namespace

bool an_intervention_begins(const Step& s) {
  return std::ranges::any_of(s.state.interventions,
                             [&](const Intervention& one) { return therapy::begins_now(one, s); });
}

std::uint64_t removed_so_far(const Step& s) {
  return s.state.counters.to_host()[static_cast<std::size_t>(Count::removed_by_surgery)];
}

void tell_interventions(Step& s, const std::vector<std::uint64_t>& removed) {
  for (std::size_t number = 0; number < s.state.interventions.size(); ++number) {
    const Intervention& one = s.state.interventions[number];
    if (!therapy::begins_now(one, s)) continue;
    const bool surgery = one.kind == InterventionKind::surgery && one.site >= 0;
    tell(s, number, surgery ? removed[static_cast<std::size_t>(one.site)] : 0);
  }
}

}  // namespace metastasim::resolve
