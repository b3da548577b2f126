// The journey: travellers are carried through vessels and body, damaged, stopped, killed.
//
// Transport. A cell moves with the mean velocity of its segment and chooses at a branching, at a
// port and between organs by the flow into each way:
//   t = pi R^2 L / Q        P(way i) = Q_i / sum Q
//
// Death. Four hazards are integrated; a cell dies of the first whose integral reaches what it
// bears, drawn once as Exp(1) (so that survival is exp(-integral), whatever the steps):
//   rupture   dH = z a (tau / 100 Pa)^b dt          z gamma of mean 1 and variance theta:
//                                                   S = (1 + theta H)^(-1/theta), early losses,
//                                                   then a plateau (Barnes 2012, doi
//                                                   10.1371/journal.pone.0050973)
//   slow loss dH = k (tau / 6 Pa)^m dt              (Regmi 2017, doi 10.1038/srep39975: more than
//                                                   90 % dead in 4 h at 6 Pa, so k >= 0.58 /h)
//   immune    dH = n s e^(-t/t_e) (1 - p (1 - e^(-t/t_c))) dt       s = 1 stopped, less in flow
//                                                   (Ichise 2022, doi 10.7554/eLife.76269;
//                                                   platelets: Palumbo 2005, doi
//                                                   10.1182/blood-2004-06-2272)
//   anoikis   dH = ln 2 / t_half dt
//   tau   wall shear stress of the segment, times a radial factor               [Pa]
//   a, b  rupture at 100 Pa [1/min] and its exponent; together with k they span 6 Pa for hours to
//         633 Pa for milliseconds. A passage of the heart is an impulse of rupture of its own.
//   k, m  slow loss at 6 Pa [1/min] and its exponent
//   n     killing by NK cells [1/min]; they lose interest within t_e [min] (CD155 is shed);
//         platelets cover the cell within t_c [min] and keep away the share p
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
// Organs without tissue of their own have one capillary per passage, its radius and pressure
// log-normal.
#include "kernels/circulation/boarding.hpp"
#include "kernels/circulation/ports.hpp"
#include "kernels/circulation/segment_line.hpp"
#include "kernels/circulation/voyage.hpp"
#include "kernels/core/launch.hpp"
#include "kernels/process.hpp"

