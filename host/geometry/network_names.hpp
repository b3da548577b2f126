#pragma once
#include <array>

#include "kernels/state/vessels.hpp"

/// What files call the kinds of vessels, ports and boundary conditions.
namespace metastasim::geometry {

inline constexpr std::array kind_names{"arteriole", "capillary", "venule", "lymphatic"};
inline constexpr std::array port_names{"", "arterial", "venous", "portal", "lymph", "lateral"};
inline constexpr std::array boundary_names{"", "pressure", "flow"};

template <class E, std::size_t N>
const char* name_in(const std::array<const char*, N>& names, E value) {
  return names[static_cast<std::size_t>(value)];
}

}  // namespace metastasim::geometry
