#pragma once
#include <map>

#include "tests/support/eventful_journey.hpp"

/// What became of every cell of an eventful journey.
namespace metastasim::testing {

struct Fate {
  int phase, intent, death;
  std::uint32_t place, hops, members;
  std::uint64_t entry, cluster;
  std::int64_t clock_us, arrested_us;
  bool same_but_for_time(const Fate& o) const {
    return phase == o.phase && intent == o.intent && death == o.death && place == o.place &&
           hops == o.hops && members == o.members && entry == o.entry && cluster == o.cluster;
  }
};
/// By lineage number.
using Fates = std::map<std::uint64_t, Fate>;

/// Computes the journey. Of who has died in a lymph node the clock and the company are those of the last step's end: the
/// node tells the host no time of death.
Fates fates(const EventfulJourney& one);

/// All fare alike, and no two clocks are further apart than so many microseconds.
void expect_same(const Fates& a, const Fates& b, std::int64_t us);

}  // namespace metastasim::testing
