#include "kernels/resolve/interventions.hpp"

#include <algorithm>

#include "kernels/core/launch.hpp"
#include "kernels/state/events.hpp"
#include "kernels/therapy/due.hpp"

namespace metastasim::resolve {

namespace {

bool begins(const Step& s) {
  return std::ranges::any_of(s.state.interventions,
                             [&](const Intervention& one) { return therapy::begins_now(one, s); });
}

/// The first time what was before, the second time what has come since.
struct Since {
  const std::uint64_t* counter;
  std::uint64_t* word;
  HD void operator()(std::int64_t) const { *word = *counter - *word; }
};

struct SetWord {
  std::uint32_t* word;
  HD void operator()(std::int64_t) const { *word = 1; }
};

struct Tell {
  const std::uint64_t *next, *removed;  ///< null where nobody was
  std::uint32_t now;
  std::int32_t where;
  std::uint64_t what;
  const std::uint32_t* first;
  std::uint64_t* number;
  std::uint32_t* tick;
  std::uint8_t* kind;
  std::int32_t* site;
  std::uint64_t* place;
  float* value;
  HD void operator()(std::uint32_t i) const {
    const std::uint32_t to = *first + i;
    number[to] = *next + i;
    tick[to] = now;
    kind[to] = static_cast<std::uint8_t>(EventKind::intervention);
    site[to] = where;
    place[to] = what;
    value[to] = removed == nullptr ? 0.0f : static_cast<float>(*removed);
  }
};

}  // namespace

Interventions::Interventions(Step& step)
    : step_(step),
      any_begins_(begins(step)),
      removed_(step.device, any_begins_ ? step.state.sites.size() : 0, "removed by surgery") {}

void Interventions::count_removed(const SiteStep& here) {
  if (!any_begins_) return;
  const std::uint64_t* counter =
      here.state.counters.data() + static_cast<std::size_t>(Count::removed_by_surgery);
  for_each_index(here.device, "removed by surgery", 1,
                 Since{counter, removed_.data() + here.site.id.value});
}

void Interventions::tell() {
  if (!any_begins_) return;
  for (std::size_t number = 0; number < step_.state.interventions.size(); ++number)
    if (therapy::begins_now(step_.state.interventions[number], step_)) tell_one(number);
}

void Interventions::tell_one(std::size_t number) {
  const Intervention& one = step_.state.interventions[number];
  const bool surgery = one.kind == InterventionKind::surgery && one.site >= 0;
  Table& events = step_.state.events;
  RunningNumber& next = step_.state.next_event;
  Buffer<std::uint32_t> single(step_.device, 1, "one");
  for_each_index(step_.device, "one", 1, SetWord{single.data()});
  const NewRows added = events.append_in_room({single.data(), 1});
  for_each_row(step_.device, "tell intervention", added.size,
               Tell{next.next(), surgery ? removed_.data() + one.site : nullptr, step_.tick,
                    one.site, number, added.first, events.data(event::number),
                    events.data(event::tick), events.data(event::kind), events.data(event::site),
                    events.data(event::place), events.data(event::value)});
  next.advance(step_.device, added.size.now);
}

}  // namespace metastasim::resolve
