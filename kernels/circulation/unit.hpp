#pragma once
#include "kernels/circulation/late_death.hpp"
#include "kernels/circulation/traveller_columns.hpp"
#include "kernels/core/random.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/state/table.hpp"

namespace metastasim::circulation {

constexpr std::int64_t us_per_min = 60'000'000;

/// What a traveller will still bear of each hazard, in units of 2^-48 unless the name says otherwise.
struct Endurance {
  std::int64_t damage, rupture_at;  ///< the first may not reach the second
  std::int64_t slow, late, immune;
  std::int64_t anoikis_us;
  std::int64_t late_us;  ///< when it dies of earlier shear; 0: not settled
};

/// One traveller while `circulate` moves it. Members of a cluster are moved one by one, each in the same
/// way: what decides about the way is the same for all, and each stops where the first of them dies.
struct Unit {
  std::uint64_t id, entry;
  std::uint32_t members;
  std::int64_t entered_us;   ///< when its journey began
  std::int64_t in_blood_us;  ///< when it first was in blood since; -1: not yet
  Phase phase;
  std::uint32_t place;
  float along;
  std::int64_t clock_us, due_us, arrested_us, stream_us;
  std::uint32_t hops;
  float size, tension;          ///< of the cluster
  float own_size, own_tension;  ///< of the cell
  float frailty, peak_shear;
  std::int64_t shear_dose;
  Endurance left;
  std::int64_t grip_left, split_left;
  std::uint8_t news;
  Death death = Death::none;  ///< none while it lives
  bool halted = false;        ///< nothing more happens to it in this call

  HD bool alive() const { return death == Death::none; }
  HD bool in_company() const { return members > 1; }
  HD bool hangs_together() const { return !in_company() || split_left > 0; }
};

/// The traveller columns that make up a Unit.
struct UnitColumns {
  const std::uint64_t *id, *entry;
  const std::uint32_t* members;
  const std::int64_t* entered;
  std::uint8_t *phase, *news, *intent;
  std::uint32_t *place, *hops, *detail;
  float *along, *size, *tension, *own_size, *own_tension, *frailty, *peak_shear;
  std::int64_t *in_blood, *clock, *due, *arrested, *stream, *dose;
  std::int64_t *damage, *rupture_at, *slow, *late, *late_at, *immune, *anoikis, *grip, *split;

  explicit UnitColumns(Table& t)
      : id(t.data(cell::id)),
        entry(t.data(traveller::entry)),
        members(t.data(traveller::members)),
        entered(t.data(traveller::entered_us)),
        phase(t.data(traveller::phase)),
        news(t.data(traveller::news)),
        intent(t.data(cell::intent)),
        place(t.data(traveller::place)),
        hops(t.data(traveller::hops)),
        detail(t.data(cell::intent_detail)),
        along(t.data(traveller::along)),
        size(t.data(traveller::cluster_size)),
        tension(t.data(traveller::cluster_tension)),
        own_size(t.data(traveller::size)),
        own_tension(t.data(traveller::tension)),
        frailty(t.data(traveller::frailty)),
        peak_shear(t.data(traveller::peak_shear)),
        in_blood(t.data(traveller::in_blood_us)),
        clock(t.data(traveller::clock_us)),
        due(t.data(traveller::due_us)),
        arrested(t.data(traveller::arrested_us)),
        stream(t.data(traveller::stream_us)),
        dose(t.data(traveller::shear_dose)),
        damage(t.data(traveller::damage)),
        rupture_at(t.data(traveller::rupture_at)),
        slow(t.data(traveller::slow_left)),
        late(t.data(traveller::late_left)),
        late_at(t.data(late_death::at_us)),
        immune(t.data(traveller::immune_left)),
        anoikis(t.data(traveller::anoikis_left)),
        grip(t.data(traveller::grip_left)),
        split(t.data(traveller::split_left)) {}

