#include "host/sim/progress.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <ctime>

#include "host/sim/tell.hpp"
#include "host/sim/time_text.hpp"

namespace metastasim {

namespace {

using namespace std::chrono_literals;
constexpr auto live_every = 200ms;
constexpr auto plain_every = 30s;

std::string bar(double share) {
  constexpr int width = 50;
  const int full = std::clamp(static_cast<int>(share * width), 0, width);
  return '[' + std::string(static_cast<std::size_t>(full), '#') +
         std::string(static_cast<std::size_t>(width - full), '-') + ']';
}

std::string now_text() { return fmt::format("{:%H:%M:%S}", fmt::localtime(std::time(nullptr))); }

}  // namespace

std::string progress_line(const Standing& s, double steps_per_second) {
  const double share = s.end_min > 0 ? s.time_min / s.end_min : 1;
  const double left_s =
      steps_per_second > 0 ? static_cast<double>(s.end_tick - s.tick) / steps_per_second : 0;
  return fmt::format("   {} of {}  {} {:3.0f} %   {} cells   {:.0f} steps/s   {} left",
                     day_text(s.time_min), duration_text(s.end_min), bar(share), 100 * share,
                     grouped(s.cells), steps_per_second, clock_text(left_s));
}

Progress::Progress(std::FILE* out, bool live, std::uint64_t first_tick)
    : out_(out), live_(live), tick_(first_tick), measured_(Clock::now()), next_(measured_ + 1s) {}

/// Smoothed over the last few measurements: the time left should not jump about.
void Progress::measure(std::uint64_t tick) {
  const auto now = Clock::now();
  const double seconds = std::chrono::duration<double>(now - measured_).count();
  if (seconds < 0.05) return;
  const double rate = static_cast<double>(tick - tick_) / seconds;
  steps_per_second_ = steps_per_second_ == 0 ? rate : 0.8 * steps_per_second_ + 0.2 * rate;
  tick_ = tick;
  measured_ = now;
}

void Progress::show(const Standing& standing) {
  measure(standing.tick);
  const std::string line = progress_line(standing, steps_per_second_);
  if (live_)
    tell(out_, "\r\x1b[K{}", line);
  else
    tell(out_, "{}\n", line);
  line_open_ = live_;
  next_ = Clock::now() + (live_ ? live_every : std::chrono::milliseconds(plain_every));
}

void Progress::say(const std::string& line) {
  tell(out_, "{}{}\n", line_open_ ? "\r\x1b[K" : "", line);
  line_open_ = false;
}

void Progress::say(const Milestone& milestone) {
  say(fmt::format("   {}  {:<58}  {}", now_text(), milestone.text, day_text(milestone.time_min)));
}

void Progress::end() {
  if (line_open_) tell(out_, "\n");
  line_open_ = false;
}

}  // namespace metastasim
