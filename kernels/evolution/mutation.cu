// Mutation: a newborn cell may begin a clone of its own, with traits a little off its mother's.
//
//   P(new clone) = mu  for each daughter         x' = x exp(sigma n - sigma^2 / 2)
//
//   mu     probability of a driver mutation                   [1]  Bozic et al. 2010 (doi
//          10.1073/pnas.1010978107): 3.4e-5 per division
//   x      a trait: factor on division, crawling, EMT, shear  [1]
//   sigma  spread of its logarithm by one mutation            [1]  division: Bozic 2010, an advantage of
//          0.4 % a driver; the others assumed
//   n      standard normal
// The factor has mean 1: without selection the mean of a trait does not drift. Which traits spread
// is left to what happens to their carriers.
// A clone's number is the tick of its first cell's birth times 2^32, plus that cell's lineage number:
// no order of storage shows, and no two clones share one while lineage numbers stay below 2^32.
// Runs after each resolve: newborn are the cells of this tick's divisions.
#include "kernels/core/launch.hpp"
#include "kernels/evolution/traits.hpp"
#include "kernels/process.hpp"
#include "kernels/state/cell_columns.hpp"

namespace metastasim::evolution {

namespace {

struct Params {
  float probability, division, motility, emt, shear;
};

struct Traits {
  float *division, *motility, *emt, *shear;
};

struct Mutate {
  const std::uint64_t* id;
  const std::uint32_t *born, *divisions;
  const std::uint8_t* type;
  const Params* params;
  DrawKey key;
  std::uint64_t* clone;
  Traits traits;
  HD void operator()(std::uint32_t row) const {
    if (born[row] != key.tick || divisions[row] == 0) return;
    const Params& p = params[type[row]];
    const Draws draws = key.of(id[row]);
    if (!draws.happens(p.probability, 0)) return;
    clone[row] = (static_cast<std::uint64_t>(key.tick) << 32) + (id[row] & 0xFFFFFFFFu);
    vary(traits.division[row], p.division, draws, 1);
    vary(traits.motility[row], p.motility, draws, 2);
    vary(traits.emt[row], p.emt, draws, 3);
    vary(traits.shear[row], p.shear, draws, 4);
  }
  HD static void vary(float& trait, double spread, const Draws& draws, std::uint16_t draw) {
    const double logarithm = spread * draws.normal(draw) - 0.5 * spread * spread;
    trait = static_cast<float>(trait * math::exp(logarithm));
  }
};

}  // namespace

struct Mutation {
  static constexpr const char* meaning = "newborn cells may mutate and begin a clone of their own";
  using CellParams = Params;
  static std::vector<ParamSpec> cell_params() {
    const char* spread = "spread (of the logarithm) that one mutation gives to ";
    const auto of = [&](const char* what) { return std::string(spread) + what; };
    return {
        param("cell.*.mutation.probability", &Params::probability, "1", 3.4e-5, {0, 1},
              "Bozic 2010 (drivers per division)",
              "probability that a newborn cell begins a clone of its own"),
        param("cell.*.mutation.of_division", &Params::division, "1", 0.004, {0, 3},
              "Bozic 2010 (advantage of a driver)", of("the division rate")),
        param("cell.*.mutation.of_motility", &Params::motility, "1", 0.1, {0, 3}, "assumed",
              of("the speed of crawling")),
        param("cell.*.mutation.of_EMT", &Params::emt, "1", 0.1, {0, 3}, "assumed",
              of("what drives EMT")),
        param("cell.*.mutation.of_shear_resistance", &Params::shear, "1", 0.1, {0, 3}, "assumed",
              of("the shear dose that bursts a cell")),
    };
  }
  static std::vector<ColumnSpec> adds() {
    return {trait::division, trait::motility, trait::emt, trait::shear};
  }
  static std::vector<ColumnSpec> writes() {
    return {cell::clone, trait::division, trait::motility, trait::emt, trait::shear};
  }
  static void run(const Params* by_type, SiteStep& s) {
    Table& cells = s.site.cells;
    for_each_row(s.device, "mutation", cells.capacity(), cells.count(),
                 Mutate{cells.data(cell::id),
                        cells.data(cell::born),
                        cells.data(cell::divisions),
                        cells.data(cell::type),
                        by_type,
                        DrawKey(s),
                        cells.data(cell::clone),
                        {cells.data(trait::division), cells.data(trait::motility),
                         cells.data(trait::emt), cells.data(trait::shear)}});
  }
};

}  // namespace metastasim::evolution

metastasim::Process metastasim::processes::mutation() {
  return make_process<evolution::Mutation>("mutation");
}
