#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>

#include "host/sim/model.hpp"
#include "kernels/step_observer.hpp"
#include "tests/support/bench.hpp"
#include "tests/support/scenario.hpp"

namespace metastasim {
namespace {

/// Copies to the host by process.
class CountReads final : public StepObserver {
 public:
  void before(const Process&, const State&) override { before_ = testing::device().copies_out(); }
  void after(const Process& process, const State&) override {
    const std::uint64_t copies = testing::device().copies_out() - before_;
    of_[process.name] += copies;
    inside_ += copies;
    EXPECT_TRUE(process.host_work || copies == 0) << process.name << " copies " << copies;
    resolved_ = resolved_ || process.name == std::string("resolve_intents");
  }
  std::uint64_t of(const std::string& process) const { return of_.at(process); }
  std::uint64_t inside() const { return inside_; }
  std::size_t processes() const { return of_.size(); }
  /// Whether resolve has run since the last question.
  bool resolved() { return std::exchange(resolved_, false); }

 private:
  std::uint64_t before_ = 0, inside_ = 0;
  bool resolved_ = false;
  std::map<std::string, std::uint64_t> of_;
};

/// Steps until every process has been due; between two of them the host looks at the counts at most
/// once, where rows may be added.
CountReads reads_in(const std::string& scenario, int ticks) {
  Model model = build_model(testing::scenario(scenario), testing::device());
  CountReads reads;
  for (int tick = 0; tick < ticks; ++tick) {
    const std::uint64_t all = testing::device().copies_out(), inside = reads.inside();
    advance(testing::device(), model.state, model.parameters, &reads);
    const std::uint64_t between = testing::device().copies_out() - all - (reads.inside() - inside);
    const std::uint64_t ports = tick == 0 ? 2 : 0;  // of the body, once: a count and a column
    EXPECT_LE(between, ports + (reads.resolved() ? 1 : 0)) << "tick " << tick;
  }
  EXPECT_GT(model.state.counters.to_host()[static_cast<std::size_t>(Count::born)], 0u);
  return reads;
}

TEST(HostReads, NoneInsideAStepOfTissueButInHostWork) {
  const CountReads reads = reads_in("kitchen_sink", 301);
  EXPECT_EQ(reads.processes(), tissue_processes());
  EXPECT_GT(reads.of("blood_flow"), 0u) << "what is allowed to copy is counted";
}

TEST(HostReads, NoneInsideAStepOnALattice) {
  const CountReads reads = reads_in("lattice_sink", 201);
  EXPECT_EQ(reads.inside(), 0u);
  EXPECT_GT(reads.processes(), 4u);
}

}  // namespace
}  // namespace metastasim
