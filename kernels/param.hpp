#pragma once
#include <cstring>
#include <limits>
#include <string>
#include <type_traits>
#include <vector>

/// A parameter is described once, beside the equation that uses it: key in the scenario, unit,
/// default, range, source. The description drives reading, `check`, `explain`, the JSON schema and
/// the reference page.
namespace metastasim {

inline constexpr double no_default = std::numeric_limits<double>::quiet_NaN();

/// Defaults per species. A scenario names its species; a default that is missing for it is an
/// error, not the other's.
struct Default {
  double mouse, human;
  constexpr Default(double both) : mouse(both), human(both) {}  // NOLINT: a plain number is both
  constexpr Default(double for_mouse, double for_human) : mouse(for_mouse), human(for_human) {}
};

enum class ParamType : unsigned char { real32, real64, integer, boolean, choice };

struct ParamSpec {
  std::string key;      ///< full path; '*' stands for a name the user chose: "cell.*.doubling_time"
  std::string unit;     ///< internal unit, UDUNITS-2 spelling; "1" for a pure number
  Default value;        ///< in `unit`; for a choice the index; no_default = must be written
  double low, high;     ///< allowed range in `unit`, inclusive
  std::string source;   ///< paper and year, "assumed", or "set-up": a choice of the experiment
  std::string meaning;  ///< one sentence for people
  ParamType type = ParamType::real32;
  std::vector<std::string> choices;  ///< names, for ParamType::choice
  std::size_t offset = 0;            ///< where it stands in its Params struct

  /// Writes a value (in `unit`) into a Params struct.
  void store(void* params, double v) const {
    char* at = static_cast<char*>(params) + offset;
    if (type == ParamType::real32)
      put(at, static_cast<float>(v));
    else if (type == ParamType::real64)
      put(at, v);
    else
      put(at, static_cast<int>(v));
  }

 private:
  template <class T>
  static void put(char* at, T v) {
    std::memcpy(at, &v, sizeof v);
  }
};

struct Range {
  double low, high;
};

/// One line of a params() list. T is float, double, int (whole numbers, yes/no as 0/1) or an enum
/// with `choices`.
template <class Params, class T>
ParamSpec param(std::string key, T Params::*member, std::string unit, Default value, Range range,
                std::string source, std::string meaning, std::vector<std::string> choices = {}) {
  static const Params at{};
  ParamSpec spec{std::move(key),     std::move(unit),   value,
                 range.low,          range.high,        std::move(source),
                 std::move(meaning), ParamType::real32, std::move(choices)};
  if constexpr (std::is_same_v<T, float>)
    spec.type = ParamType::real32;
  else if constexpr (std::is_same_v<T, double>)
    spec.type = ParamType::real64;
  else {
    static_assert(sizeof(T) == sizeof(int),
                  "parameters are float, double, int or an int-sized enum");
    spec.type = spec.choices.empty() ? ParamType::integer : ParamType::choice;
  }
  spec.offset = static_cast<std::size_t>(reinterpret_cast<const char*>(&(at.*member)) -
                                         reinterpret_cast<const char*>(&at));
  return spec;
}

}  // namespace metastasim
