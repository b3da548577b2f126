// Effectors hold on to tumour cells, kill them or let go, and tire.
//
//   free, touching a tumour cell:   holds it with hazard a
//   holding:                        kills with hazard k s, lets go with hazard 1/T
//   ds/dt = -x s while holding,     s := (1 - q) s with each kill
//
//   a  attachment                                        [1/min]  PhysiCell cancer immune: 0.2
//   k  killing by a fresh effector that holds            [1/min]  PhysiCell cancer immune: 0.0667
//   T  time for which it holds unless it kills           [min]    so that half of the encounters
//                                                                 kill, as of NK cells in the lung
//   s  strength left, 1 to 0                             [1]
//   x  exhaustion while in touch with antigen            [1/min]  QSPIO-TNBC: 0.1 a day
//   q  share of the strength that a kill takes           [1]      assumed
// Ghaffarizadeh et al. 2018 (doi 10.1371/journal.pcbi.1005991); Ichise et al. 2022 (doi
// 10.7554/eLife.76269): half of the encounters of NK cells with tumour cells in the lung kill. An
// encounter of a fresh effector ends in a kill with probability k / (k + 1/T); both endings are drawn
// as competing risks, so this holds for any step. Effectors kill one after the other (Halle et al.
// 2016, doi 10.1016/j.immuni.2016.01.010: 2 to 16 a day), and several may hold the same cell: their
// hazards add (Ganusov 2011, doi 10.1371/journal.pone.0015959: mass action).
//
// Who kills is decided by effectors, each in its own row, in three passes. (1) Every effector looks
// around, holds, lets go or strikes; strikes are claims on the victim's row, and of two the lower
// lineage number stays. (2) Claimed cells die. (3) Effectors whose claim stands count a kill.
#include <cstddef>

#include "kernels/core/atomic.hpp"
#include "kernels/core/launch.hpp"
#include "kernels/immunity/immune_columns.hpp"
#include "kernels/process.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/tissue/bins.hpp"

namespace metastasim::immunity {

namespace {

/// Bins are no narrower than this many times the largest diameter; contact ranges are shorter than
/// what it leaves.
constexpr float bins_reach = 2.0f;
constexpr std::uint32_t nobody = 0xFFFFFFFFu;

struct AttackParams {
  float attach_per_min, range_um, kill_per_min, hold_min, tires_per_min, spent_by_kill;
};

struct AttackScratch {
  tissue::Bins bins;
  Buffer<std::uint64_t> claim;   ///< by row of the victim: ~lineage number of who strikes, 0 none
  Buffer<std::uint32_t> victim;  ///< by row of the effector: row that it strikes, or nobody
};

struct Neighbour {
  std::uint32_t row;
  float gap_um;
};

/// Tumour cells that an effector touches.
struct Around {
  tissue::BinView bins;
  const std::uint64_t* id;
  const std::uint8_t *kind, *intent;

  /// visit(row, gap) for each tumour cell within range that is not dying.
  template <class Visit>
  HD void each(Position at, float radius, float range_um, const Visit& visit) const {
    bins.around(at, [&](std::uint32_t first, std::uint32_t end) {
      for (std::uint32_t slot = first; slot < end; ++slot) {
        const float dx = to_um(at.x - bins.x[slot]), dy = to_um(at.y - bins.y[slot]);
        const float dz = to_um(at.z - bins.z[slot]);
        const float gap = math::sqrt(dx * dx + dy * dy + dz * dz) - radius - bins.radius[slot];
        if (gap > range_um) continue;
        const std::uint32_t row = bins.row[slot];
        const bool dying = intent[row] == static_cast<std::uint8_t>(Intent::die);
        if (is_tumour(kind[row]) && !dying) visit(row, gap);
      }
    });
  }
  HD std::uint32_t row_of(std::uint64_t wanted, Position at, float radius, float range_um) const {
    std::uint32_t found = nobody;
    each(at, radius, range_um, [&](std::uint32_t row, float) {
      if (id[row] == wanted) found = row;
    });
    return found;
  }
  /// Of equals the lower lineage number.
  HD std::uint32_t nearest(Position at, float radius, float range_um) const {
    Neighbour best{nobody, range_um};
    each(at, radius, range_um, [&](std::uint32_t row, float gap) {
      const bool closer =
          best.row == nobody || gap < best.gap_um || (gap == best.gap_um && id[row] < id[best.row]);
      if (closer) best = {row, gap};
    });
    return best.row;
  }
};

struct Engage {
  const std::int32_t *x, *y, *z;
  const float* radius;
  const std::uint8_t* type;
  Around around;
  const AttackParams* params;
  float dt_min;
  DrawKey key;
  std::uint64_t *target, *claim;
  std::uint32_t* victim;
  float* strength;

  HD void operator()(std::uint32_t row) const {
    victim[row] = nobody;
    if (!is_effector(around.kind[row])) return;
    const AttackParams& p = params[type[row]];
    const Draws draws = key.of(around.id[row]);
    if (target[row] == 0)
      attach(row, p, draws);
    else
      hold(row, p, draws);
  }

 private:
  HD Position at(std::uint32_t row) const { return {x[row], y[row], z[row]}; }

