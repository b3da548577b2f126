#include "kernels/vessels/flow_iteration.hpp"

#include <cmath>

namespace metastasim::vessels {

namespace {

/// Flows below this part of the largest are rounding: no cell is moved by them.
constexpr double still_fraction = 1e-13;
/// In a vessel with less than this part of the mean flow blood creeps: its haematocrit hangs on the
/// last digits of the pressures and matters to nothing, so it counts in proportion to the flow.
constexpr double creeping_fraction = 1e-3;
/// Damped rounds before acceleration: at first flows turn around everywhere.
constexpr int damped_rounds = 4;
/// Rounds before spots are settled apart: at first there may be trouble everywhere. Networks of fewer
/// chains than this have a few spots, which acceleration takes along for less than they cost apart.
constexpr int rounds_before_spots = 3;
constexpr int fewest_with_spots = 5000;
/// How well a spot is settled, as a part of the largest distance in the whole and of the tolerance.
constexpr double settled_part = 0.02, settled_part_of_tolerance = 0.1;
/// Rounds without progress after which acceleration gives way to damping.
constexpr int patience = 10;
/// Rounds for which acceleration passes over a chain that was settled apart.
constexpr int rounds_apart = 3;
/// How many times the resistance of its whole unbranched vessel a plug has (assumed: plasma seeps past a
/// cell). The leak keeps all pressures defined, so that of several plugs in a row each bears its part,
/// however the vessel is cut into segments.
constexpr double plug_resistance = 1e6;
/// A spot is small, its rounds cost next to nothing, and in places its haematocrits creep for long
/// past values at which they all but rest.
constexpr int most_rounds_of_spot = 300;

/// Part of the largest flow that may go missing at a node: in the end, and while haematocrits are
/// still so far from where the flows want them.
constexpr double final_balance = 1e-12;
double balance(double distance) { return math::clamp(1e-5 * distance, final_balance, 1e-4); }

}  // namespace

FlowIteration::FlowIteration(const Network& network, const FlowOptions& options)
    : network_(network),
      options_(options),
      at_(vessels::adjacency(network)),
      boundary_(active_boundary(network)),
      carrying_(carries_blood(network, at_, boundary_)),
      chains_(vessels::chains(network, at_, boundary_, carrying_)),
      solve_(network, chains_, boundary_, options.gauge_mmhg),
      cells_(network, chains_, options.separation, options.inlet_haematocrit),
      spots_(network, chains_, boundary_),
      looks_for_spots_(chains_.count() >= fewest_with_spots),
      last_change_(chains_.from.size()),
      damping_(chains_.from.size(), 1.0),
      apart_(chains_.from.size()),
      nearest_(INFINITY) {
  state_.haematocrit.assign(chains_.from.size(), options.inlet_haematocrit);
  state_.distance.assign(chains_.from.size(), 0);
  const NetworkSegment* last = nullptr;
  for (const NetworkSegment& s : network.segments) {  // neighbours often have one diameter
    const bool is_alike = last != nullptr && last->diameter_um == s.diameter_um;
    at_diameter_.push_back(is_alike ? at_diameter_.back() : options.viscosity.at(s.diameter_um));
    last = &s;
  }
}

const FlowState& FlowIteration::run(const FlowStart& start) {
  begin_from(start);
  iterate();
  solve_.refine(state_.now, final_balance);
  return state_;
}

void FlowIteration::begin_from(const FlowStart& start) {
  if (start.haematocrit.empty()) return;
  for (int c = 0; c < chains_.count(); ++c) {
    for (const Link& link : chains_.of(c))
      if (const double before = start.haematocrit[link.segment]; !std::isnan(before))
        state_.haematocrit[c] = before;
  }
  solve_.start_from(start.pressure_mmhg);
}

const FlowState& FlowIteration::run_spot(std::vector<double> haematocrit) {
  state_.haematocrit = std::move(haematocrit);
  looks_for_spots_ = false;
  return iterate();
}

const FlowState& FlowIteration::iterate() {
  do {
    set_resistances();
    state_.now = solve_.solve(state_.conductance, balance(nearest_));
    if (!options_.fixed_haematocrit) sweep();
    ++state_.rounds;
  } while (state_.farthest > options_.tolerance && state_.rounds < options_.max_iterations);
  return state_;
}

void FlowIteration::set_resistances() {
  state_.viscosity.assign(network_.segments.size(), 0);
  state_.resistance.assign(network_.segments.size(), 0);
  state_.conductance.assign(chains_.from.size(), 0);
  for (int c = 0; c < chains_.count(); ++c) {
    double sum = 0, last_um = 0, mu = 0;
    for (const Link& link : chains_.of(c)) {
      const NetworkSegment& s = network_.segments[link.segment];
      if (s.diameter_um != last_um)
        mu = options_.viscosity(at_diameter_[link.segment], state_.haematocrit[c]);
      last_um = s.diameter_um;
      state_.viscosity[link.segment] = mu;
      sum += state_.resistance[link.segment] =
          1 / poiseuille_conductance(s.diameter_um, s.length_um, mu, options_.pa_per_mmhg);
    }
    state_.conductance[c] = 1 / (sum + add_plugs(c, plug_resistance * sum));
  }
}

/// Returns the resistance of all in the chain.
double FlowIteration::add_plugs(int chain, double of_one) {
  double added = 0;
  for (const Link& link : chains_.of(chain)) {
    const double here = of_one * network_.segments[link.segment].plugs;
    state_.resistance[link.segment] += here;
    added += here;
  }
  return added;
}

/// Moves the haematocrits toward those that the flows ask for.
void FlowIteration::sweep() {
  double fastest = 0;
  for (double q : state_.now.chain_nl_per_min) fastest = math::max(fastest, std::abs(q));
  std::vector<double> wanted =
      cells_.follow(state_.now.chain_nl_per_min, still_fraction * fastest, state_.haematocrit);
  measure(wanted);
  if (state_.farthest <= options_.tolerance) {
    state_.haematocrit = std::move(wanted);
    return;
  }
  for (int& rounds : apart_) rounds = math::max(rounds - 1, 0);
  if (looks_for_spots_ && state_.rounds >= rounds_before_spots) settle_spots(wanted);
  step_toward(wanted);
}

void FlowIteration::weigh_chains() {
  const std::vector<double>& flow = state_.now.chain_nl_per_min;
  double mean = 0;
  for (double q : flow) mean += std::abs(q) / static_cast<double>(flow.size());
  const double creeping = creeping_fraction * mean;
  weight_.assign(flow.size(), 1);
  for (std::size_t c = 0; c < flow.size(); ++c)
    if (std::abs(flow[c]) < creeping) weight_[c] = std::abs(flow[c]) / creeping;
}

void FlowIteration::measure(const std::vector<double>& wanted) {
  weigh_chains();
  state_.farthest = 0;
  for (std::size_t c = 0; c < wanted.size(); ++c) {
    state_.distance[c] = weight_[c] * std::abs(wanted[c] - state_.haematocrit[c]);
    state_.farthest = math::max(state_.farthest, state_.distance[c]);
  }
  rounds_since_nearest_ = state_.farthest < nearest_ ? 0 : rounds_since_nearest_ + 1;
  if (state_.farthest > 10 * nearest_) mix_.forget();
  nearest_ = math::min(nearest_, state_.farthest);
}

/// Replaces what is wanted in the spots by what would settle there if nothing changed around them.
void FlowIteration::settle_spots(std::vector<double>& wanted) {
  const FlowOptions options = options_of_spot();
  std::vector<double> settled = wanted;
  for (const int c : spots_.look(state_.distance, options_.tolerance)) apart_[c] = rounds_apart;
  while (spots_.next(state_.now, wanted)) {
    FlowIteration there(spots_.network(), options);
    std::vector<double> start;
    start.reserve(there.chains_.from.size());
    for (int i = 0; i < there.chains_.count(); ++i)
      start.push_back(wanted[spots_.chain(there.chains_, i)]);
    const std::vector<double>& found = there.run_spot(std::move(start)).haematocrit;
    for (int i = 0; i < there.chains_.count(); ++i)
      settled[spots_.chain(there.chains_, i)] = found[i];
  }
  wanted = std::move(settled);
}

FlowOptions FlowIteration::options_of_spot() const {
  FlowOptions options = options_;
  options.tolerance =
      math::max(settled_part * state_.farthest, settled_part_of_tolerance * options.tolerance);
  options.max_iterations = most_rounds_of_spot;
  return options;
}

/// Damping first and where nothing else helps; acceleration takes two to three times fewer rounds.
void FlowIteration::step_toward(const std::vector<double>& wanted) {
  std::vector<double> change = wanted;
  for (std::size_t c = 0; c < change.size(); ++c) change[c] -= state_.haematocrit[c];
  if (state_.rounds >= damped_rounds && rounds_since_nearest_ < patience)
    step_accelerated(wanted);
  else
    step_damped(change);
  for (std::size_t c = 0; c < change.size(); ++c)
    if (apart_[c] == rounds_apart) {
      state_.haematocrit[c] = wanted[c];
      damping_[c] = 1;
      change[c] = 0;
    }
  last_change_ = std::move(change);
}

/// A vessel whose haematocrit swings to and fro is damped more, one that creeps less; one damping
/// for all either diverges at unstable bifurcations (Carr and Lacoin 2000) or is slow everywhere.
void FlowIteration::step_damped(const std::vector<double>& change) {
  for (std::size_t c = 0; c < change.size(); ++c) {
    const bool swings = change[c] * last_change_[c] < 0;
    damping_[c] = swings ? 0.5 * damping_[c] : math::min(1.2 * damping_[c], 1.0);
    state_.haematocrit[c] += damping_[c] * change[c];
  }
}

void FlowIteration::step_accelerated(const std::vector<double>& wanted) {
  std::vector<double> weight = weight_;
  for (std::size_t c = 0; c < weight.size(); ++c)
    if (apart_[c] > 0) weight[c] = 0;
  state_.haematocrit = mix_.next(state_.haematocrit, wanted, weight);
  for (double& hd : state_.haematocrit) hd = math::clamp(hd, 0.0, 1.0);
}

}  // namespace metastasim::vessels
