#include "host/config/units.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include "host/config/unit_system.hpp"

namespace metastasim::config {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

std::string_view trimmed(std::string_view s) {
  const auto first = s.find_first_not_of(" \t");
  if (first == s.npos) return {};
  return s.substr(first, s.find_last_not_of(" \t") - first + 1);
}

/// A number and what follows it.
struct Split {
  double number = 0;
  std::string_view rest;
};

/// The exponent of "10^6", which stands at the front of `s`; the text behind it is left in `s`.
std::optional<int> power_of_ten(std::string_view& s) {
  if (!s.starts_with("10^")) return {};
  int exponent = 0;
  const char* begin = s.data() + (s.substr(3).starts_with('+') ? 4 : 3);
  const auto [end, error] = std::from_chars(begin, s.data() + s.size(), exponent);
  if (error != std::errc() || std::abs(exponent) > 300) return {};
  s.remove_prefix(static_cast<std::size_t>(end - s.data()));
  return exponent;
}

/// "10^6 ..." and "1.5*10^6 ..." are read as 1e6 and 1.5e6, digit for digit.
std::optional<Split> with_exponent(std::string_view mantissa, std::string_view s) {
  const std::optional<int> exponent = power_of_ten(s);
  if (!exponent) return {};
  const std::string text = fmt::format("{}e{}", mantissa, *exponent);
  double number = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), number).ec != std::errc()) return {};
  return Split{number, s};
}

std::string_view behind_times_sign(std::string_view s) {
  s = trimmed(s);
  for (const std::string_view sign : {"*", "x", "\u00d7"})
    if (s.starts_with(sign)) return trimmed(s.substr(sign.size()));
  return {};
}

std::optional<Split> split(std::string_view s) {
  if (s.starts_with('+')) s.remove_prefix(1);
  if (const auto power = with_exponent("1", s)) return power;
  double number = 0;
  const auto [end, error] = std::from_chars(s.data(), s.data() + s.size(), number);
  if (error != std::errc() || !std::isfinite(number)) return {};
  const std::size_t length = static_cast<std::size_t>(end - s.data());
  const std::string_view rest = s.substr(length);
  if (const auto power = with_exponent(s.substr(0, length), behind_times_sign(rest))) return power;
  return Split{number, rest};
}

/// "/min" and "per min" have their "1" left out.
std::string with_one(std::string_view unit) {
  std::string text(unit);
  if (unit.starts_with('/')) return "1" + text;
  if (unit.starts_with("per ")) return "1 " + text;
  return text;
}

/// UDUNITS-2 reads numbers, dates, logarithms and origins inside a unit: "1 000 um" would be 1 x
/// 0 um. Digits are let through as exponents, as part of a name (mmHg, cmH2O) and as the 1 of 1/h.
bool has_stray_number(const std::string& unit) {
  const bool leading_one = unit.starts_with("1/") || unit.starts_with("1 per ") || unit == "1";
  for (std::size_t i = leading_one ? 1 : 0; i < unit.size(); ++i)
    if (is_digit(unit[i]) && (i == 0 || !(is_letter(unit[i - 1]) || is_digit(unit[i - 1]) ||
                                          unit[i - 1] == '^' || unit[i - 1] == '-')))
      return true;
  return false;
}

bool is_plain(const std::string& unit) {
  const auto allowed = [](char c) {
    return is_letter(c) || is_digit(c) ||
           std::string_view(" ./*^-+%()").find(c) != std::string::npos;
  };
  if (unit.size() > 64 || !std::all_of(unit.begin(), unit.end(), allowed)) return false;
  if (std::string_view(".*^-+/)").find(unit[0]) != std::string::npos) return false;
  for (const char* word : {"since", "after", "from", "ref", "re "})
    if (unit.find(word) != std::string::npos) return false;
  return true;
}

Quantity refused(std::string what, std::string why) { return {0, std::move(what), std::move(why)}; }

Quantity no_number(std::string_view text) {
  return refused(fmt::format("\"{}\" does not begin with a number", text),
                 "A quantity is a number and a unit, such as \"20 um\".");
}

/// Why what follows the number cannot be a unit; nothing where it may be one.
std::optional<Quantity> misread(const std::string& unit) {
  if (unit.starts_with(','))
    return refused("a comma in a number",
                   "Decimals are written with a point (1.5) and thousands without a sign (1500).");
  if (has_stray_number(unit))
    return refused("two numbers", "A quantity is one number and a unit; write thousands as 1500.");
  if (!is_plain(unit) || !is_unit(unit))
    return refused(fmt::format("no unit is called \"{}\"", unit), "The unit is not known.");
  return {};
}

Quantity beyond_numbers(std::string_view text) {
  return refused(fmt::format("\"{}\" is beyond all numbers", text),
                 "The program counts from 1e-308 to 1e308.");
}

/// Of a number that is one, but of no size that a computer knows.
bool is_beyond_numbers(std::string_view text) {
  double number = 0;
  if (text.starts_with('+')) text.remove_prefix(1);
  return std::from_chars(text.data(), text.data() + text.size(), number).ec ==
         std::errc::result_out_of_range;
}

}  // namespace

Quantity parse_quantity(std::string_view text, const std::string& unit) {
  const std::optional<Split> parts = split(trimmed(text));
  if (!parts) return is_beyond_numbers(trimmed(text)) ? beyond_numbers(text) : no_number(text);
  const std::string written = with_one(trimmed(parts->rest));
  if (written.empty()) {
    if (is_pure_number(unit)) return {parts->number, "", ""};
    return refused("a number without a unit", "");
  }
  if (const auto reason = misread(written)) return *reason;
  const auto value = UnitSystem::instance().convert(parts->number, written, unit);
  if (value && UnitSystem::instance().holds_an_angle(written))
    return refused(fmt::format("\"{}\" is not {}", text, dimension_of(unit).name),
                   fmt::format("{} is a unit of angles.", written));
  if (value && std::isfinite(*value)) return {*value, "", ""};
  if (value) return beyond_numbers(text);
  return refused(fmt::format("\"{}\" is not {}", text, dimension_of(unit).name),
                 fmt::format("{} is the unit of {}.", written, dimension_of(written).name));
}

std::optional<std::string> with_decimal_point(std::string_view text) {
  const auto comma = text.find(',');
  if (comma == text.npos || comma == 0 || !is_digit(text[comma - 1])) return {};
  const std::string_view behind = text.substr(comma + 1);
  const auto end = behind.find_first_not_of("0123456789");
  const std::size_t digits = std::min(end, behind.size());
  const bool thousands = digits == 3 && trimmed(text.substr(0, comma)) != "0";
  if (digits == 0 || thousands || behind.find(',') != behind.npos) return {};
  return std::string(text.substr(0, comma)) + "." + std::string(behind);
}

bool is_unit(const std::string& unit) { return UnitSystem::instance().knows(unit); }

bool same_dimension(const std::string& a, const std::string& b) {
  return UnitSystem::instance().convertible(a, b);
}

bool is_pure_number(const std::string& unit) { return unit == "1" || same_dimension(unit, "1"); }

}  // namespace metastasim::config
