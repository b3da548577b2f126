#pragma once
#include "kernels/circulation/entry_params.hpp"
#include "kernels/circulation/leaver.hpp"
#include "kernels/circulation/nearest_vessel.hpp"
#include "kernels/core/atomic.hpp"
#include "kernels/invasion/emt.hpp"
#include "kernels/invasion/membrane.hpp"
#include "kernels/process.hpp"
#include "kernels/tissue/pair_force.hpp"

/// Who is pulled into a vessel by a neighbour; the law stands in intravasation.cu.
namespace metastasim::circulation {

/// Bins with someone who gets in at this moment, in them or beside them: who is in none need not look.
/// Blood comes first in a tick and lymph has the higher mark, so what blood left does not count for it.
struct NearLeaders {
  const tissue::BinGrid* grid;
  std::uint32_t* marks;
  Carrying what;

  HD std::uint32_t own_mark() const { return what == Carrying::blood ? 0x80000000u : 0xC0000000u; }
  HD void mark(Position p) const {
    const tissue::BinGrid g = *grid;
    g.around(p, [&](std::uint32_t first, std::uint32_t last) {
      for (std::uint32_t bin = first; bin <= last; ++bin) atomic_max(&marks[bin], own_mark());
    });
  }
  HD bool holds(Position p) const { return marks[grid->of(p)] >= own_mark(); }
};

/// Of the neighbours that get in at this moment and that the cell holds on to, the one with the
/// lowest lineage number. Nobody holds on through a basement membrane.
struct FindLeader {
  tissue::BinView bins;
  NearLeaders near;
  const std::int32_t *x, *y, *z;
  const float* radius;
  const std::uint64_t* id;
  const std::uint8_t *leads, *leads_by_slot;
  invasion::Membrane membrane;

  static constexpr std::uint32_t nobody = 0xFFFFFFFFu;
  HD std::uint32_t operator()(std::uint32_t row) const {
    std::uint32_t best = nobody;
    if (!near.holds(at(row))) return best;
    bins.around(at(row), [&](std::uint32_t from, std::uint32_t end) {
      for (std::uint32_t slot = from; slot < end; ++slot) {
        if (leads_by_slot[slot] == 0) continue;
        const std::uint32_t other = bins.row[slot];
        if (other == row || !within_reach(row, other)) continue;
        if (best != nobody && id[other] > id[best]) continue;
        if (!membrane.blocks(at(row), at(other))) best = other;
      }
    });
    return best;
  }

 private:
  HD Position at(std::uint32_t row) const { return {x[row], y[row], z[row]}; }
  HD bool within_reach(std::uint32_t a, std::uint32_t b) const {
    const double dx = to_um(x[a]) - to_um(x[b]), dy = to_um(y[a]) - to_um(y[b]),
                 dz = to_um(z[a]) - to_um(z[b]);
    const double reach = tissue::adhesion_reach * (radius[a] + radius[b]);
    return dx * dx + dy * dy + dz * dz < reach * reach;
  }
};

struct ComeAlong {
  FindLeader leader_of;
  Leaver leaver;
  const std::uint8_t* type;
  const float* score;
  const Adhesion* adhesion;
  float bond_holds;
  DrawKey key;
  std::uint8_t* intent;
  std::uint32_t* detail;
  std::uint64_t* along_with;
  HD void operator()(std::uint32_t row) const {
    if (leader_of.leads[row] != 0 || !leaver.may_go(row, Able::all)) return;
    const std::uint32_t leader = leader_of(row);
    if (leader == FindLeader::nobody) return;
    const float bond = math::sqrt(held_by(row) * held_by(leader));
    if (!key.of(leader_of.id[row]).happens(math::min(1.0f, bond_holds * bond), 1)) return;
    if (intent[row] >= static_cast<std::uint8_t>(Intent::enter_vessel)) return;
    propose(intent, detail, row, Intent::enter_vessel, detail[leader]);
    along_with[row] = leader_of.id[leader];
  }
  HD float held_by(std::uint32_t row) const {
    const Adhesion a = adhesion[type[row]];
    return emt::blend(score[row], a.epithelial, a.mesenchymal);
  }
};

}  // namespace metastasim::circulation
