#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Units at the edge: text with a unit in, a number in the internal unit out, by UDUNITS-2 and the
/// supplement in unit_supplement.cpp. Safe to call from several threads; the same text gives the
/// same bits every time.
namespace metastasim::config {

/// A number in the unit asked for, or the reason why the text holds none.
struct Quantity {
  double value = 0;
  std::string what;  ///< what is wrong; empty where nothing is
  std::string why;   ///< why, in one sentence
  bool ok() const { return what.empty(); }
};

/// Reads "0.3 mm", "1.45e5 um^2/min", "10^6 um^3", "42 %". A bare number is a quantity only where
/// `unit` is a pure number.
Quantity parse_quantity(std::string_view text, const std::string& unit);

/// "0.5 1/h" of "0,5 1/h"; nothing where the comma may part thousands, as in "1,500 um".
std::optional<std::string> with_decimal_point(std::string_view text);

/// Whether UDUNITS-2 with our supplement knows this unit.
bool is_unit(const std::string& unit);
bool same_dimension(const std::string& a, const std::string& b);
/// A unit of "1" or any other spelling of a pure number.
bool is_pure_number(const std::string& unit);

/// What a unit measures, in words: "a time", and the units people write it in.
struct Dimension {
  std::string name;
  std::vector<std::string> units;
};
Dimension dimension_of(const std::string& unit);
/// "a time (s, min, h, d)".
std::string describe(const std::string& unit);

/// The text with the shortest number that reads back as exactly this value: 1440 min is "1 d".
std::string show(double value, const std::string& unit);
/// The shortest decimal that reads back as this number.
std::string show(double number);

}  // namespace metastasim::config
