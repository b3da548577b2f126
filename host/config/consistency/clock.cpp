#include <fmt/format.h>

#include <cmath>
#include <numeric>

#include "host/config/consistency/checks.hpp"
#include "host/config/document.hpp"
#include "host/config/registry.hpp"
#include "host/config/units.hpp"
#include "kernels/cascade.hpp"

namespace metastasim::config::consistency {

namespace {

std::int64_t micro(double seconds) { return std::llround(seconds * 1e6); }
double seconds(std::int64_t micro) { return static_cast<double>(micro) / 1e6; }

/// The longest tick that divides this one and every period.
std::int64_t common_tick(std::int64_t tick) {
  for (const CascadeEntry& entry : cascade())
    if (entry.period_s > 0) tick = std::gcd(tick, micro(entry.period_s));
  return tick;
}

void check_length(Context& c) {
  if (!c.have({"duration"}) || 60 * c.scenario.duration_min / c.scenario.tick_s <= most_ticks)
    return;
  c.report(
      "duration",
      fmt::format("{} is more than {} ticks of {} s", c.setting("duration")->in_force, most_ticks,
                  show(c.scenario.tick_s)),
      "A run's clock counts no further. Make the tick longer, or the run shorter.",
      fmt::format("duration = {}", text_literal(show(most_ticks * c.scenario.tick_s / 60, "min"))));
}

}  // namespace

void check_clock(Context& c) {
  if (!c.have({"tick"})) return;
  const std::int64_t tick = micro(c.scenario.tick_s), common = common_tick(tick);
  for (const CascadeEntry& entry : cascade())
    if (!c.lattice && entry.period_s > 0 && micro(entry.period_s) % tick != 0)
      return c.report(
          "tick",
          fmt::format("{} does not divide {} s", c.setting("tick")->in_force, entry.period_s),
          fmt::format("{} works every {} s, which must be a whole number of ticks.",
                      entry.process.name, entry.period_s),
          fmt::format("tick = {}", text_literal(show(seconds(common), "s"))));
  const auto whole_ticks = [&](const std::string& key, double minutes) {
    if (!c.have({key}) || micro(60 * minutes) % tick == 0) return;
    const double proposed = std::ceil(60 * minutes / c.scenario.tick_s) * c.scenario.tick_s / 60;
    c.report(key,
             fmt::format("{} is not a whole number of ticks of {} s", c.setting(key)->in_force,
                         show(c.scenario.tick_s)),
             "Time advances tick by tick.",
             fmt::format("{} = {}", last_part(key), text_literal(show(proposed, "min"))));
  };
  whole_ticks("duration", c.scenario.duration_min);
  check_length(c);
  whole_ticks("output.every", c.scenario.output.every_min);
}

}  // namespace metastasim::config::consistency
