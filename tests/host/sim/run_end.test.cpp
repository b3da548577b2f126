#include <gtest/gtest.h>
#include <omp.h>

#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>
#include <tuple>

#include "host/config/reader.hpp"
#include "host/io/checkpoint.hpp"
#include "host/io/durable.hpp"
#include "host/io/run_file.hpp"
#include "host/sim/funnel_text.hpp"
#include "host/sim/model.hpp"
#include "host/sim/simulation.hpp"
#include "kernels/state/field_columns.hpp"
#include "tests/host/config/scenarios.hpp"
#include "tests/support/bench.hpp"
#include "tests/support/scenario.hpp"
#include "tests/support/scratch.hpp"

// How a run ends, in the number that job scripts read.
namespace metastasim {
namespace {

TEST(RunEnd, HasTheCodeOfItsStatus) {
  RunEnd end;
  EXPECT_EQ(exit_code_of(end), ExitCode::done);
  end.status = RunStatus::stopped;
  EXPECT_EQ(exit_code_of(end), ExitCode::stopped);
}

TEST(RunEnd, HasFailedWhereCellsOrOxygenDoNotAddUpHoweverItEnded) {
  for (const RunStatus status : {RunStatus::finished, RunStatus::stopped})
    for (const bool was_there : {false, true}) {
      RunEnd lost{status, was_there, {}};
      lost.summary.funnel.entered_blood = 1;
      EXPECT_EQ(exit_code_of(lost), ExitCode::numerical);
      RunEnd not_finite{status, was_there, {}};
      not_finite.summary.sites.emplace_back().mean_po2_mmhg = std::nan("");
      EXPECT_EQ(exit_code_of(not_finite), ExitCode::numerical);
    }
}

/// A run of a few steps, whose messages nobody reads.
class ShortRun : public ::testing::Test {
 protected:
  RunEnd resume_until(double minutes) {
    RunRequest request = this->request(minutes);
    return resume_run(scenario_, testing::device(), request);
  }
  RunEnd run_until(double minutes) {
    return run_scenario(scenario_, {}, testing::device(), request(minutes));
  }

  /// Puts a number that is none into the newest checkpoint, as a mistake of ours would.
  void spoil_oxygen() {
    const auto file = *RunDirectory::open(folder()).checkpoints().find().newest;
    State state = empty_state(scenario_, testing::device());
    restore_checkpoint(file, state);
    Fields& fields = state.sites[0]->fields;
    std::vector<float> oxygen = fields.to_host(field::oxygen);
    oxygen[oxygen.size() / 2] = NAN;
    fields.from_host(field::oxygen, std::span<const float>(oxygen));
    write_checkpoint(file, state, read_checkpoint_notes(file));
  }

  std::filesystem::path folder() const { return scratch_.path() / "run"; }

 private:
  RunRequest request(double minutes) const {
    RunRequest out;
    out.folder = folder();
    out.until_min = minutes;
    out.messages = silence_.get();
    return out;
  }

  testing::Scratch scratch_;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> silence_{std::fopen("/dev/null", "w"),
                                                           std::fclose};
  Scenario scenario_ = *config::read_scenario_text(config::least_scenario, "least.toml").scenario;
};

TEST_F(ShortRun, ThatGoesOnFromOxygenThatIsNotFiniteFails) {
  EXPECT_EQ(exit_code_of(run_until(0.2)), ExitCode::done);
  spoil_oxygen();
  const RunEnd end = resume_until(0.4);
  EXPECT_EQ(end.status, RunStatus::finished);
  EXPECT_TRUE(std::isnan(end.summary.sites[0].mean_po2_mmhg));
  EXPECT_EQ(exit_code_of(end), ExitCode::numerical);
  const RunEnd shown = resume_until(0.4);
  EXPECT_TRUE(shown.was_there);
  EXPECT_EQ(exit_code_of(shown), ExitCode::numerical);
}

/// Tick, threads and device of each line that has them.
using Start = std::tuple<std::uint32_t, int, std::string>;
std::vector<Start> starts_in(const std::string& json_lines, const char* tick) {
  std::vector<Start> starts;
  std::istringstream in(json_lines);
  for (std::string line; std::getline(in, line);) {
    const auto json = nlohmann::json::parse(line);
    if (json.contains("threads"))
      starts.emplace_back(json.at(tick), json.at("threads"), json.at("device"));
  }
  return starts;
}

TEST_F(ShortRun, TellsEverySessionThatComputedItInTheRunFileAndInTheLog) {
  const int threads = omp_get_max_threads();
  std::vector<Start> expected;
  for (const int session : {1, 2}) {
    omp_set_num_threads(session);
    expected.emplace_back(2 * (session - 1), session, testing::device().description());
    session == 1 ? run_until(0.2) : resume_until(0.4);
  }
  omp_set_num_threads(threads);
  EXPECT_EQ(starts_in(read_provenance(folder())["sessions"], "from_tick"), expected);
  EXPECT_EQ(starts_in(durable::read(folder() / "log.jsonl"), "tick"), expected);
}

/// docs/running.md says so.
TEST_F(ShortRun, KeepsTheOutputOfTheTimeAtWhichItWasEndedEarly) {
  run_until(0.2);
  resume_until(0.4);
  EXPECT_EQ(read_series(folder()).find("time_min")->values, (std::vector<double>{0, 0.2, 0.4}));
}

TEST(LatticeRun, EndsWithoutAWordOnOxygenFreshOrReadAgain) {
  const testing::Scratch scratch;
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> silence(std::fopen("/dev/null", "w"),
                                                                std::fclose);
  RunRequest request;
  request.folder = scratch.path() / "run";
  request.until_min = 2;
  request.messages = silence.get();
  for (const bool was_there : {false, true}) {
    const RunEnd end =
        run_scenario(testing::scenario("lattice_sink"), {}, testing::device(), request);
    EXPECT_EQ(end.was_there, was_there);
    EXPECT_EQ(exit_code_of(end), ExitCode::done);
    EXPECT_FALSE(end.summary.has_oxygen);
    EXPECT_TRUE(std::isnan(end.summary.sites[0].mean_po2_mmhg));
    EXPECT_EQ(funnel_text(end.summary).find("oxygen"), std::string::npos);
  }
}

}  // namespace
}  // namespace metastasim
