#include "host/cli/quantity.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "host/config/units.hpp"
#include "host/input_error.hpp"

namespace metastasim::cli {

namespace {

bool inside(const Limits& limits, double value) {
  return value >= limits.low && value <= limits.high;
}

bool is_taken(const std::string& text, const std::string& unit, const Limits& limits) {
  const config::Quantity q = config::parse_quantity(text, unit);
  return q.ok() && inside(limits, q.value);
}

/// The text with a decimal point or with the unit of `usual`, where that is a quantity which the option
/// takes.
std::string meant_by(const std::string& usual, const std::string& text, const std::string& unit,
                     const Limits& limits) {
  const auto pointed = config::with_decimal_point(text);
  if (pointed && is_taken(*pointed, unit, limits)) return *pointed;
  const auto space = usual.find(' ');
  if (space == usual.npos) return usual;
  const std::string proposed = pointed.value_or(text) + usual.substr(space);
  return is_taken(proposed, unit, limits) ? proposed : usual;
}

[[noreturn]] void refuse(const std::string& option, const std::string& text,
                         const std::string& problem, const std::string& wanted,
                         const std::string& write) {
  throw InputError(fmt::format("{0} \"{1}\": {2}\n  Write {3}:  {0} \"{4}\"", option, text, problem,
                               wanted, write));
}

std::string wanted(const Limits& limits, const std::string& unit) {
  if (std::isinf(limits.low) || std::isinf(limits.high)) return config::describe(unit);
  return fmt::format("{} to {}{}", config::show(limits.low), config::show(limits.high),
                     config::is_pure_number(unit) ? "" : " " + unit);
}

}  // namespace

double quantity(const std::string& option, const std::string& text, const std::string& unit,
                const std::string& usual, Limits limits) {
  const config::Quantity read = config::parse_quantity(text, unit);
  if (read.ok() && inside(limits, read.value)) return read.value;
  if (read.ok()) refuse(option, text, "out of range", wanted(limits, unit), usual);
  refuse(option, text, read.what + (read.why.empty() ? "" : ". " + read.why), wanted(limits, unit),
         meant_by(usual, text, unit, limits));
}

double unit_um(const std::string& text) {
  const bool begins_with_letter = text.find_first_of("0123456789.+-") != 0;
  const std::string one = begins_with_letter && config::is_unit(text) ? "1 " + text : text;
  return quantity("--unit", one, "um", "1 um", {1e-9, 1e9});
}

std::uint64_t seed_in(const std::string& option, const std::string& text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size())
    throw InputError(
        fmt::format("{0} {1}: a seed is a whole number, 0 or more\n  Write:  {0} 1", option, text));
  return value;
}

}  // namespace metastasim::cli
