// No fate of a traveller depends on the length of a tick: a journey begins where those on the way have arrived.
#include <gtest/gtest.h>

#include <array>
#include <set>
#include <vector>

#include "host/config/reader.hpp"
#include "host/sim/model.hpp"
#include "kernels/circulation/traveller_columns.hpp"
#include "kernels/invasion/emt.hpp"
#include "kernels/state/events.hpp"
#include "tests/support/journey.hpp"
#include "tests/support/tree.hpp"

namespace metastasim {
namespace {

constexpr std::array ticks_s{6, 20, 60};
constexpr int minutes = 20;
constexpr std::size_t cells = 2000;

/// When, who, what happened, where (of a death: its cause), and the number that goes with it.
struct Told {
  std::int64_t us;
  std::uint64_t cell;
  std::uint8_t kind;
  std::uint64_t place;
  float value;
  bool operator==(const Told&) const = default;
};

/// The diary of the shear loop, with all that kills in the stream.
std::vector<Told> diary_of(int tick_s, int cluster_of) {
  const auto read = config::read_scenario(
      testing::in_tree("examples/ctc_shear_loop.toml"),
      {"tick=\"" + std::to_string(tick_s) + " s\"",
       "injection.sample.cells=" + std::to_string(cells),
       "injection.sample.cluster_of=" + std::to_string(cluster_of),
       "circulation.NK_killing=\"2 1/h\"", "circulation.anoikis_half=\"60 min\"",
       "circulation.cluster.split=\"1 1/min\""});
  if (!read.scenario) throw std::runtime_error(config::render_problems(read));
  Model model = build_model(*read.scenario, testing::device());
  for (int tick = 0; tick < minutes * 60 / tick_s; ++tick)
    advance(testing::device(), model.state, model.parameters);
  const Table& t = model.state.events;
  const auto tick = t.to_host(event::tick);
  const auto cell = t.to_host(event::cell_id), place = t.to_host(event::place);
  const auto kind = t.to_host(event::kind);
  const auto value = t.to_host(event::value);
  std::vector<Told> diary;
  for (std::size_t i = 0; i < tick.size(); ++i)
    diary.push_back({tick[i] * model.state.tick_us, cell[i], kind[i], place[i], value[i]});
  return diary;
}

std::vector<Told> deaths(const std::vector<Told>& diary) {
  std::vector<Told> dead;
  for (const Told& told : diary)
    if (told.kind == static_cast<std::uint8_t>(EventKind::died)) dead.push_back(told);
  return dead;
}

TEST(TickLength, NobodyInjectedDiesOtherwiseOrAtAnotherTime) {
  for (const int cluster_of : {1, 4}) {
    const auto diary = diary_of(60, cluster_of);
    std::set<std::uint64_t> causes;
    for (const Told& told : deaths(diary)) causes.insert(told.place);
    EXPECT_GT(deaths(diary).size(), cells / 10);
    EXPECT_EQ(causes.size(), 3u) << "shear, NK cells, loss of anchorage";
    for (const int tick_s : {20, 6}) {
      const auto other = diary_of(tick_s, cluster_of);
      EXPECT_EQ(deaths(other).size(), deaths(diary).size()) << tick_s << " s";
      EXPECT_TRUE(other == diary) << tick_s << " s, clusters of " << cluster_of;
    }
  }
}

/// A cell at a vessel that will enter it.
void place_beside_the_vessel(State& state) {
  testing::place(state, *state.sites[0], {{160, 173.5f, 160}});
  testing::set_phenotype(*state.sites[0], Phenotype::mesenchymal);
  testing::set_matrix(*state.sites[0], 0);
}

TEST(TickLength, WhoEntersSetsOffWhereThoseOnTheWayHaveArrived) {
  const Parameters parameters = testing::harmless_journey();
  for (const int tick_s : ticks_s) {
    State state = testing::world(tick_s);
    testing::lay_vessels(state, *state.sites[0], {{0, 160, 160}, {320, 160, 160}},
                         {{0, 1, 5, 1e-6f}});
    testing::set_off(state, 1, {0, 0, 160, 160});
    place_beside_the_vessel(state);
    for (const auto& [process, period_min] :
         {std::pair{"intravasation", 1e7}, {"circulate", 1.0}, {"resolve_intents", 1.0}}) {
      testing::run_once(state, parameters, process, period_min);
      --state.tick;
    }
    ASSERT_EQ(state.travellers.read_count(), 2u);
    EXPECT_EQ(state.travellers.to_host(traveller::entered_us)[1], tick_s * 1'000'000 + 60'000'000);
    EXPECT_EQ(state.travellers.to_host(traveller::entered_us)[1],
              state.travellers.to_host(traveller::clock_us)[0]);
  }
}

}  // namespace
}  // namespace metastasim
