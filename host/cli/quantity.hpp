#pragma once
#include <cstdint>
#include <limits>
#include <string>

namespace metastasim::cli {

/// What an option takes, in its unit, ends included.
struct Limits {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
};

/// A quantity on the command line, in `unit`. Throws InputError that names the option and says what
/// to write: a bare number in the unit of `usual`, a value that one may give, or `usual` itself.
double quantity(const std::string& option, const std::string& text, const std::string& unit,
                const std::string& usual, Limits limits = {});

/// How many um one unit of a .vtp file is: "m", "mm", "0.5 um".
inline constexpr const char* unit_meaning =
    "what 1 is in a .vtp file's coordinates, lengths and diameters: um, mm, m, \"0.5 um\"";
double unit_um(const std::string& text);

/// A seed: a whole number, 0 or more.
std::uint64_t seed_in(const std::string& option, const std::string& text);

}  // namespace metastasim::cli
