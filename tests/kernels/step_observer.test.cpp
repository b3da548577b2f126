#include "kernels/step_observer.hpp"

#include <gtest/gtest.h>

#include "kernels/state/cell_columns.hpp"
#include "kernels/tissue/sensed.hpp"
#include "tests/support/bench.hpp"

namespace metastasim {
namespace {

void change(State& state, const Column<float>& column) {
  Table& cells = state.sites[0]->cells;
  auto values = cells.to_host(column);
  values[0] += 1;
  cells.from_host(column, std::span<const float>(values));
}

TEST(WriteCheck, NoticesAChangeThatIsNotDeclaredAndOnlyThat) {
  State state = testing::box();
  testing::place(state, *state.sites[0], {{10, 10, 10}});
  const Process& senses = cascade()[testing::process_index("sense_oxygen")].process;
  WriteCheck check;
  check.before(senses, state);
  change(state, sensed::po2);
  EXPECT_NO_THROW(check.after(senses, state));
  change(state, cell::radius);
  EXPECT_THROW(check.after(senses, state), std::logic_error);
}

TEST(Cascade, EveryProcessKeepsToItsDeclaredColumns) {
  State state = testing::box();
  testing::place(state, *state.sites[0], {{10, 10, 10}, {100, 100, 100}, {116, 100, 100}});
  const Parameters parameters = testing::default_parameters();
  WriteCheck check;
  for (int tick = 0; tick < 61; ++tick)
    ASSERT_NO_THROW(advance(testing::device(), state, parameters, &check)) << tick;
}

}  // namespace
}  // namespace metastasim
