#include "host/sim/time_text.hpp"

#include <fmt/format.h>

#include <cmath>

namespace metastasim {

std::string day_text(double minutes) {
  const auto whole = static_cast<std::int64_t>(std::floor(minutes + 1e-9));
  return fmt::format("day {}, {:02}:{:02}", whole / 1440, whole / 60 % 24, whole % 60);
}

namespace {

std::string two_units(std::int64_t large, const char* large_name, std::int64_t small) {
  if (small == 0) return fmt::format("{} {}", large, large_name);
  return fmt::format("{} {} {:02}", large, large_name, small);
}

}  // namespace

std::string duration_text(double minutes) {
  if (minutes < 1) return fmt::format("{:.1f} s", minutes * 60);
  if (minutes < 60) return fmt::format("{:.0f} min", std::floor(minutes));
  const auto whole = std::llround(minutes);
  if (whole < 1440) return two_units(whole / 60, "h", whole % 60);
  return two_units(whole / 1440, "d", whole % 1440 / 60) + (whole % 1440 / 60 > 0 ? " h" : "");
}

std::string clock_text(double seconds) {
  const auto whole = static_cast<std::int64_t>(seconds);
  if (whole < 3600) return fmt::format("{}:{:02}", whole / 60, whole % 60);
  return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

std::string grouped(std::uint64_t number) {
  if (number < 1000) return std::to_string(number);
  return fmt::format("{},{:03}", grouped(number / 1000), number % 1000);
}

}  // namespace metastasim