namespace metastasim::circulation {

namespace {

struct Carry {
  UnitColumns columns;
  const std::int32_t *x, *y, *z;
  const float* radius;
  journey::SegmentLine line;
  Voyage voyage;
  HD void operator()(std::uint32_t row) const {
    if (columns.intent[row] == static_cast<std::uint8_t>(Intent::die)) return;
    Unit u = columns.load(row);
    if (u.phase == Phase::boarding) {
      board(voyage.params, voyage.draws, radius[row], u);
      u.along = line.nearest(u.place, {to_um(x[row]), to_um(y[row]), to_um(z[row])});
    }
    voyage(u);
    columns.store(row, u);
  }
};

using P = JourneyParams;

std::vector<ParamSpec> shear_params() {
  return {
      param("circulation.rupture", &P::rupture_per_min, "1/min", 21.2, {0, 1e4},
            "Barnes 2012: 70 % survive ten needle passages of 1 ms at 633 Pa (recalled)",
            "rate of rupture at a wall shear stress of 100 Pa"),
      param("circulation.rupture_exponent", &P::rupture_exponent, "1", 2.6, {2, 3},
            "from Barnes 2012 and Regmi 2017 together", "how steeply rupture rises with shear"),
      param("circulation.frailty_variance", &P::frailty_variance, "1", 1, {0, 10}, "assumed",
            "variance of the cells' frailty (mean 1): early losses, then a plateau"),
      param("circulation.radial_factor", &P::radial_factor, "1", 1, {0, 1}, "assumed",
            "share of the wall shear stress that a cell in the stream feels"),
      param("circulation.shear_death", &P::slow_per_min, "1/min", 0.58 / 60, {0, 10}, "Regmi 2017",
            "rate of slow loss at a wall shear stress of 6 Pa"),
      param("circulation.shear_exponent", &P::slow_exponent, "1", 1, {-2, 3},
            "assumed; Regmi 2017 rises with shear, Fan 2016 falls",
            "how slow loss changes with shear"),
      param("circulation.heart_shear", &P::heart_shear_pa, "Pa", 100, {0, 1e4}, "Hope 2021",
            "peak shear stress on a passage of the heart"),
      param("circulation.heart_time", &P::heart_ms, "ms", 1, {0, 1000}, "assumed (milliseconds)",
            "how long the peak lasts"),
      param("circulation.body_shear", &P::body_shear_pa, "Pa", 1, {0, 100},
            "Reneman 2008: arteries 0.3 to 1.3 Pa, arterioles 1 to 5 Pa",
            "wall shear stress in vessels outside the simulated blocks"),
  };
}

std::vector<ParamSpec> killing_params() {
  return {
      param("circulation.NK_killing", &P::nk_per_min, "1/min", 0.25 / 60, {0, 10},
            "Ichise 2022: an encounter every 2 h, half of them kill",
            "rate at which NK cells kill a cell that has stopped"),
      param("circulation.NK_in_flow", &P::nk_in_flow, "1", 0.1, {0, 1}, "assumed",
            "the same in the stream, relative to a cell that has stopped"),
      param("circulation.NK_evasion", &P::nk_evasion_min, "min", 672, {1, 1e6},
            "Ichise 2022: response per encounter 68 % to 8 % in 24 h",
            "time in which NK cells lose interest"),
      param("circulation.platelet_cover.within", &P::cover_min, "min", 3, {0.01, 1e4}, "assumed",
            "time in which platelets cover the cell"),
      param("circulation.platelet_cover.protection", &P::cover_protection, "1", 0.5, {0, 1},
            "assumed; that it matters: Palumbo 2005",
            "share of the killing that the cover prevents"),
      param("circulation.anoikis_half", &P::anoikis_half_min, "min", 2160, {1, 1e6},
            "24 to 48 h for half the cells (recalled)",
            "time after which half the cells have died for lack of a hold"),
  };
}

std::vector<ParamSpec> arrest_params() {
  return {
      param("extravasation.arrest.cortical_tension", &P::tension_mn_per_m, "mN/m", 0.5, {0, 10},
            "recalled; leukocytes 0.03, carcinoma cells 0.1 to 1", "median cortical tension"),
      param("extravasation.arrest.adhesion_force", &P::adhesion_pn, "pN", 120, {0, 1e5},
            "Follain 2018: 80 to 200", "drag that adhesion to the wall can bear; 0 for none"),
      param("extravasation.arrest.capture", &P::capture_per_min, "1/min", 0.6, {0, 1e4}, "assumed",
            "rate of capture by adhesion where there is no shear"),
      param("circulation.tension_spread", &P::tension_spread, "1", 0.4, {0, 3}, "assumed",
            "spread of cortical tension from cell to cell (of its logarithm)"),
      param("circulation.size_spread", &P::size_spread, "1", 0.1, {0, 1},
            "circulating cells measure 12 to 20 um across (reviews)",
            "spread of the radius from cell to cell (of its logarithm)"),
      param("circulation.cell_viscosity", &P::viscosity_pa_s, "Pa s", 20, {0, 1e4},
            "assumed; neutrophils 135 (Needham 1990)",
            "apparent viscosity that slows squeezing in"),
      param("circulation.capillary_radius", &P::bed_radius_um, "um", 2.75, {0.5, 20}, "assumed",
            "median radius of the capillaries of organs that are not simulated"),
      param("circulation.capillary_spread", &P::bed_radius_spread, "1", 0.15, {0, 2}, "assumed",
            "spread of that radius (of its logarithm)"),
      param("circulation.capillary_pressure", &P::bed_pressure_pa, "Pa", 270, {1, 1e4}, "assumed",
            "median pressure across a plugged capillary of these organs"),
      param("circulation.pressure_spread", &P::bed_pressure_spread, "1", 0.5, {0, 2}, "assumed",
            "spread of that pressure (of its logarithm)"),
      param("circulation.node_passage", &P::node_passage, "1", 0.1, {0, 1}, "assumed",
            "share of the cells that a lymph node lets pass"),
  };
}

}  // namespace

struct Circulate {
  static constexpr const char* meaning = "cells in the stream are carried, damaged, stopped";
  using Params = JourneyParams;
  static std::vector<ParamSpec> params() {
    std::vector<ParamSpec> all = shear_params();
    for (const auto& group : {killing_params(), arrest_params()})
      all.insert(all.end(), group.begin(), group.end());
    return all;
  }
  static std::vector<ColumnSpec> writes() {
    std::vector<ColumnSpec> columns{cell::intent, cell::intent_detail};
    columns.insert(columns.end(), std::begin(traveller::all), std::end(traveller::all));
    return columns;
  }
  static void run(const Params& params, Step& s) {
    connect_ports(s.state.body, s.state.vessels);
    Table& travellers = s.state.travellers;
    const std::int64_t now = static_cast<std::int64_t>(s.tick) * s.state.tick_us;
    const Voyage voyage{StreamView(s.state.vessels),
                        s.state.body.view(),
                        {s.state.seed, s.process.value},
                        params,
                        now + math::to_int64(math::round_to_nearest(s.dt_min * us_per_min))};
    for_each_row(
        s.device, "circulate", travellers.capacity(), travellers.count(),
        Carry{UnitColumns(travellers, s.state.tick_us), travellers.data(cell::x),
              travellers.data(cell::y), travellers.data(cell::z), travellers.data(cell::radius),
              journey::SegmentLine(s.state.vessels), voyage});
  }
};

}  // namespace metastasim::circulation

metastasim::Process metastasim::processes::circulate() {
  return make_process<circulation::Circulate>("circulate");
}
