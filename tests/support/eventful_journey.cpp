#include "tests/support/eventful_journey.hpp"

#include <limits>

#include "host/sim/body.hpp"
#include "kernels/circulation/traveller_columns.hpp"

namespace metastasim::testing {
namespace {

constexpr double all = std::numeric_limits<double>::quiet_NaN();

/// An arteriole, capillaries that some pass, a venule that leads around the body and back.
void lay_blood(State& state, int pieces) {
  lay_in_pieces(state, *state.sites[0],
                {{0, 160, 160, Port::arterial},
                 {100, 160, 160},
                 {200, 160, 160},
                 {320, 160, 160, Port::venous}},
                {{0, 1, 9, 0.4f, 0.4f, 900},
                 {1, 2, 4.5f, 0.3f, 1.5f, 170},
                 {1, 2, 3.5f, 0.1f, 1.2f, 200},
                 {2, 3, 9, 0.4f, 0.1f, 900}},
                pieces);
}

void lay_lymph(State& state, int pieces) {
  lay_in_pieces(state, *state.sites[0], {{0, 160, 160, Port::lymph}, {320, 160, 160}},
                {{1, 0, 20, 1, 0.5f, 0, VesselKind::lymphatic}}, pieces);
}

Body body_around(bool lymph) {
  std::vector<SiteSpec> sites(1);
  sites[0].name = "breast";
  BodySpec body{14, 1.8, {{"left heart", "breast", 0.5}, {"left heart", "kidney", 0.5}}};
  if (lymph) {
    sites[0].lymph.network.generator = "blind-ended tree";
    sites[0].lymph.drains_to = "axillary node";
    body = {14, 1.8, {{"left heart", "breast", 1}, {"axillary node", "lymph duct", all}}, 0.2, 0.1};
  } else {
    sites[0].represents_whole_organ = true;
  }
  return Body(device(), build_body(body, sites));
}

/// Clusters whose rows may be stored in any order.
void shuffle(State& state) {
  const std::uint32_t n = state.travellers.read_count();
  std::vector<std::size_t> order(n);
  for (std::size_t i = 0; i < n; ++i) order[i] = (i * 1231 + 17) % n;
  const auto permute = [&](const auto& column) {
    const auto values = state.travellers.to_host(column);
    auto moved = values;
    for (std::size_t i = 0; i < n; ++i) moved[i] = values[order[i]];
    state.travellers.from_host(column,
                               std::span<const typename decltype(moved)::value_type>(moved));
  };
  permute(cell::id);
  permute(traveller::entry);
  permute(traveller::cluster);
}

}  // namespace

void set_flow_of_minute(State& state, int minute, int pieces) {
  const bool other = minute % 2 == 1;
  const auto set = [&](const auto& column, int vessel, float value) {
    const std::vector<float> all(pieces, value);
    state.vessels.segments.from_host(column, std::span<const float>(all), vessel * pieces);
  };
  set(segment::flow, 1, other ? 0.1f : 0.3f);
  set(segment::flow, 2, other ? 0.3f : 0.1f);
  set(segment::plug_pressure, 1, other ? 230.0f : 170.0f);
  set(segment::plug_pressure, 2, other ? 140.0f : 200.0f);
}

State set_out(const EventfulJourney& one) {
  State state = make_state(device(), 1, static_cast<std::int64_t>(one.step_s * 1e6));
  add_site(state, device(), "breast", Grid{16, 16, 16, 20});
  state.tick = static_cast<std::uint32_t>(eventful_begin_s / one.step_s);
  one.lymph ? lay_lymph(state, one.pieces) : lay_blood(state, one.pieces);
  state.body = body_around(one.lymph);
  // so near the beginning that it lies in the first piece of all
  set_off_clusters(state, eventful_cells / one.members, one.members,
                   {0, one.lymph ? 320.0f : 0.0f, 160, 160});
  if (one.shuffled) shuffle(state);
  return state;
}

Parameters eventful_rates() {
  Parameters out = default_parameters();
  for (const auto& [key, value] : {std::pair{"circulation.shear_death", 1.0},
                                   {"circulation.late_death", 1.0},
                                   {"circulation.late_death_after", 2.0},
                                   {"circulation.NK_killing", 0.5},
                                   {"circulation.anoikis_half", 3.0},
                                   {"circulation.cluster.split", 200.0},
                                   {"circulation.cluster.split_exponent", 1.0},
                                   {"circulation.capillary_radius", 4.0},
                                   {"extravasation.arrest.capture", 2.0},
                                   {"circulation.node_passage", 0.7},
                                   {"extravasation.transmigration_time", 2.0},
                                   {"lymph_node.killing", 0.2},
                                   {"lymph_node.release", 0.5}})
    set_parameter(out, key, value);
  return out;
}

}  // namespace metastasim::testing
