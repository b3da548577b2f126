#include "kernels/circulation/journey_params.hpp"

namespace metastasim::circulation {

namespace {

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
      param("circulation.repair", &P::repair_per_min, "1/min", 2, {0, 1e4},
            "recalled: a torn membrane reseals within 10 to 60 s",
            "rate at which damage to the membrane heals"),
      param("circulation.radial_factor", &P::radial_factor, "1", 1, {0, 1}, "assumed",
            "share of the wall shear stress that a cell in the stream feels"),
      param("circulation.shear_death", &P::slow_per_min, "1/min", 0.58 / 60, {0, 10},
            "Regmi 2017: more than 90 % dead in 4 h",
            "rate of slow loss at a wall shear stress of 6 Pa"),
      param("circulation.shear_exponent", &P::slow_exponent, "1", 1, {-2, 3},
            "assumed; Regmi 2017 rises with shear, Fan 2016 falls",
            "how slow loss changes with shear"),
      param("circulation.late_death", &P::apoptosis_per_min, "1/min", 1.0 / 60, {0, 10},
            "assumed, so that nearly all survivors of Regmi 2017 are among them",
            "rate at which a wall shear stress of 6 Pa makes cells die later"),
      param("circulation.late_death_after", &P::apoptosis_delay_min, "min", 1200, {1, 1e6},
            "Regmi 2017: 16 to 24 h", "how much later they die"),
      param("circulation.heart_shear", &P::heart_shear_pa, "Pa", 100, {0, 1e4},
            "Hope 2021 (more than 100 Pa)", "peak shear stress on a passage of the heart"),
      param("circulation.heart_time", &P::heart_ms, "ms", 1, {0, 1000}, "assumed (milliseconds)",
            "how long the peak lasts"),
      param("circulation.great_vessel_shear", &P::great_vessel_shear_pa, "Pa", {8.8, 0.5}, {0, 1e4},
            "Reneman and Hoeks 2008 (infrarenal aorta)",
            "wall shear stress in the great vessels behind the heart"),
      param("circulation.great_vessel_time", &P::great_vessel_ms, "ms", {200, 2000}, {0, 1e5},
            "assumed (4 and 40 cm at 20 cm/s)", "how long a cell is in them"),
      param("circulation.body_shear", &P::body_shear_pa, "Pa", 1, {0, 100},
            "Reneman and Hoeks 2008: arteries 0.3 to 1.3 Pa, arterioles 1 to 5 Pa",
            "wall shear stress in vessels outside the simulated blocks"),
      param("circulation.lymph_shear", &P::lymph_shear_pa, "Pa", 0.064, {0, 100},
            "Dixon 2006: mean 0.064 Pa in prenodal lymphatics, peaks of 0.4 to 1.2 Pa",
            "wall shear stress in lymph nodes and ducts"),
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
      param("circulation.platelet_cover.within", &P::cover_min, "min", 3, {0.01, 1e4},
            "assumed; minutes (recalled)", "time in which platelets cover the cell"),
      param("circulation.platelet_cover.protection", &P::cover_protection, "1", 0.5, {0, 1},
            "assumed; that it matters: Palumbo 2005",
            "share of the killing that the cover prevents"),
      param("circulation.anoikis_half", &P::anoikis_half_min, "min", 2160, {1, 1e6},
            "24 to 48 h for half the cells (recalled)",
            "time after which half the cells have died for lack of a hold"),
      param("circulation.anoikis_shape", &P::anoikis_shape, "1", 2, {0.5, 10},
            "assumed; no loss within an hour (Barnes 2012)",
            "how anoikis sets in: 1 at once, more the later the steeper"),
  };
}

