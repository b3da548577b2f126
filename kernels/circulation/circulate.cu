// The journey: travellers are carried through vessels and body, damaged, stopped, killed.
//
// Transport. A cell moves with the mean velocity of its segment and chooses at a branching, at a
// port and between organs by the flow into each way:
//   t = pi R^2 L / Q        P(way i) = Q_i / sum Q
//
// Death, by whichever comes first. What a cell bears of each is drawn once as Exp(1), so that survival
// is exp(-integral) whatever the steps:
//   rupture   dD/dt = z a (tau / 100 Pa)^b - k_rep D      ruptures when D exceeds what it bears
//                                                   z gamma of mean 1 and variance theta: of one
//                                                   impulse of dose H survive (1 + theta H)^(-1/theta),
//                                                   early losses, then a plateau (Barnes 2012, doi
//                                                   10.1371/journal.pone.0050973)
//   slow loss dH = k (tau / 6 Pa)^m dt              (Regmi 2017, doi 10.1038/srep39975: more than
//                                                   90 % dead in 4 h at 6 Pa, so k >= 0.58 /h)
//   late loss dH = k_l (tau / 6 Pa)^m dt            whoever reaches it dies a time d later (Regmi
//                                                   2017: survivors die within 16 to 24 h), in the
//                                                   vessel or out of it (late_death.cu)
//   immune    dH = n s e^(-t/t_e) (1 - p (1 - e^(-t/t_c))) dt       s = 1 stopped, less in flow
//                                                   (Ichise 2022, doi 10.7554/eLife.76269;
//                                                   platelets: Palumbo 2005, doi
//                                                   10.1182/blood-2004-06-2272)
//   anoikis   H = ln 2 (t / t_half)^q               none within the first hour (Barnes 2012)
//   tau   wall shear stress of the segment, times a radial factor               [Pa]
//   a, b  rupture at 100 Pa [1/min] and its exponent: milliseconds at 100 to 1000 Pa. A passage of
//         the heart and of the great vessels behind it is an impulse of its own.
//   k_rep resealing of the membrane [1/min]: what a few Pa do is healed as it happens, so rupture
//         needs impulses and the slow losses alone see hours of flow
//   k, m  slow loss at 6 Pa [1/min] and its exponent; k_l [1/min], d [min] the same of late loss
//   n     killing by NK cells [1/min]; they lose interest within t_e [min] (CD155 is shed);
//         platelets cover the cell within t_c [min] and keep away the share p. In lymph there are none of
//         them: n = 0, and t runs from the first moment in blood, however long a node held the cell
//         before (that a cell sheds no CD155 in lymph: assumed)
//   t     of anoikis: time since the cell lost its hold [min]; q shape
//
// Arrest. A cell of radius r meeting a vessel narrower than itself passes if the pressure across
// the plugged, unbranched chain exceeds Laplace's threshold, after an entry time:
//   dP > dP_c = 2 T (1/R - 1/r)        t_entry = mu / (dP - dP_c)
// Where the lumen is wider, adhesion may hold it against the drag of the flow (Goldman 1967, doi
// 10.1016/0009-2509(67)80048-4), at a rate that falls to zero at the critical shear:
//   F = 1.7005 * 6 pi tau r^2          rate = c (1 - F / F_max)
//   T     cortical tension, log-normal from cell to cell   [mN/m]
//   mu    apparent viscosity of the cell                   [Pa s]
//   F_max force that adhesion bears                        [pN]
// A cluster unfolds and passes narrow vessels in single file (Au 2016, doi 10.1073/pnas.1524448113): r
// and T are those of its largest and its stiffest cell, and the entry takes as many times longer as it
// has cells. In clusters cells feel less shear, are seen less by NK cells, and time without a hold counts
// less; shear takes them apart, like a hazard of the whole:
//   dH = k_s (tau / 100 Pa)^s dt       comes apart where H exceeds a draw of Exp(1)
// in two, of j and n - j cells, any j as likely as another. Each part is a cluster of its own from that
// moment, draws anew what its bonds bear, and goes its own way; so does, from the moment of a death, what is
// left: with fewer cells, with the largest and the stiffest of those, without shelter where it is one. Both
// happen in their microsecond, not at the end of a step (CarryTogether).
// A lymph node lets a unit of n cells pass if each of its cells would pass alone, else it holds them all
// (assumed; that nodes let cells pass: Fisher and Fisher 1966, doi 10.1126/science.152.3727.1397):
//   P(passes) = p^n
// Organs without tissue of their own have one capillary per passage, its radius and pressure
// log-normal.
#include "kernels/circulation/boarding.hpp"
#include "kernels/circulation/company.hpp"
#include "kernels/circulation/segment_line.hpp"
#include "kernels/circulation/step_end.hpp"
#include "kernels/circulation/voyage.hpp"
#include "kernels/core/launch.hpp"
#include "kernels/evolution/traits.hpp"
#include "kernels/process.hpp"

