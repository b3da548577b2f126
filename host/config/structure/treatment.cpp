#include "host/config/structure/rows.hpp"
#include "host/config/structure/slots.hpp"

namespace metastasim::config::rows {

std::vector<Key> of_interventions() {
  using I = InterventionSpec;
  const std::string at = "intervention.*.";
  return {
      choice(at + "kind", {"surgery", "protease inhibitor"}, must_be_written("surgery"), "",
             "what is done: surgery removes all cells of a region, a protease inhibitor slows the "
             "loss of collagen and basement membrane",
             intervention(&I::kind)),
      quantity(at + "at", "min", must_be_written("20 d"), {0, 100 * year_min}, "",
               "when it is done, or begins", intervention(&I::at_min)),
      quantity(at + "until", "min", left_out("40 d"), {0, 100 * year_min}, "",
               "when the last dose may be given; never ends where it is left out",
               intervention(&I::until_min)),
      text(at + "site", left_out("breast"), "where the surgeon works: a [site.NAME] of this file",
           intervention(&I::site)),
      quantity(at + "region.sphere", "um", left_out("440 um"), {1, 1e5}, "",
               "diameter of what is removed; the tumour at the start where it is left out",
               intervention(&I::sphere_um)),
      quantities(at + "region.centre", "um", left_out("0.48 mm"), {0, 1e5},
                 "its centre, from the block's corner; the block's middle where it is left out",
                 intervention(&I::centre_um)),
      quantity(at + "margin", "um", both("0 um"), {0, 1e4}, "set-up",
               "tissue that is removed around it", intervention(&I::margin_um)),
      quantity(at + "efficacy", "1", both("1"), {0, 1}, "set-up",
               "share of the activity that the drug takes away at its most",
               intervention(&I::efficacy)),
      quantity(
          at + "dose", "1", left_out("1"), {0, 1e6}, "",
          "what a dose adds, in concentrations of half effect; saturating where it is left out",
          intervention(&I::dose)),
      quantity(
          at + "half_life", "min", left_out("8 h"), {0.1, 1e6}, "",
          "time in which half of the drug is eliminated; held at its level until the end where "
          "it is left out",
          intervention(&I::half_life_min)),
      quantity(at + "every", "min", left_out("1 d"), {1, 1e6}, "",
               "time between two doses; a single one where it is left out",
               intervention(&I::every_min)),
  };
}

std::vector<Key> of_injections() {
  using I = InjectionSpec;
  const std::string at = "injection.*.";
  return {
      text(at + "cell", must_be_written("carcinoma"),
           "type of the cells: a [cell.NAME] of this file", injection(&I::cell)),
      whole(at + "cells", must_be_written("1000"), {1, 1e8},
            "how many cells are given into the blood at the start", injection(&I::cells)),
      text(at + "into", both("veins"), "where: a place of body.route, veins for the tail vein",
           injection(&I::into)),
      whole(at + "cluster_of", both("1"), {1, 10000},
            "how many of them hang together; the last cluster takes what is left over",
            injection(&I::cluster_of)),
  };
}

}  // namespace metastasim::config::rows