/// That clusters are spared, 23 to 50 times over in all: Aceto 2014 (doi 10.1016/j.cell.2014.07.013).
std::vector<ParamSpec> cluster_params() {
  return {
      param("circulation.cluster.shear", &P::cluster_shear, "1", 0.5, {0, 1}, "assumed",
            "share of the wall shear stress that a cell in a cluster feels"),
      param("circulation.cluster.NK", &P::cluster_nk, "1", 0.5, {0, 1},
            "assumed; that they are spared: Lo 2020",
            "how visible a cell in a cluster is to NK cells, relative to a single one"),
      param("circulation.cluster.anoikis", &P::cluster_anoikis, "1", 0.25, {0, 1},
            "assumed; neighbours are a hold", "how fast time without a hold counts in a cluster"),
      param("circulation.cluster.split", &P::split_per_min, "1/min", 1500, {0, 1e6},
            "assumed; computed for high shear: 0.02 to 0.06 s (PLoS ONE 2021, e0245536)",
            "rate at which clusters come apart at a wall shear stress of 100 Pa"),
      param("circulation.cluster.split_exponent", &P::split_exponent, "1", 3, {0.5, 10}, "assumed",
            "how steeply that rises with shear"),
  };
}

std::vector<ParamSpec> arrest_params() {
  return {
      param("extravasation.arrest.cortical_tension", &P::tension_mn_per_m, "mN/m", 0.5, {0, 10},
            "assumed; neutrophils 0.024 (Hochmuth 1993), carcinoma cells 0.1 to 1 (recalled)",
            "median cortical tension"),
      param("extravasation.arrest.adhesion_force", &P::adhesion_pn, "pN", 120, {0, 1e5},
            "Follain 2018: 80 to 200 (recalled)",
            "drag that adhesion to the wall can bear; 0 for none"),
      param("extravasation.arrest.capture", &P::capture_per_min, "1/min", 0.6, {0, 1e4}, "assumed",
            "rate of capture by adhesion where there is no shear"),
      param("circulation.tension_spread", &P::tension_spread, "1", 0.4, {0, 3}, "assumed",
            "spread of cortical tension from cell to cell (of its logarithm)"),
      param("circulation.size_spread", &P::size_spread, "1", 0.1, {0, 1},
            "assumed; circulating cells measure 12 to 20 um across (reviews)",
            "spread of the radius from cell to cell (of its logarithm)"),
      param("circulation.cell_viscosity", &P::viscosity_pa_s, "Pa s", 20, {0, 1e4},
            "assumed; neutrophils 100 to 150 (Hochmuth 1990)",
            "apparent viscosity that slows squeezing in"),
      param("circulation.capillary_radius", &P::bed_radius_um, "um", 2.75, {0.5, 20},
            "assumed; capillaries measure 5 to 8 um across (reviews)",
            "median radius of the capillaries of organs that are not simulated"),
      param("circulation.capillary_spread", &P::bed_radius_spread, "1", 0.15, {0, 2}, "assumed",
            "spread of that radius (of its logarithm)"),
      param("circulation.capillary_pressure", &P::bed_pressure_pa, "Pa", 270, {1, 1e4}, "assumed",
            "median pressure across a plugged capillary of these organs"),
      param("circulation.pressure_spread", &P::bed_pressure_spread, "1", 0.5, {0, 2}, "assumed",
            "spread of that pressure (of its logarithm)"),
      param("circulation.node_passage", &P::node_passage, "1", 0.1, {0, 1}, "assumed",
            "share of single cells that a lymph node lets pass"),
  };
}

std::vector<ParamSpec> transmigration_params() {
  return {
      param("extravasation.transmigration_time", &P::transmigration_min, "min", 720, {1, 43200},
            "Chen 2013: most within 6 to 24 h in vitro (recalled)",
            "mean time that a stopped cell takes to get out of its vessel"),
      param("extravasation.cluster_time", &P::transmigration_in_cluster, "1", 0.5, {0.01, 10},
            "assumed; clusters are faster: Chen 2013",
            "the time that a cluster takes, relative to a single cell"),
  };
}

}  // namespace

std::vector<ParamSpec> journey_params() {
  std::vector<ParamSpec> all = shear_params();
  for (const auto& group :
       {killing_params(), cluster_params(), arrest_params(), transmigration_params()})
    all.insert(all.end(), group.begin(), group.end());
  return all;
}

}  // namespace metastasim::circulation
