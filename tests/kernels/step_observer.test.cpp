#include "kernels/step_observer.hpp"

#include <gtest/gtest.h>

#include "host/sim/model.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/tissue/sensed.hpp"
#include "tests/support/bench.hpp"
#include "tests/support/scenario.hpp"

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

/// All that the model has is in these scenarios; every process is due in the first tick of an hour.
TEST(Cascade, EveryProcessKeepsToItsDeclaredColumns) {
  for (const char* name : {"kitchen_sink", "lattice_sink"}) {
    Model model = build_model(testing::scenario(name), testing::device());
    WriteCheck check;
    for (int tick = 0; tick <= 900; ++tick)
      ASSERT_NO_THROW(advance(testing::device(), model.state, model.parameters,
                              tick % 300 < 2 ? &check : nullptr))
          << name << ", tick " << tick;
  }
}

}  // namespace
}  // namespace metastasim
