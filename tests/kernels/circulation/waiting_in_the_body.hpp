#pragma once
#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "host/sim/body.hpp"
#include "kernels/circulation/traveller_columns.hpp"
#include "tests/support/journey.hpp"

/// Travellers that begin in a compartment of the body, for tests of what happens there.
namespace metastasim::testing {

/// n cells in a body whose blood goes through one kidney, and lymph through one node, about to come into a compartment (`injected`)
/// or to go on from it (`shed`).
inline State waiting_in(const std::string& compartment, Phase phase, int n, double tick_s,
                        float radius_um = 8.5f) {
  State state = make_state(device(), 1, static_cast<std::int64_t>(tick_s * 1e6));
  constexpr double all = std::numeric_limits<double>::quiet_NaN();
  state.body =
      Body(device(),
           build_body(
               {14, 1.8, {{"left heart", "kidney", 1}, {"axillary node", "lymph duct", all}}}, {}));
  state.tick = 1;
  set_off(state, static_cast<std::uint32_t>(n), {0, 0, 0, 0, radius_um});
  const auto& names = state.body.plan.names;
  const auto number =
      static_cast<std::uint32_t>(std::ranges::find(names, compartment) - names.begin());
  const std::vector<std::uint32_t> place(state.travellers.capacity(), number);
  const std::vector<std::uint8_t> phases(place.size(), static_cast<std::uint8_t>(phase));
  state.travellers.from_host(traveller::place, std::span<const std::uint32_t>(place));
  state.travellers.from_host(traveller::phase, std::span<const std::uint8_t>(phases));
  return state;
}

}  // namespace metastasim::testing
