// A lattice run that stops at a checkpoint and goes on gives the unbroken run's bits.
#include <gtest/gtest.h>
#include <omp.h>

#include "host/io/checkpoint.hpp"
#include "host/sim/model.hpp"
#include "host/sim/summary.hpp"
#include "kernels/state/fingerprint.hpp"
#include "kernels/vessels/vessel_geometry.hpp"
#include "tests/support/bench.hpp"
#include "tests/support/scenario.hpp"
#include "tests/support/scratch.hpp"

namespace metastasim {
namespace {

constexpr std::uint32_t whole = 400;

const Scenario& scenario() {
  static const Scenario read = testing::scenario("lattice_sink");
  return read;
}

/// Steps on the model's own device, with a number of threads of their own.
void go_to(Model& model, std::uint32_t tick, int threads) {
  const int before = omp_get_max_threads();
  omp_set_num_threads(threads);
  while (model.state.tick < tick)
    advance(model.state.travellers.device(), model.state, model.parameters);
  omp_set_num_threads(before);
}

/// The tables are small: on an ordinary device hardly a loop would be shared.
Device& shares_every_loop() {
  static Device device(testing::device().place(), testing::device().ordinal());
  device.share_every_loop();
  return device;
}

Model resumed(const std::filesystem::path& checkpoint) {
  Device& device = shares_every_loop();
  Model model{empty_state(scenario(), device), build_parameters(scenario(), device)};
  restore_checkpoint(checkpoint, model.state);
  vessels::rebuild_vessel_geometry(model.state, device);
  return model;
}

Fingerprint in_parts(const std::vector<std::uint32_t>& stops) {
  const testing::Scratch folder;
  Model model = build_model(scenario(), shares_every_loop());
  int threads = 2;
  for (const std::uint32_t stop : stops) {
    go_to(model, stop, threads);
    threads = 3 - threads;
    const auto file = folder.path() / std::to_string(stop);
    write_checkpoint(file, model.state, {});
    model = resumed(file);
  }
  go_to(model, whole, threads);
  return fingerprint(model.state);
}

class LatticeResume : public ::testing::Test {
 protected:
  LatticeResume() : unbroken_(build_model(scenario(), testing::device())) {
    go_to(unbroken_, whole, 1);
  }
  Model unbroken_;
};

TEST_F(LatticeResume, GivesTheUnbrokenAnswerWhereverItStopped) {
  const Fingerprint expected = fingerprint(unbroken_.state);
  // The step before a doubling, one of both phenotypes, the last step.
  for (const std::uint32_t stop : {99, 300, 399}) EXPECT_EQ(in_parts({stop}), expected) << stop;
}

TEST_F(LatticeResume, GivesItAfterManyStopsAndWithOtherNumbersOfThreads) {
  EXPECT_EQ(in_parts({50, 100, 101, 260, 390}), fingerprint(unbroken_.state));
}

TEST_F(LatticeResume, HadCellsAtEveryStageToCarryOver) {
  const Funnel funnel = funnel_of(unbroken_.state);
  EXPECT_TRUE(funnel.adds_up());
  EXPECT_GT(funnel.entries_as_cluster, 0u);
  EXPECT_GT(funnel.in_transit, 0u);
  EXPECT_GT(funnel.extravasated, 0u);
  EXPECT_GT(funnel.died_other, 0u);
  EXPECT_GT(unbroken_.state.sites[1]->cells.read_count(), funnel.extravasated / 4);
}

}  // namespace
}  // namespace metastasim
