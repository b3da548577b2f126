#include "host/config/structure/rows.hpp"
#include "host/config/structure/slots.hpp"

namespace metastasim::config::rows {

std::vector<Key> of_the_run() {
  return {
      whole("format", must_be_written("1"), {1, 1},
            "version of the vocabulary that this file is written in", run(&Scenario::format)),
      text("title", left_out(), "one line for people", run(&Scenario::title)),
      choice("species", {"mouse", "human"}, must_be_written("mouse"), "",
             "whose blood, vessels and organs the defaults describe", run(&Scenario::species)),
      whole("seed", both("1"), {0, 9.2e18},
            "number that all random draws follow from; same file and seed, same result",
            run(&Scenario::seed)),
      quantity("duration", "min", must_be_written("2 d"), {0.01, 100 * year_min}, "",
               "how much biology is simulated", run(&Scenario::duration_min)),
      quantity("tick", "s", both("6 s"), {0.1, 3600},
               "Ghaffarizadeh 2018 (its step of mechanics, 0.1 min)",
               "the shortest step of any process", run(&Scenario::tick_s)),
      choice("values", {"realistic", "demo"}, both("realistic"), "",
             "which half of each { demo, realistic } pair is in force", run(&Scenario::demo)),
  };
}

std::vector<Key> of_the_output() {
  using O = OutputSpec;
  const auto output = &Scenario::output;
  return {
      quantity("output.every", "min", both("30 min"), {0.001, 3650 * 1440}, "",
               "biology between two stored states", run(output, &O::every_min)),
      names("output.fields", "voxel fields to store; the usual ones where it is left out",
            run(output, &O::fields)),
      names("output.cells", "cell columns to store; the usual ones where it is left out",
            run(output, &O::cells)),
      names("output.vessels", "vessel columns to store; the usual ones where it is left out",
            run(output, &O::vessels)),
      quantity("output.checkpoint_every", "s", both("60 s"), {1, 86400}, "",
               "computing between two checkpoints: the most that a crash can cost",
               run(output, &O::checkpoint_every_s)),
  };
}

}  // namespace metastasim::config::rows
