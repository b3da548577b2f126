#include "host/config/unit_system.hpp"

#include <udunits2.h>

#include <array>
#include <cmath>
#include <memory>
#include <stdexcept>
#include <string_view>

namespace metastasim::config {

namespace {

using Unit = std::unique_ptr<ut_unit, decltype(&ut_free)>;
using Converter = std::unique_ptr<cv_converter, decltype(&cv_free)>;

Unit unit_of(ut_system* system, const std::string& text) {
  return {ut_parse(system, text.c_str(), UT_UTF8), &ut_free};
}

/// Scales between units are nearly always a whole number or one over it. Taking them as such makes
/// 0.96 mm exactly 960 um and leaves nothing to the order of divisions inside the library.
double scaled(double value, double factor) {
  const auto whole = [](double x) { return std::abs(x - std::round(x)) <= 1e-12 * x; };
  if (factor >= 1 && factor < 1e15 && whole(factor)) return value * std::round(factor);
  if (factor > 1e-15 && factor < 1 && whole(1 / factor)) return value / std::round(1 / factor);
  return value * factor;
}

}  // namespace

const UnitSystem& UnitSystem::instance() {
  static const UnitSystem system;
  return system;
}

UnitSystem::UnitSystem() {
  ut_set_error_message_handler(ut_ignore);
  system_ = ut_read_xml(nullptr);
  if (!system_)
    throw std::runtime_error(
        "the unit database of UDUNITS-2 was not found: install libudunits2-data, or set "
        "UDUNITS2_XML_PATH to its udunits2.xml");
  supplement(system_);
}

UnitSystem::~UnitSystem() { ut_free_system(system_); }

bool UnitSystem::knows(const std::string& unit) const {
  const std::lock_guard guard(lock_);
  return unit_of(system_, unit) != nullptr;
}

bool UnitSystem::holds_an_angle(const std::string& unit) const {
  const std::lock_guard guard(lock_);
  const Unit parsed = unit_of(system_, unit);
  std::array<char, 256> basis{};
  if (!parsed || ut_format(parsed.get(), basis.data(), basis.size(), UT_ASCII | UT_DEFINITION) < 0)
    return false;
  return std::string_view(basis.data()).find("rad") != std::string_view::npos;
}

bool UnitSystem::convertible(const std::string& a, const std::string& b) const {
  return convert(1, a, b).has_value();
}

std::optional<double> UnitSystem::convert(double value, const std::string& from,
                                          const std::string& to) const {
  const std::lock_guard guard(lock_);
  const Unit source = unit_of(system_, from), target = unit_of(system_, to);
  if (!source || !target || !ut_are_convertible(source.get(), target.get())) return {};
  const Converter converter(ut_get_converter(source.get(), target.get()), &cv_free);
  if (!converter) return {};
  // UDUNITS-2 converts a time into a rate by taking its reciprocal. We want that refused.
  const double at_zero = cv_convert_double(converter.get(), 0.0);
  if (!std::isfinite(at_zero)) return {};
  if (from == to) return value;
  if (at_zero != 0) return cv_convert_double(converter.get(), value);
  return scaled(value, cv_convert_double(converter.get(), 1.0));
}

}  // namespace metastasim::config
