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
constexpr Allowed inflowing{"haematocrit", 0, 0.95, "as a fraction"};
/// Red cells may gather in a vessel more than in any blood that enters: `flow` writes up to 1.
constexpr Allowed haematocrit{"haematocrit", 0, 1, "as a fraction"};

/// Adds to a list what a number cannot be; nothing where none is given.
class Limits {
 public:
  Limits(const char* whose, std::uint64_t id) : whose_(whose), id_(id) {}

  void require(const Allowed& allowed, double value) {
    if (value >= allowed.low && value <= allowed.high) return;
    const bool per_cent = allowed.high <= 1 && value > 1 && value / 100 <= allowed.high;
    const std::string cure =
        per_cent ? fmt::format("a fraction is wanted, write {}", value / 100)
                 : fmt::format("write {} to {} {}", allowed.low, allowed.high, allowed.unit);
    found.push_back(fmt::format("{} {} has the {} {}: {}", whose_, id_, allowed.what, value, cure));
  }
  void require_if_given(const Allowed& allowed, double value) {
    if (!std::isnan(value)) require(allowed, value);
  }

  std::vector<std::string> found;

 private:
  const char* whose_;
  std::uint64_t id_;
};

void require_none(const std::vector<std::string>& found) {
  if (!found.empty()) throw InputError(found.front());
}

}  // namespace

std::vector<std::string> implausible(const vessels::NetworkSegment& s) {
  Limits limits("segment", s.id);
  if (s.diameter_um > 0) limits.require(diameter, s.diameter_um);
  if (s.length_um > 0) limits.require(length, s.length_um);
  limits.require_if_given(haematocrit, s.haematocrit);
  return limits.found;
}

std::vector<std::string> implausible(const vessels::BoundaryCondition& b, std::uint64_t node) {
  Limits limits("node", node);
  limits.require(b.kind == vessels::Boundary::flow ? inflow : pressure, b.value);
  limits.require_if_given(inflowing, b.haematocrit);
  return limits.found;
}

void require_plausible(const vessels::Network& network) {
  for (const auto& s : network.segments) require_none(implausible(s));
  for (const auto& b : network.boundary) require_none(implausible(b, network.nodes[b.node].id));
}

}  // namespace metastasim::geometry
