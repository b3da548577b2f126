#include "host/config/structure/rows.hpp"
#include "host/config/structure/slots.hpp"

namespace metastasim::config::rows {

std::vector<Key> of_its_blood() {
  const auto in = &SiteSpec::blood;
  return {
      text("site.*.blood.network", left_out("{ generate = \"capillary bed\" }"),
           "file of the vessel network, from the scenario's folder; instead of generating one; a "
           "site without vessels has neither",
           network(in, &NetworkSpec::file)),
      choice("site.*.blood.network.generate", {"capillary bed"}, left_out(), "",
             "generator of the vessel network; no vessels where it is left out",
             network(in, &NetworkSpec::generator)),
      quantity("site.*.blood.network.length_density", "mm/mm^3", both("138 mm/mm^3"), {1, 5000},
               "Gersh and Still 1945 (white fat: capillaries with blood, 6 um wide)",
               "length of vessels per volume of tissue",
               network(in, &NetworkSpec::length_density_mm_per_mm3)),
      choice("site.*.blood.network.keep_out", {"nothing", "tumour"}, both("nothing"), "set-up",
             "where the generator puts no vessels", network(in, &NetworkSpec::keep_out_of_tumour)),
      quantity("site.*.blood.capillary_diameter", "um", both("6 um"), {3, 20},
               "assumed; capillaries measure 5 to 8 um (reviews)",
               "inner diameter of the narrowest vessels", blood(&BloodSpec::capillary_diameter_um)),
      quantity("site.*.blood.pressure.arteriole", "mmHg", both("45 mmHg"), {0, 200},
               "assumed, around the 31 of Fry 2012", "blood pressure where vessels enter the block",
               blood(&BloodSpec::arteriole_mmhg)),
      quantity("site.*.blood.pressure.venule", "mmHg", both("15 mmHg"), {0, 200},
               "assumed, around the 31 of Fry 2012", "blood pressure where vessels leave the block",
               blood(&BloodSpec::venule_mmhg)),
      quantity("site.*.blood.haematocrit", "1", both("0.42"), {0, 0.8},
               "assumed; 0.41 measured in rat mesentery (Secomb, NetFlow)",
               "the share of blood volume taken by red cells", blood(&BloodSpec::haematocrit)),
      quantity("site.*.blood.oxygen_at_inlet", "mmHg", both("60 mmHg"), {0, 150}, "assumed",
               "oxygen pressure of the blood that enters the block",
               blood(&BloodSpec::inlet_po2_mmhg)),
  };
}

std::vector<Key> of_its_lymph() {
  const auto in = &SiteSpec::lymph;
  return {
      choice("site.*.lymph.network.generate", {"blind-ended tree"}, left_out(), "",
             "generator of the lymphatics; no lymphatics where it is left out",
             network(in, &NetworkSpec::generator)),
      quantity("site.*.lymph.network.length_density", "mm/mm^3", both("20 mm/mm^3"), {0.5, 200},
               "assumed", "length of lymphatics per volume of tissue",
               network(in, &NetworkSpec::length_density_mm_per_mm3)),
      choice("site.*.lymph.network.keep_out", {"nothing", "tumour"}, both("tumour"),
             "Padera 2002: no lymphatics work inside tumours", "where the generator puts none",
             network(in, &NetworkSpec::keep_out_of_tumour)),
      quantity("site.*.lymph.initial_diameter", "um", both("30 um"), {10, 60},
               "assumed; initial lymphatics measure 10 to 60 um (recalled)",
               "inner diameter of a blind-ended vessel", lymph(&LymphSpec::initial_diameter_um)),
      text("site.*.lymph.drains_to", left_out("axillary node"),
           "the place on the body's route that the lymph reaches first: a lymph node",
           lymph(&LymphSpec::drains_to)),
  };
}

}  // namespace metastasim::config::rows
