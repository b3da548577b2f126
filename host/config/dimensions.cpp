#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>

#include "host/config/unit_system.hpp"
#include "host/config/units.hpp"

// What units measure, in the words of the field, and the units worth proposing.
namespace metastasim::config {

namespace {

const std::vector<Dimension>& dimensions() {
  static const std::vector<Dimension> all{
      {"a pure number", {"1", "%"}},
      {"a time", {"min", "s", "h", "d"}},
      {"a length", {"um", "mm"}},
      {"an area", {"um^2", "mm^2"}},
      {"a volume", {"um^3", "nl", "mL"}},
      {"a rate", {"1/min", "1/s", "1/h", "1/d"}},
      {"a speed", {"um/min", "um/s", "um/h", "mm/d"}},
      {"a diffusion coefficient", {"um^2/min", "um^2/s", "mm^2/d"}},
      {"a concentration", {"nM", "uM", "mM"}},
      {"a change of concentration", {"nM/min", "nM/h"}},
      {"a rate per area", {"1/(mm^2 min)", "1/(mm^2 d)"}},
      {"a rate per concentration", {"1/(nM min)", "1/(nM h)"}},
      {"a mass per volume", {"mg/mL", "ug/mL"}},
      {"a pressure", {"mmHg", "Pa", "kPa"}},
      {"a change of pressure", {"mmHg/min", "mmHg/s"}},
      {"a tension", {"mN/m", "uN/m"}},
      {"a force", {"pN", "nN"}},
      {"an amount per time", {"amol/s", "fmol/min"}},
      {"a viscosity", {"cP", "mPa s"}},
      {"a flow", {"nl/min", "mL/min"}},
      {"a number per volume", {"1/um^3", "1/mm^3", "1/mL"}},
      {"a length per volume", {"mm/mm^3"}},
      {"a number per length", {"1/um", "1/mm"}},
      {"a mass", {"ng", "ug", "kDa"}},
      {"an amount", {"amol", "fmol"}},
  };
  return all;
}

std::string joined(const std::vector<std::string>& units) {
  return fmt::format("{}", fmt::join(units, ", "));
}

}  // namespace

Dimension dimension_of(const std::string& unit) {
  for (const Dimension& d : dimensions())
    if (same_dimension(d.units.front(), unit)) return d;
  return {"a value", {unit}};
}

std::string describe(const std::string& unit) {
  const Dimension d = dimension_of(unit);
  if (is_pure_number(unit)) return d.name;
  return fmt::format("{} ({})", d.name, joined(d.units));
}

std::string show(double number) {
  const std::string plain = fmt::format("{}", number);
  if (!std::isfinite(number)) return plain;
  std::array<char, 32> text{};
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), number, std::chars_format::scientific);
  std::string scientific(text.data(), end.ptr);  // 1e+06, 1.5e-07: 1e6, 1.5e-7 read better
  const auto e = scientific.find('e');
  const std::string sign = scientific[e + 1] == '-' ? "-" : "";
  const auto digits = scientific.find_first_not_of('0', e + 2);
  if (digits == scientific.npos) return plain;
  scientific = scientific.substr(0, e + 1) + sign + scientific.substr(digits);
  const bool much_shorter = scientific.size() + 3 <= plain.size();
  return much_shorter || plain.find('e') != plain.npos ? scientific : plain;
}

std::string show(double value, const std::string& unit) {
  if (is_pure_number(unit)) return show(value);
  std::string number = show(value), best = number + " " + unit;
  if (!std::isfinite(value)) return best;
  for (const std::string& other : dimension_of(unit).units) {
    const auto converted = UnitSystem::instance().convert(value, unit, other);
    if (!converted) continue;
    const bool same_scale = UnitSystem::instance().convert(1, unit, other) == 1.0;
    const std::string candidate = show(*converted);
    if (candidate.size() >= number.size() && !(same_scale && best == number + " " + unit)) continue;
    if (parse_quantity(candidate + " " + other, unit).value != value) continue;
    best = candidate + " " + other;
    number = candidate;
  }
  return best;
}

}  // namespace metastasim::config
