#pragma once
#include "kernels/circulation/arrest.hpp"
#include "kernels/circulation/hazards.hpp"
#include "kernels/circulation/inlets.hpp"
#include "kernels/circulation/stream.hpp"
#include "kernels/circulation/transmigration.hpp"
#include "kernels/state/body.hpp"

namespace metastasim::circulation {

/// How far a unit is moved: so many moves, in the last of them no further than to that time.
struct Reach {
  int moves;
  std::int64_t us;
};

/// Moves one unit through vessels and compartments up to `end_us`: from one event (the end of a
/// segment, of a stay, of a life, of a cluster's bonds) to the next, each at its own time.
struct Voyage {
  StreamView stream;
  BodyView body;
  JourneyDraws draws;
  JourneyParams params, in_lymph;
  std::int64_t end_us;

  HD Reach whole() const {
    constexpr int most_moves = 100'000;  // a unit that needs more lags behind and catches up
    return {most_moves, end_us};
  }
  /// Returns how far the unit came: where it dies, stops or comes apart, there.
  HD Reach operator()(Unit& u, const Reach& reach) const {
    int moves = 0;
    for (; moves < reach.moves && goes_on(u); ++moves)
      if (moves + 1 < reach.moves || reach.us == end_us)
        move(u);
      else
        Voyage{stream, body, draws, params, in_lymph, reach.us}.move(u);
    return {moves, u.clock_us};
  }

 private:
  HD bool goes_on(const Unit& u) const {
    return u.alive() && !u.halted && u.hangs_together() && u.clock_us < end_us;
  }

  HD void move(Unit& u) const {
    switch (u.phase) {
      case Phase::boarding:
        u.phase = Phase::flowing;
        return;
      case Phase::injected:
        return arrive(u, u.place);
      case Phase::shed:
        return depart(u, u.place);
      case Phase::leaving:
        return choose_way(u);
      case Phase::arrested:
        return hold(u);
      case Phase::held:  // what happens in a node lymph_node.cu tells
        u.clock_us = end_us;
        return;
      case Phase::lodged:
        return linger(u);
      case Phase::squeezing:
      case Phase::staying:
        return wait(u);
      default:
        return flow(u);
    }
  }

  HD bool is_in_lymph(const Unit& u) const {
    return in_segment(u.phase) ? stream.carries_lymph(u.place) : body.compartments[u.place].lymph;
  }
  /// Moving or not, a unit meets what is around it: blood or lymph.
  HD void pass(Unit& u, std::int64_t us, float shear_pa, bool stopped = false) const {
    const bool lymph = is_in_lymph(u);
    if (!lymph && u.in_blood_us < 0) u.in_blood_us = u.clock_us;
    pass_time(lymph ? in_lymph : params, u, us, shear_pa, stopped);
  }

  HD void stay_put(Unit& u) const { pass(u, end_us - u.clock_us, 0); }

  HD void wait(Unit& u) const {
    const bool in_body = u.phase == Phase::staying;
    const float body_shear_pa = is_in_lymph(u) ? params.lymph_shear_pa : params.body_shear_pa;
    const float shear_pa = in_body ? body_shear_pa : 0;
    const std::int64_t ahead = math::min(u.due_us, end_us) - u.clock_us;
    pass(u, bonds_hold_us(params, u, ahead, shear_pa), shear_pa);
    if (!u.alive() || u.clock_us < u.due_us) return;
    if (in_body) return depart(u, u.place);
    u.phase = Phase::flowing;
  }

  // In the vessels of a block

  HD void flow(Unit& u) const {
    const std::uint32_t s = u.place;
    if (stream.flow[s] == 0) return rest(u, s);
    const double whole = stream.passage_us(s);
    const double ahead = whole * stream.left_to_go(s, u.along);
    const std::int64_t need =
        math::max(std::int64_t{1}, math::to_int64(math::round_to_nearest(ahead)));
    std::int64_t dt =
        bonds_hold_us(params, u, math::min(need, end_us - u.clock_us), stream.wall_shear[s]);
    const bool caught = is_caught(u, s, dt);
    const std::int64_t before = u.clock_us;
    pass(u, dt, stream.wall_shear[s]);
    const auto part = static_cast<float>(static_cast<double>(u.clock_us - before) / whole);
    u.along = math::clamp(u.along + (stream.flow[s] > 0 ? part : -part), 0.0f, 1.0f);
    if (!u.alive()) return;
    if (caught) return stop(u, Phase::arrested);
    if (dt == need) enter_node(u, stream.downstream(s));
  }

