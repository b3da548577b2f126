#include "host/geometry/network_limits.hpp"

#include <fmt/format.h>

#include <cmath>

#include "kernels/core/error.hpp"

namespace metastasim::geometry {

namespace {

/// What a number may be; all assumed: beyond the largest vessel and any that is alive.
struct Allowed {
  const char* what;
  double low, high;
  const char* unit;
};
/// Far below a capillary: a file in metres is read too, and `network check` then asks for its unit.
constexpr Allowed diameter{"diameter", 1e-9, 50'000, "um"};
constexpr Allowed length{"length", 0, 1e6, "um"};
constexpr Allowed pressure{"pressure", -1000, 1000, "mmHg"};
constexpr Allowed inflow{"flow", -1e9, 1e9, "nl/min"};
constexpr Allowed haematocrit{"haematocrit", 0, 0.95, "as a fraction"};

void require(const Allowed& allowed, const char* whose, std::uint64_t id, double value) {
  if (value >= allowed.low && value <= allowed.high) return;
  const bool per_cent = allowed.high < 1 && value > 1 && value / 100 <= allowed.high;
  const std::string cure =
      per_cent ? fmt::format("a fraction is wanted, write {}", value / 100)
               : fmt::format("write {} to {} {}", allowed.low, allowed.high, allowed.unit);
  throw InputError(fmt::format("{} {} has the {} {}: {}", whose, id, allowed.what, value, cure));
}

}  // namespace

void require_plausible(const vessels::Network& network) {
  for (const auto& s : network.segments) {
    if (s.diameter_um > 0) require(diameter, "segment", s.id, s.diameter_um);
    if (s.length_um > 0) require(length, "segment", s.id, s.length_um);
  }
  for (const auto& b : network.boundary) {
    const auto id = network.nodes[b.node].id;
    require(b.kind == vessels::Boundary::flow ? inflow : pressure, "node", id, b.value);
    if (!std::isnan(b.haematocrit)) require(haematocrit, "node", id, b.haematocrit);
  }
}

}  // namespace metastasim::geometry
