#include <gtest/gtest.h>

#include "kernels/state/events.hpp"
#include "tests/support/journey.hpp"

namespace metastasim {
namespace {

/// A cell at a vessel of this kind, the second of two rows; their numbers are 4711 and 4712.
State cell_at(VesselKind kind) {
  State state = testing::box();
  Site& site = *state.sites[0];
  testing::lay_vessels(state, site, {{0, 40, 40}, {320, 40, 40}, {0, 160, 160}, {320, 160, 160}},
                       {{0, 1, 5, 1}, {2, 3, 5, 1, 0, 0, kind}});
  const std::vector<std::uint64_t> ids{4711, 4712};
  state.vessels.segments.from_host(segment::id, std::span<const std::uint64_t>(ids));
  testing::place(state, site, {{160, 173.5f, 160}});
  testing::set_phenotype(site, Phenotype::mesenchymal);
  testing::set_matrix(site, 0);
  return state;
}

TEST(Diary, NamesTheVesselByItsNumberAndTellsBloodFromLymph) {
  const Parameters parameters = testing::default_parameters();
  for (const auto& [kind, process, told] :
       {std::tuple{VesselKind::capillary, "intravasation", EventKind::entered},
        {VesselKind::lymphatic, "lymph_entry", EventKind::entered_lymph}}) {
    State state = cell_at(kind);
    testing::run_once(state, parameters, process, 1e6);
    --state.tick;
    testing::run_once(state, parameters, "resolve_intents", 1);
    ASSERT_EQ(state.events.read_count(), 1u);
    EXPECT_EQ(state.events.to_host(event::kind)[0], static_cast<std::uint8_t>(told));
    EXPECT_EQ(state.events.to_host(event::place)[0], 4712u);
    EXPECT_FLOAT_EQ(state.events.to_host(event::width)[0], 10);
    EXPECT_FLOAT_EQ(state.events.to_host(event::value)[0], 1);
  }
}

}  // namespace
}  // namespace metastasim
