#include "tests/support/journey.hpp"

#include <algorithm>
#include <stdexcept>

#include "kernels/circulation/traveller_columns.hpp"
#include "kernels/state/cell_columns.hpp"

namespace metastasim::testing {

namespace {

template <class T>
void fill(Table& table, const Column<T>& column, std::uint32_t first, T value) {
  std::vector<T> all = table.columns().to_host(column);
  std::fill(all.begin() + first, all.end(), value);
  table.from_host(column, std::span<const T>(all));
}

template <class T>
void count_up(Table& table, const Column<T>& column, std::uint32_t first, T from) {
  std::vector<T> all = table.columns().to_host(column);
  for (std::size_t i = first; i < all.size(); ++i) all[i] = from++;
  table.from_host(column, std::span<const T>(all));
}

}  // namespace

State world(double tick_s) {
  State state = make_state(device(), 1, static_cast<std::int64_t>(tick_s * 1e6));
  add_site(state, device(), "box", Grid{16, 16, 16, 20});
  state.tick = 1;
  return state;
}

void set_parameter(Parameters& parameters, const char* key, double value) {
  bool found = false;
  for (std::size_t p = 0; p < cascade().size(); ++p)
    for (const ParamSpec& spec : cascade()[p].process.params.specs)
      if (spec.key == key) {
        parameters.set(p, spec, 0, value);
        found = true;
      }
  if (!found) throw std::invalid_argument(std::string("no parameter ") + key);
}

Parameters harmless_journey(std::size_t sites) {
  Parameters parameters = default_parameters(sites);
  for (const char* key :
       {"circulation.rupture", "circulation.shear_death", "circulation.late_death",
        "circulation.heart_shear", "circulation.great_vessel_shear", "circulation.NK_killing",
        "circulation.cluster.split", "circulation.frailty_variance", "circulation.size_spread",
        "circulation.tension_spread", "extravasation.arrest.adhesion_force"})
    set_parameter(parameters, key, 0);
  set_parameter(parameters, "circulation.anoikis_half", 1e15);
  return parameters;
}

void set_off(State& state, std::uint32_t n, const Boarding& from) {
  Table& t = state.travellers;
  const std::uint32_t first = t.append(n);
  const std::uint64_t first_id = state.next_cell_id.take(n);
  count_up<std::uint64_t>(t, cell::id, first, first_id);
  count_up<std::uint64_t>(t, traveller::entry, first, first_id);
  fill(t, cell::x, first, to_fixed(from.x_um));
  fill(t, cell::y, first, to_fixed(from.y_um));
  fill(t, cell::z, first, to_fixed(from.z_um));
  fill(t, cell::radius, first, from.radius_um);
  fill(t, traveller::place, first, from.segment);
  fill(t, traveller::entered_us, first, state.tick * state.tick_us);
  state.next_entry.set(std::max(state.next_entry.read(), first_id + n));
}

void set_off_clusters(State& state, std::uint32_t clusters, std::uint32_t members,
                      const Boarding& from) {
  const std::uint32_t first = state.travellers.read_count();
  set_off(state, clusters * members, from);
  Table& t = state.travellers;
  fill(t, traveller::members, first, members);
  std::vector<std::uint64_t> leader = t.to_host(cell::id);
  for (std::size_t i = first; i < leader.size(); ++i) leader[i] -= (i - first) % members;
  t.from_host(traveller::entry, std::span<const std::uint64_t>(leader));
  t.from_host(traveller::cluster, std::span<const std::uint64_t>(leader));
}

void board_clusters(State& state, const Parameters& parameters) {
  const double step_min = static_cast<double>(state.tick_us) / 60e6;
  run_once(state, parameters, "circulate", step_min);
  --state.tick;
  run_once(state, parameters, "resolve_intents", step_min);
}

void travel(State& state, const Parameters& parameters, double seconds) {
  const double step_s = static_cast<double>(state.tick_us) * 1e-6;
  for (double t = 0; t < seconds; t += step_s)
    run_once(state, parameters, "circulate", step_s / 60);
}

void tell_news(State& state) {
  const std::vector<std::uint8_t> none(state.travellers.read_count());
  state.travellers.from_host(traveller::news, std::span<const std::uint8_t>(none));
}

int intending(const State& state, Intent wanted) {
  int n = 0;
  for (const std::uint8_t intent : state.travellers.to_host(cell::intent))
    n += intent == static_cast<std::uint8_t>(wanted);
  return n;
}

}  // namespace metastasim::testing