  /// Where nothing flows; nothing tears at bonds either.
  HD void rest(Unit& u, std::uint32_t s) const {
    std::int64_t dt = end_us - u.clock_us;
    const bool caught = is_caught(u, s, dt);
    pass(u, dt, 0);
    if (u.alive() && caught) stop(u, Phase::arrested);
  }

  /// Whether adhesion takes hold within dt, which it then shortens to that moment. The endothelium
  /// of lymphatics lets go: lymph is slower than any blood, yet cells reach the node.
  HD bool is_caught(Unit& u, std::uint32_t s, std::int64_t& dt) const {
    if (stream.radius[s] < u.size || stream.carries_lymph(s)) return false;
    const double rate = capture_per_us(params, stream.wall_shear[s], u.size);
    const double harm = rate * static_cast<double>(dt), left = from_hazard(u.grip_left);
    if (harm < left) {
      u.grip_left -= as_hazard(harm);
      return false;
    }
    dt = math::to_int64(static_cast<double>(dt) * (left / harm));
    return true;
  }

  HD void enter_node(Unit& u, std::int32_t n) const {
    const WaysOut ways = ways_out(stream, n);
    const double through = math::max(ways.through, 0.0);
    const float lumen = stream.radius[u.place];
    if (ways.count == 0) return through > 0 ? leave_block(u, n) : stay_put(u);
    if (ways.count == 1 && through == 0) return enter_segment(u, ways.only, lumen);
    const double point = draws.uniform(u, Draw::way) * (ways.total + through);
    ++u.hops;
    if (point >= ways.total) return leave_block(u, n);
    enter_segment(u, segment_at(stream, n, point), lumen);
  }

  /// A cell that is squeezed into a lumen already passes into another as wide without more ado.
  HD void enter_segment(Unit& u, std::uint32_t s, float from_lumen_um) const {
    u.place = s;
    u.along = stream.upstream_end(s);
    u.phase = Phase::flowing;
    if (stream.radius[s] < math::min(u.size, from_lumen_um)) squeeze(u, s);
  }

  HD double excess_pa(const Unit& u, std::uint32_t s) const {
    return math::abs(stream.plug_pressure[s]) -
           entry_pressure_pa(u.tension, stream.radius[s], u.size);
  }
  HD void squeeze(Unit& u, std::uint32_t s) const {
    const double excess = excess_pa(u, s);
    if (excess <= 0) return stop(u, Phase::arrested);
    u.phase = Phase::squeezing;
    u.due_us = u.clock_us + entry_time_us(params, u.members, excess);
  }

  HD void stop(Unit& u, Phase phase) const {
    u.phase = phase;
    u.arrested_us = u.clock_us;
    u.news = news::with_arrest(u.news);
    change_grip(u);
    u.due_us = out_at_us(params, draws, u);
  }
  /// Stopped, until it has got out of its vessel: nothing happens to it in there after that. When that is
  /// hangs on who is with it by now.
  HD void linger(Unit& u) const {
    u.due_us = out_at_us(params, draws, u);
    pass(u, math::min(u.due_us, end_us) - u.clock_us, 0, true);
    u.halted = u.clock_us >= u.due_us;
  }
  HD void change_grip(Unit& u) const {
    ++u.hops;
    u.grip_left = as_hazard(draws.exponential(u, Draw::grip));
  }

  /// An arrested cell stays until the flow, or its company, has changed enough to move it.
  HD void hold(Unit& u) const {
    const std::uint32_t s = u.place;
    const bool narrow = stream.radius[s] < u.size;
    const bool holds = narrow ? excess_pa(u, s) <= 0
                              : wall_drag_pn(stream.wall_shear[s], u.size) <= params.adhesion_pn;
    if (holds) return linger(u);
    u.halted = news::hold_no_more(u.news);
    if (u.halted) return;
    u.news = news::with_release(u.news);
    u.phase = Phase::flowing;
    change_grip(u);
    if (narrow) squeeze(u, s);
  }

  // Around the body

