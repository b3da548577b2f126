#pragma once
#include <cstdint>
#include <limits>
#include <string>

namespace metastasim {

enum class InterventionKind : std::uint8_t { surgery = 0, protease_inhibitor = 1 };

/// Something done to the body at a date (kernels/therapy). Follows from the scenario: what it does
/// is a function of the tick, so no checkpoint holds it.
struct Intervention {
  std::string name;
  InterventionKind kind = InterventionKind::surgery;
  double at_min = 0, until_min = std::numeric_limits<double>::infinity();

  // surgery: what lies in a sphere of a site
  std::int32_t site = -1;
  float x_um = 0, y_um = 0, z_um = 0, radius_um = 0;

  // drugs: dose in multiples of the concentration of half effect
  double efficacy = 0;
  double dose = std::numeric_limits<double>::infinity();
  double half_life_min = std::numeric_limits<double>::infinity();
  double every_min = std::numeric_limits<double>::infinity();
};

}  // namespace metastasim
