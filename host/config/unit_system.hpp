#pragma once
#include <mutex>
#include <optional>
#include <string>

union ut_unit;
struct ut_system;

namespace metastasim::config {

/// The unit database: UDUNITS-2 as installed and our supplement. One per program, because UDUNITS-2
/// keeps its parser's state in globals; hence the lock.
class UnitSystem {
 public:
  static const UnitSystem& instance();
  ~UnitSystem();
  UnitSystem(const UnitSystem&) = delete;
  UnitSystem& operator=(const UnitSystem&) = delete;

  bool knows(const std::string& unit) const;
  bool convertible(const std::string& a, const std::string& b) const;
  /// Whether an angle is part of it, which UDUNITS-2 takes for a pure number.
  bool holds_an_angle(const std::string& unit) const;
  /// `value` of one unit in another; nothing where they measure different things.
  std::optional<double> convert(double value, const std::string& from, const std::string& to) const;

 private:
  UnitSystem();
  ut_system* system_;
  mutable std::mutex lock_;
};

/// Adds to a unit database what biologists write and UDUNITS-2 refuses.
void supplement(ut_system* system);

}  // namespace metastasim::config