  /// Comes into a compartment of the body.
  HD void arrive(Unit& u, std::uint32_t at) const {
    const Compartment c = body.compartments[at];
    u.place = at;
    u.phase = Phase::staying;
    u.due_us = u.clock_us;
    if (c.kind == CompartmentKind::heart)
      pass_impulse(params, u, params.heart_shear_pa, params.heart_ms);
    if (!u.alive()) return;
    if (c.kind == CompartmentKind::organ) return enter_organ(u, at);
    if (c.kind != CompartmentKind::node ||
        draws.uniform(u, Draw::pass) < passes_node(params, u.members))
      return stay(u, at, 0);
    u.phase = Phase::held;
    u.arrested_us = u.clock_us;
    u.news |= news::held;
  }

  /// Goes on from a compartment: the way is chosen once it is known who lives, and who with whom.
  HD void depart(Unit& u, std::uint32_t from) const {
    u.place = from;
    u.phase = Phase::leaving;
    if (body.compartments[from].kind == CompartmentKind::heart)
      pass_impulse(params, u, params.great_vessel_shear_pa, params.great_vessel_ms);
  }

  /// One of the ways out of a compartment.
  HD void choose_way(Unit& u) const {
    const Compartment c = body.compartments[u.place];
    const double point = draws.uniform(u, Draw::way);
    ++u.hops;
    std::uint32_t w = c.first_way;
    while (w + 1 < c.first_way + c.ways && point >= body.ways[w].upto) ++w;
    arrive(u, static_cast<std::uint32_t>(body.ways[w].to));
  }

  HD void leave_block(Unit& u, std::int32_t n) const {
    if (body.compartment_of_site == nullptr) return stay_put(u);
    const std::int32_t site = stream.site[u.place];
    if (stream.port[n] == static_cast<std::uint8_t>(Port::lymph)) return leave_in_lymph(u, site);
    const auto organ = static_cast<std::uint32_t>(body.compartment_of_site[site]);
    ++u.hops;
    if (stream.port[n] == static_cast<std::uint8_t>(Port::lateral)) return pass_bed(u, organ);
    depart(u, organ);
  }

  HD void leave_in_lymph(Unit& u, std::int32_t site) const {
    const std::int32_t first = body.lymph_of_site[site];
    if (first < 0) return stay_put(u);
    ++u.hops;
    arrive(u, static_cast<std::uint32_t>(first));
  }

  /// Half of the delay is the same for all, half is exponential.
  HD void stay(Unit& u, std::uint32_t at, std::int64_t longer_us) const {
    const double delay = 0.5 * static_cast<double>(body.compartments[at].delay_us) *
                         (1 + draws.exponential(u, Draw::delay));
    u.place = at;
    u.phase = Phase::staying;
    u.due_us = u.clock_us + math::max(std::int64_t{1}, math::to_int64(delay)) + longer_us;
  }

  /// The capillary bed of an organ, or of the part of it that is not simulated.
  HD void pass_bed(Unit& u, std::uint32_t at) const {
    u.place = at;
    const double radius =
        draws.log_normal(u, Draw::bed_radius, params.bed_radius_um, params.bed_radius_spread);
    if (radius >= u.size) return stay(u, at, 0);
    const double pressure =
        draws.log_normal(u, Draw::bed_pressure, params.bed_pressure_pa, params.bed_pressure_spread);
    const double excess = pressure - entry_pressure_pa(u.tension, radius, u.size);
    if (excess <= 0) return stop(u, Phase::lodged);
    stay(u, at, entry_time_us(params, u.members, excess));
  }

  HD void enter_organ(Unit& u, std::uint32_t at) const {
    const Compartment c = body.compartments[at];
    const Inlets inlets{stream, body};
    const double inflow = c.site < 0 ? 0 : inlets.inflow_of(c.site);
    const double share = c.whole_organ ? 1 : inflow / c.flow_nl_per_min;
    if (inflow <= 0 || draws.uniform(u, Draw::share) >= share) return pass_bed(u, at);
    const std::int32_t n = inlets.port_at(c.site, draws.uniform(u, Draw::port) * inflow);
    const WaysOut ways = ways_out(stream, n);
    if (ways.count == 1) return enter_segment(u, ways.only, u.size);
    const double point = draws.uniform(u, Draw::way) * ways.total;
    ++u.hops;
    enter_segment(u, segment_at(stream, n, point), u.size);
  }
};

}  // namespace metastasim::circulation