namespace metastasim::circulation {

namespace {

struct Carry {
  UnitColumns columns;
  const std::int32_t *x, *y, *z;
  const float *radius, *shear_resistance;
  journey::SegmentLine line;
  Voyage voyage;
  /// One that travels alone.
  HD void operator()(std::uint32_t row) const {
    if (columns.members[row] > 1) return;
    if (columns.intent[row] >= static_cast<std::uint8_t>(Intent::leave_vessel)) return;
    Unit u = columns.load(row);
    if (u.own_size == 0) begin(row, row, u);
    voyage(u, voyage.whole());
    columns.store(row, u);
  }
  /// What the cell will bear, and where in its vessel it begins: beside the one that leads it.
  HD void begin(std::uint32_t row, std::uint32_t leader, Unit& u) const {
    board(voyage.params, voyage.draws, radius[row], u);
    u.frailty /= shear_resistance[row];  // of its clone
    if (in_segment(u.phase))
      u.along = line.nearest(u.place, {to_um(x[leader]), to_um(y[leader]), to_um(z[leader])});
  }
};

/// Those of one cluster, from one event that concerns them all to the next: a death, or bonds that give
/// way. They are moved by trial to the first such event, then in earnest as far as there; who is left, or
/// each part, goes on from that moment. So nothing depends on where a step ends.
struct CarryTogether {
  Carry one;
  Company company;
  const std::uint32_t* start;
  HD void operator()(std::uint32_t c) const {
    Part all{start[c], start[c + 1]};
    begin(all);
    company.settle(one.voyage.draws, all);
    while (all.from < all.end) {
      const Part part = company.first_part(all);
      if (!go_on(part)) all.from = part.end;
    }
  }

 private:
  HD void begin(Part all) const {
    const std::uint32_t leader = company.leader(all);
    company.each(all, [&](std::uint32_t row) {
      Unit u = one.columns.load(row);
      if (u.own_size > 0) return;
      one.begin(row, leader, u);
      one.columns.store(row, u);
    });
  }
  /// Whether something happened after which there is way to go.
  HD bool go_on(Part part) const {
    const Reach reach = first_event(part);
    company.each(part, [&](std::uint32_t row) {
      Unit u = one.columns.load(row);
      one.voyage(u, reach);
      one.columns.store(row, u);
    });
    return company.settle(one.voyage.draws, part);
  }
  HD Reach first_event(Part part) const {
    Reach first = one.voyage.whole();
    company.each(part, [&](std::uint32_t row) {
      Unit u = one.columns.load(row);
      if (!u.in_company()) return;  // what happens to it concerns nobody else
      const Reach reach = one.voyage(u, first);
      if (!u.alive() || !u.hangs_together()) first = reach;
    });
    return first;
  }
};

}  // namespace

struct Circulate {
  static constexpr const char* meaning = "cells in the stream are carried, damaged, stopped";
  using Params = JourneyParams;
  static std::vector<ParamSpec> params() { return journey_params(); }
  static std::vector<ColumnSpec> writes() {
    std::vector<ColumnSpec> columns{cell::intent, cell::intent_detail, late_death::at_us};
    columns.insert(columns.end(), std::begin(traveller::all), std::end(traveller::all));
    return columns;
  }
  static void run(const Params& params, Step& s) {
    Table& travellers = s.state.travellers;
    const Voyage voyage{StreamView(s.state.vessels),
                        s.state.body.view(),
                        {s.state.seed, s.process.value},
                        params,
                        in_lymph(params),
                        end_us(s)};
    const Carry carry{UnitColumns(travellers),
                      travellers.data(cell::x),
                      travellers.data(cell::y),
                      travellers.data(cell::z),
                      travellers.data(cell::radius),
                      travellers.data(trait::shear),
                      journey::SegmentLine(s.state.vessels),
                      voyage};
    for_each_row(s.device, "circulate", travellers.rows(), carry);
    together(carry, s);
  }
  /// After those that travel alone: who is left alone here has been moved.
  static void together(const Carry& carry, Step& s) {
    Table& travellers = s.state.travellers;
    const ChosenRows rows = in_company(travellers);
    if (surely_none(s.device, rows.size())) return;
    const Clusters clusters = clusters_of(travellers, rows);
    constexpr std::int64_t worth_sharing = 64;
    for_each_row(s.device, "circulate together", clusters.size(),
                 CarryTogether{carry, Company(travellers, clusters.rows()), clusters.view().start},
                 worth_sharing);
  }
};

}  // namespace metastasim::circulation

metastasim::Process metastasim::processes::circulate() {
  return make_process<circulation::Circulate>("circulate");
}
