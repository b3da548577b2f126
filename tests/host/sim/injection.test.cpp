#include <gtest/gtest.h>

#include <string>

#include "host/config/reader.hpp"
#include "host/sim/model.hpp"
#include "kernels/state/counters.hpp"
#include "kernels/state/events.hpp"
#include "tests/support/bench.hpp"
#include "tests/support/tree.hpp"

namespace metastasim {
namespace {

/// 30 cells in pairs, at the start of a run.
State injected_into(const std::string& place) {
  const auto read = config::read_scenario(
      testing::in_tree("examples/ctc_shear_loop.toml"),
      {"injection.sample.cells=30", "injection.sample.cluster_of=2",
       "injection.sample.into=\"" + place + "\"",
       "body.route=[\"left heart -> chip 100 %\", \"axillary node -> lymph duct -> veins\"]"});
  if (!read.scenario) throw std::runtime_error(config::render_problems(read));
  return std::move(build_model(*read.scenario, testing::device()).state);
}

void expect_entered(const std::string& place, Count how, EventKind told, std::uint64_t into_blood) {
  const State state = injected_into(place);
  const auto counts = state.counters.to_host();
  const auto of = [&](Count what) { return counts[static_cast<std::size_t>(what)]; };
  EXPECT_EQ(of(Count::entered_blood) + of(Count::entered_lymph), 30u) << place;
  EXPECT_EQ(of(how), 30u) << place;
  EXPECT_EQ(of(Count::entries_as_cluster), 30u) << place;
  EXPECT_EQ(of(Count::blood_entries), into_blood) << place;
  EXPECT_EQ(of(Count::blood_entries_as_cluster), into_blood) << place;
  for (const std::uint8_t kind : state.events.to_host(event::kind))
    EXPECT_EQ(kind, static_cast<std::uint8_t>(told)) << place;
}

TEST(Injection, IntoBloodOrLymphCountsAsEnteringThat) {
  expect_entered("veins", Count::entered_blood, EventKind::entered, 15);
  expect_entered("axillary node", Count::entered_lymph, EventKind::entered_lymph, 0);
}

}  // namespace
}  // namespace metastasim
