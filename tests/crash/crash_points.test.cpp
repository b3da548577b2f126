// Every way in which a program can die or a disk can fill while checkpoints are written, call by
// call: the newest checkpoint that was acknowledged must load, whole.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

#include "host/io/checkpoint_folder.hpp"
#include "host/io/io_error.hpp"
#include "host/sim/exit_code.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/state/fingerprint.hpp"
#include "tests/crash/iofail.h"
#include "tests/support/bench.hpp"

namespace metastasim {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t checkpoints = 4;

/// Another state for every tick.
State state_at(std::uint32_t tick) {
  State state = testing::box(4);
  testing::place(state, *state.sites[0],
                 std::vector<testing::PlacedCell>(tick, {1.0f * static_cast<float>(tick), 2, 3}));
  state.tick = tick;
  return state;
}

/// Writes the checkpoints of ticks 1, 2, ... and a byte to `acknowledge` after each.
int write_checkpoints(const fs::path& folder, int acknowledge) {
  std::optional<fs::path> previous;
  for (std::uint32_t tick = 1; tick <= checkpoints; ++tick) {
    previous = CheckpointFolder(folder).write(state_at(tick), {}, previous);
    if (write(acknowledge, "+", 1) != 1) return 1;
  }
  return 0;
}

/// The tick of the newest checkpoint, 0 where there is none, -1 where it is not what was written.
int newest_tick(const fs::path& folder) {
  const auto found = CheckpointFolder(folder).find();
  if (!found.newest) return 0;
  State state = testing::box(4);
  restore_checkpoint(*found.newest, state);
  return fingerprint(state) == fingerprint(state_at(state.tick)) ? static_cast<int>(state.tick)
                                                                 : -1;
}

/// Runs `action` in a process of its own and returns waitpid's status; one thread, because threads
/// do not survive a fork.
template <class Action>
int in_child(const Action& action) {
  const pid_t child = fork();
  if (child == 0) {
    try {
      _exit(action());
    } catch (const IoError&) {
      _exit(static_cast<int>(ExitCode::io_failure));
    } catch (...) {
      _exit(99);  // never back into the test
    }
  }
  int status = 0;
  waitpid(child, &status, 0);
  return status;
}

struct Outcome {
  int status;        ///< waitpid's
  int acknowledged;  ///< checkpoints
  int newest;        ///< tick, see newest_tick
  bool leftover;     ///< an unfinished file is still there
};

class CrashPoints : public ::testing::Test {
 protected:
  void SetUp() override {
    const char* place = fs::exists("/dev/shm") ? "/dev/shm" : "/tmp";
    std::string name = std::string(place) + "/metastasim_XXXXXX";
    folder_ = mkdtemp(name.data());
  }
  void TearDown() override { fs::remove_all(folder_); }

  void empty_folder() const {
    for (const auto& entry : fs::directory_iterator(folder_)) fs::remove(entry.path());
  }
  bool has_leftover() const {
    for (const auto& entry : fs::directory_iterator(folder_))
      if (entry.path().extension() == ".tmp") return true;
    return false;
  }

  Outcome weather(int mode, long at) const {
    empty_folder();
    int ends[2];
    EXPECT_EQ(pipe(ends), 0);
    const int status = in_child([&] {
      iofail_arm(folder_.c_str(), mode, at);
      return write_checkpoints(folder_, ends[1]);
    });
    close(ends[1]);
    char acknowledged[checkpoints];
    const auto count = static_cast<int>(read(ends[0], acknowledged, sizeof acknowledged));
    close(ends[0]);
    const bool leftover = has_leftover();
    const int verified = in_child([&] { return newest_tick(folder_) & 0xFF; });
    return {status, count, WIFEXITED(verified) ? WEXITSTATUS(verified) : -1, leftover};
  }

  long calls() const {
    empty_folder();
    int ends[2];
    EXPECT_EQ(pipe(ends), 0);
    long counted = 0;
    in_child([&] {
      iofail_arm(folder_.c_str(), IOFAIL_COUNT, 0);
      write_checkpoints(folder_, ends[1]);
      const long n = iofail_calls();
      return write(ends[1], &n, sizeof n) == sizeof n ? 0 : 1;
    });
    char acknowledged[checkpoints];
    EXPECT_EQ(read(ends[0], acknowledged, checkpoints), checkpoints);
    EXPECT_EQ(read(ends[0], &counted, sizeof counted), static_cast<ssize_t>(sizeof counted));
    close(ends[0]);
    close(ends[1]);
    return counted;
  }

  /// All points with METASTASIM_EXHAUSTIVE=1; otherwise all of the first two checkpoints' ends and a
  /// sample between them.
  template <class Check>
  void at_every_point(const Check& check) const {
    const long all = calls();
    ASSERT_GT(all, 20);
    const long stride = std::getenv("METASTASIM_EXHAUSTIVE") != nullptr ? 1 : 17;
    for (long at = 1; at <= all; at += at > all - 8 ? 1 : stride) check(at);
  }

  fs::path folder_;
};

void expect_nothing_lost(const Outcome& outcome, long at) {
  EXPECT_GE(outcome.newest, outcome.acknowledged) << "call " << at;
  EXPECT_LE(outcome.newest, static_cast<int>(checkpoints)) << "call " << at;
}

TEST_F(CrashPoints, KilledBeforeACallLosesNothingAcknowledged) {
  at_every_point([&](long at) {
    const Outcome outcome = weather(IOFAIL_KILL_BEFORE, at);
    EXPECT_TRUE(WIFSIGNALED(outcome.status)) << at;
    expect_nothing_lost(outcome, at);
  });
}

TEST_F(CrashPoints, KilledInTheMiddleOfACallLosesNothingAcknowledged) {
  at_every_point([&](long at) {
    const Outcome outcome = weather(IOFAIL_KILL_TORN, at);
    EXPECT_TRUE(WIFSIGNALED(outcome.status)) << at;
    expect_nothing_lost(outcome, at);
  });
}

TEST_F(CrashPoints, KilledAfterACallLosesNothingAcknowledged) {
  at_every_point([&](long at) { expect_nothing_lost(weather(IOFAIL_KILL_AFTER, at), at); });
}

TEST_F(CrashPoints, AFullDiskEndsWith74AndTheOldCheckpointIntact) {
  at_every_point([&](long at) {
    for (const int mode : {IOFAIL_FULL_ONCE, IOFAIL_FULL}) {
      const Outcome outcome = weather(mode, at);
      ASSERT_TRUE(WIFEXITED(outcome.status)) << at;
      if (outcome.acknowledged < static_cast<int>(checkpoints)) {
        EXPECT_EQ(WEXITSTATUS(outcome.status), 74) << at;
        EXPECT_FALSE(outcome.leftover) << at;
      }
      expect_nothing_lost(outcome, at);
    }
  });
}

/// Every call of one checkpoint: what HDF5 keeps back is written when a dataset is closed, and a
/// failure there is easily overlooked.
TEST_F(CrashPoints, ADiskThatIsFullForOneCallOnlyIsNoticedAtWhicheverCall) {
  const long of_one_checkpoint = calls() / checkpoints;
  for (long at = 1; at <= of_one_checkpoint; ++at) {
    const Outcome outcome = weather(IOFAIL_FULL_ONCE, at);
    EXPECT_EQ(WEXITSTATUS(outcome.status), 74) << at;
    expect_nothing_lost(outcome, at);
  }
}

}  // namespace
}  // namespace metastasim

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