  HD void attach(std::uint32_t row, const AttackParams& p, const Draws& draws) const {
    if (!draws.happens(math::hazard_probability(p.attach_per_min, dt_min), 0)) return;
    const std::uint32_t found = around.nearest(at(row), radius[row], p.range_um);
    if (found != nobody) target[row] = around.id[found];
  }
  HD void hold(std::uint32_t row, const AttackParams& p, const Draws& draws) const {
    const std::uint32_t held = around.row_of(target[row], at(row), radius[row], p.range_um);
    if (held == nobody) {  // died of something else, or was torn away
      target[row] = 0;
      return;
    }
    const float kills = p.kill_per_min * strength[row], ends = kills + 1 / p.hold_min;
    strength[row] *= math::exp(-p.tires_per_min * dt_min);
    if (!draws.happens(math::hazard_probability(ends, dt_min), 1)) return;
    target[row] = 0;
    if (!draws.happens(kills / ends, 2)) return;
    victim[row] = held;
    atomic_max(&claim[held], ~around.id[row]);
  }
};

struct Fall {
  const std::uint64_t* claim;
  std::uint8_t* intent;
  std::uint32_t* detail;
  HD void operator()(std::uint32_t row) const {
    if (claim[row] != 0)
      propose(intent, detail, row, Intent::die, static_cast<std::uint32_t>(Death::immune));
  }
};

struct CountKill {
  const std::uint64_t *id, *claim;
  const std::uint32_t* victim;
  const std::uint8_t* type;
  const AttackParams* params;
  std::uint32_t* kills;
  float* strength;
  HD void operator()(std::uint32_t row) const {
    if (victim[row] == nobody || claim[victim[row]] != ~id[row]) return;
    ++kills[row];
    strength[row] *= 1 - params[type[row]].spent_by_kill;
  }
};

}  // namespace

struct ImmuneAttack {
  static constexpr const char* meaning = "effector cells hold tumour cells, kill, and tire";
  using CellParams = AttackParams;
  static std::vector<ParamSpec> cell_params() {
    using P = AttackParams;
    return {
        param("cell.*.immune.attachment", &P::attach_per_min, "1/min", 0.2, {0, 100},
              "Ghaffarizadeh 2018 (cancer immune)",
              "rate at which an effector holds a tumour cell that it touches"),
        param("cell.*.immune.contact_range", &P::range_um, "um", 2, {0.01, 4}, "assumed",
              "gap up to which an effector touches a tumour cell"),
        param("cell.*.immune.killing", &P::kill_per_min, "1/min", 1.0 / 15, {0, 100},
              "Ghaffarizadeh 2018 (cancer immune)",
              "rate at which a fresh effector kills the cell that it holds"),
        param("cell.*.immune.holds_for", &P::hold_min, "min", 15, {0.1, 1e5},
              "Ichise 2022 (half of the encounters kill)",
              "mean time after which an effector lets go unless it has killed"),
        param("cell.*.immune.exhaustion", &P::tires_per_min, "1/min", 0.1 / 1440, {0, 1},
              "QSPIO-TNBC (0.1 1/d)",
              "rate at which an effector loses its strength while it holds a tumour cell"),
        param("cell.*.immune.spent_by_kill", &P::spent_by_kill, "1", 0.1, {0, 1},
              "assumed; Halle 2016: 2 to 16 kills a day",
              "share of an effector's strength that a kill takes"),
    };
  }
  static std::vector<ColumnSpec> adds() { return {target, strength, kills}; }
  static std::vector<ColumnSpec> writes() {
    return {target, strength, kills, cell::intent, cell::intent_detail};
  }

  static void run(const AttackParams* by_type, SiteStep& s) {
    if (!s.state.knows(CellKind::effector)) return;
    Table& cells = s.site.cells;
    AttackScratch& scratch = s.site.workspace.get<AttackScratch>();
    scratch.bins.build(s.device, s.site.grid, cells, bins_reach);
    scratch.claim.at_least(s.device, cells.capacity(), "claims of effectors");
    scratch.victim.at_least(s.device, cells.capacity(), "victims of effectors");
    scratch.claim.fill_zero();
    look_around(by_type, s, scratch);
    for_each_row(
        s.device, "fall to effectors", cells.capacity(), cells.count(),
        Fall{scratch.claim.data(), cells.data(cell::intent), cells.data(cell::intent_detail)});
    for_each_row(
        s.device, "count kills", cells.capacity(), cells.count(),
        CountKill{cells.data(cell::id), scratch.claim.data(), scratch.victim.data(),
                  cells.data(cell::type), by_type, cells.data(kills), cells.data(strength)});
  }

 private:
  static void look_around(const AttackParams* by_type, SiteStep& s, AttackScratch& scratch) {
    Table& cells = s.site.cells;
    const Around around{scratch.bins.view(), cells.data(cell::id), cells.data(cell::kind),
                        cells.data(cell::intent)};
    for_each_row(s.device, "immune attack", cells.capacity(), cells.count(),
                 Engage{cells.data(cell::x), cells.data(cell::y), cells.data(cell::z),
                        cells.data(cell::radius), cells.data(cell::type), around, by_type,
                        static_cast<float>(s.dt_min), DrawKey(s), cells.data(target),
                        scratch.claim.data(), scratch.victim.data(), cells.data(strength)});
  }
};

}  // namespace metastasim::immunity

metastasim::Process metastasim::processes::immune_attack() {
  return make_process<immunity::ImmuneAttack>("immune_attack");
}