  HD Unit load(std::uint32_t r) const {
    return {id[r],
            entry[r],
            members[r],
            entered[r],
            in_blood[r],
            static_cast<Phase>(phase[r]),
            place[r],
            along[r],
            clock[r],
            due[r],
            arrested[r],
            stream[r],
            hops[r],
            size[r],
            tension[r],
            own_size[r],
            own_tension[r],
            frailty[r],
            peak_shear[r],
            dose[r],
            {damage[r], rupture_at[r], slow[r], late[r], immune[r], anoikis[r], late_at[r]},
            grip[r],
            split[r],
            news[r]};
  }
  HD void store(std::uint32_t r, const Unit& u) const {
    in_blood[r] = u.in_blood_us;
    phase[r] = static_cast<std::uint8_t>(u.phase);
    place[r] = u.place;
    along[r] = u.along;
    clock[r] = u.clock_us;
    due[r] = u.due_us;
    arrested[r] = u.arrested_us;
    stream[r] = u.stream_us;
    hops[r] = u.hops;
    size[r] = u.size;
    tension[r] = u.tension;
    own_size[r] = u.own_size;
    own_tension[r] = u.own_tension;
    frailty[r] = u.frailty;
    peak_shear[r] = u.peak_shear;
    dose[r] = u.shear_dose;
    damage[r] = u.left.damage;
    rupture_at[r] = u.left.rupture_at;
    slow[r] = u.left.slow;
    late[r] = u.left.late;
    late_at[r] = u.left.late_us;
    immune[r] = u.left.immune;
    anoikis[r] = u.left.anoikis_us;
    grip[r] = u.grip_left;
    split[r] = u.split_left;
    news[r] = u.news;
    if (!u.alive()) propose(intent, detail, r, Intent::die, static_cast<std::uint32_t>(u.death));
  }
};

/// Draw numbers within a hop.
enum class Draw : std::uint16_t {
  way,
  delay,
  share,
  port,
  bed_radius,
  bed_pressure,
  pass,
  grip,
  split,
  // of the member, once a journey
  rupture,
  slow,
  late,
  immune,
  anoikis,
  size,
  tension,
  frailty_boost,
  frailty  // and all that follow
};

/// The draws of a unit are numbered by its journey and hop, not by tick: fate does not depend on
/// the length of a step, nor on how finely a vessel is cut into segments.
struct JourneyDraws {
  static constexpr auto wait = static_cast<std::uint16_t>(name_key("transmigration"));
  std::uint64_t seed;
  std::uint16_t process;
  HD Draws of(std::uint64_t entry, std::uint32_t hops) const {
    return {seed, entry, hops, process};
  }
  HD Draws of(const Unit& u) const { return of(u.entry, u.hops); }
  /// A member's own: by lineage number and journey, apart from all entry numbers.
  HD Draws of_member(const Unit& u) const {
    return {seed, u.id | (std::uint64_t{1} << 63), static_cast<std::uint32_t>(u.entry), process};
  }
  /// Of the wait of who has stopped.
  HD Draws of_wait(const Unit& u) const { return {seed, u.entry, u.hops, wait}; }
  HD double uniform(const Unit& u, Draw d) const {
    return of(u).uniform(static_cast<std::uint16_t>(d));
  }
  HD double exponential(const Unit& u, Draw d) const {
    return of(u).exponential(static_cast<std::uint16_t>(d));
  }
  HD double log_normal(const Unit& u, Draw d, double median, double spread) const {
    return log_normal(of(u), d, median, spread);
  }
  /// Log-normal: median times exp(spread z).
  HD static double log_normal(const Draws& draws, Draw d, double median, double spread) {
    return median * math::exp(spread * draws.normal(static_cast<std::uint16_t>(d)));
  }
};

HD inline std::int64_t as_hazard(double integral) {
  return math::to_int64(math::round_to_nearest(integral * hazard_units));
}
HD inline double from_hazard(std::int64_t units) {
  return static_cast<double>(units) / hazard_units;
}

}  // namespace metastasim::circulation
