#pragma once
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>

#include "host/sim/milestones.hpp"

namespace metastasim {

/// Where a run stands.
struct Standing {
  double time_min = 0, end_min = 0;
  std::uint64_t tick = 0, end_tick = 0;
  std::uint64_t cells = 0;
};

/// Tells people how a run goes: one live line on a terminal, a line now and then in a log, and the
/// milestones of the cascade as they happen.
class Progress {
 public:
  using Clock = std::chrono::steady_clock;
  /// `live` where `out` is a terminal.
  Progress(std::FILE* out, bool live, std::uint64_t first_tick);
  ~Progress() { end(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// True when it is time for the next `show`, so that nobody counts cells in vain.
  bool is_due() const { return Clock::now() >= next_; }
  void show(const Standing& standing);
  /// A line of its own, above the live line.
  void say(const std::string& line);
  void say(const Milestone& milestone);
  /// The last standing stays readable; called by the destructor too.
  void end();

  double steps_per_second() const { return steps_per_second_; }

 private:
  void measure(std::uint64_t tick);

  std::FILE* out_;
  bool live_;
  bool line_open_ = false;
  std::uint64_t tick_;
  Clock::time_point measured_, next_;
  double steps_per_second_ = 0;
};

/// The live line without its control characters.
std::string progress_line(const Standing& standing, double steps_per_second);

}  // namespace metastasim
