// What the soil does with a newcomer: some grow at once, the others fall asleep and may wake.
//
//   P(grows at once) = g, where site != site of entry, else 1
//   a sleeper wakes with the hazard w:  P = 1 - exp(-w dt)
//
//   g   share that grows at once   [1]      Luzzi 1998 (doi 10.1016/S0002-9440(10)65628-3, mouse
//       liver, B16F1): 1 in 40 extravasated cells founded a micrometastasis
//   w   awakening hazard           [1/min]  late relapse of breast cancer: 0.9 to 3.5 % a
//       patient-year (from Pan 2017, doi 10.1056/NEJMoa1701830); per cell assumed
//   f   soil's factor on the division rate, passed on to all descendants   [1]   assumed
// A cell that grows has turned epithelial again: colonies need it (Tsai 2012, doi
// 10.1016/j.ccr.2012.09.022: metastases in 12 of 14 mice where Twist1 could be shut off, in 3 of 13
// where it could not). Its EMT score is set back to 0, the time that takes is not modelled; its
// descendants answer what drives EMT like any other cell.
// The decision is made once per arrival: colony::settled is 0 until then. Natives of the block have
// no founder and are left alone. So is who leaves a vessel in the site where it entered one: that soil is its
// own, it grows, at the rate and in the phenotype that it had, as cells that come back to their tumour do
// ("self-seeding": Kim 2009, doi 10.1016/j.cell.2009.11.025). Who was given into the blood, or shed in a lymph
// node, set off from no site and is a newcomer everywhere.
#include "kernels/colonies/colony_columns.hpp"
#include "kernels/core/launch.hpp"
#include "kernels/invasion/emt.hpp"
#include "kernels/process.hpp"
#include "kernels/state/cell_columns.hpp"

namespace metastasim::colonies {

namespace {

struct SoilParams {
  float grows_at_once, awakening_per_min, growth;
};

struct Settle {
  const std::uint64_t *id, *founder;
  SoilParams soil;
  float dt_min;
  DrawKey key;
  std::uint8_t *dormant, *settled, *phenotype;
  float *growth, *score;
  HD void operator()(std::uint32_t row) const {
    if (founder[row] == 0) return;
    const Draws draws = key.of(id[row]);
    if (settled[row] == 0) {
      settled[row] = 1;
      growth[row] = soil.growth;
      dormant[row] = 1;
      if (draws.happens(soil.grows_at_once, 0)) wake(row);
    } else if (dormant[row] != 0 &&
               draws.happens(math::hazard_probability(soil.awakening_per_min, dt_min), 1)) {
      wake(row);
    }
  }
  HD void wake(std::uint32_t row) const {
    dormant[row] = 0;
    score[row] = 0;
    phenotype[row] = static_cast<std::uint8_t>(Phenotype::epithelial);
  }
};

}  // namespace

struct Dormancy {
  static constexpr const char* meaning = "newcomers fall asleep in foreign soil, sleepers wake";
  using Params = SoilParams;
  static std::vector<ParamSpec> params() {
    return {
        param("site.*.soil.grows_at_once", &Params::grows_at_once, "1", 0.025, {0, 1},
              "Luzzi 1998 (mouse liver, B16F1): 1 in 40",
              "share of newcomers from elsewhere that grow at once; the rest sleep"),
        param("site.*.soil.awakening", &Params::awakening_per_min, "1/min", 1e-4 / 60, {0, 1},
              "assumed; patients relapse at 0.009 to 0.035 1/a (Pan 2017)",
              "rate at which a sleeping cell wakes"),
        param("site.*.soil.growth", &Params::growth, "1", 0.5, {0, 10}, "assumed",
              "factor of the soil on the division rate of newcomers and their descendants"),
    };
  }
  static std::vector<ColumnSpec> adds() {
    return {colony::dormant, colony::growth, colony::settled};
  }
  static std::vector<ColumnSpec> writes() {
    return {colony::dormant, colony::growth, colony::settled, cell::phenotype, emt::score};
  }
  static void run(const Params& params, SiteStep& s) {
    Table& cells = s.site.cells;
    for_each_row(s.device, "dormancy", cells.capacity(), cells.count(),
                 Settle{cells.data(cell::id), cells.data(cell::founder), params,
                        static_cast<float>(s.dt_min), DrawKey(s), cells.data(colony::dormant),
                        cells.data(colony::settled), cells.data(cell::phenotype),
                        cells.data(colony::growth), cells.data(emt::score)});
  }
};

}  // namespace metastasim::colonies

metastasim::Process metastasim::processes::dormancy() {
  return make_process<colonies::Dormancy>("dormancy");
}
