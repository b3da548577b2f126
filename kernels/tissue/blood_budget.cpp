// What blood has lost when it leaves a block: the other side of the tissue's ledger.
#include <cmath>
#include <cstring>
#include <vector>

#include "kernels/tissue/blood.hpp"
#include "kernels/tissue/oxygen_budget.hpp"

namespace metastasim::tissue {

namespace {

/// The vessels of the state as host copies.
struct Stream {
  std::vector<std::int32_t> from, to;
  std::vector<std::uint8_t> kind;
  std::vector<float> flow, haematocrit, po2;

  explicit Stream(const Table& t)
      : from(t.to_host(segment::from)),
        to(t.to_host(segment::to)),
        kind(t.to_host(segment::kind)),
        flow(t.to_host(segment::flow)),
        haematocrit(t.to_host(segment::haematocrit)),
        po2(t.to_host(segment::po2)) {}
  bool carries_blood(std::uint32_t s) const {
    return flow[s] != 0 && kind[s] != static_cast<std::uint8_t>(VesselKind::lymphatic);
  }
  std::int32_t upstream(std::uint32_t s) const { return flow[s] > 0 ? from[s] : to[s]; }
  std::int32_t downstream(std::uint32_t s) const { return flow[s] > 0 ? to[s] : from[s]; }
  double um3_per_min(std::uint32_t s) const { return std::abs(double{um3_per_nl} * flow[s]); }
};

const BloodParams& blood_params(const Parameters& parameters, const Site& site) {
  const auto& entries = cascade();
  std::size_t p = 0;
  while (std::strcmp(entries[p].process.name, "blood_oxygen") != 0) ++p;
  return *static_cast<const BloodParams*>(
      parameters.of_site(p, static_cast<std::size_t>(site.id.value)));
}

}  // namespace

double lost_by_blood(const State& state, const Site& site, const Parameters& parameters) {
  const VesselRange range = state.vessels.of_site[static_cast<std::size_t>(site.id.value)];
  if (range.segments == 0) return 0;
  const Blood blood{blood_params(parameters, site)};
  const Stream stream(state.vessels.segments);
  const std::uint32_t end = range.first_segment + range.segments;
  std::vector<char> is_fed(range.nodes), is_drained(range.nodes);
  for (std::uint32_t s = range.first_segment; s < end; ++s) {
    if (!stream.carries_blood(s)) continue;
    is_fed[stream.downstream(s) - range.first_node] = 1;
    is_drained[stream.upstream(s) - range.first_node] = 1;
  }
  double lost = 0;
  for (std::uint32_t s = range.first_segment; s < end; ++s) {
    if (!stream.carries_blood(s)) continue;
    const double q = stream.um3_per_min(s);
    const float h = stream.haematocrit[s];
    if (!is_fed[stream.upstream(s) - range.first_node])
      lost += q * blood.content(blood.p.inlet_mmhg, h);
    if (!is_drained[stream.downstream(s) - range.first_node])
      lost -= q * blood.content(stream.po2[s], h);
  }
  return lost;
}

}  // namespace metastasim::tissue
