// The examples' funnels add up at every step: every cell that entered the stream is somewhere. The examples
// are made smaller and more eager, so that seconds show what days would.
#include <gtest/gtest.h>

#include <stdexcept>

#include "host/config/reader.hpp"
#include "host/sim/model.hpp"
#include "host/sim/summary.hpp"
#include "tests/support/bench.hpp"
#include "tests/support/tree.hpp"

namespace metastasim {
namespace {

struct Example {
  const char* file;
  std::vector<std::string> set;
};

/// The funnel after so many steps, each of which must add up.
Funnel run(const Example& example, int steps) {
  const auto read =
      config::read_scenario(testing::in_tree("examples/" + std::string(example.file)), example.set);
  if (!read.scenario) throw std::runtime_error(config::render_problems(read));
  Model model = build_model(*read.scenario, testing::device());
  for (int step = 0; step < steps; ++step) {
    advance(testing::device(), model.state, model.parameters);
    EXPECT_TRUE(funnel_of(model.state).adds_up()) << example.file << ", step " << step;
  }
  return funnel_of(model.state);
}

TEST(ExampleLedgers, FirstMetastasisAddsUpAtEveryStep) {
  const Funnel funnel = run(
      {"first_metastasis.toml",
       {"site.breast.size=[\"0.32 mm\", \"0.32 mm\", \"0.32 mm\"]",
        "site.breast.tumour.shape.sphere=\"160 um\"",
        "site.breast.tumour.shape.centre=[\"160 um\", \"160 um\", \"160 um\"]",
        "site.breast.TGF_beta_release=\"0.2 nM/min\"", "site.breast.residents.NK=\"1000 1/mm^3\"",
        "site.breast.lymph.network.length_density=\"100 mm/mm^3\"",
        "site.lung.size=[\"0.32 mm\", \"0.32 mm\", \"0.32 mm\"]",
        "cell.carcinoma.EMT_rate=\"10 1/h\"", "cell.carcinoma.mesenchymal.membrane_loss=\"20 1/h\"",
        "cell.carcinoma.mesenchymal.collagen_loss=\"20 1/h\"",
        "cell.carcinoma.mesenchymal.migration_speed=\"3 um/min\"",
        "intravasation.wall_loss=\"20 1/h\"", "intravasation.into_lymph=\"20 1/h\"",
        "circulation.NK_killing=\"2 1/h\"", "circulation.shear_death=\"2 1/h\"",
        "extravasation.transmigration_time=\"6 min\""}},
      360);
  for (const auto happened : {funnel.entered_blood, funnel.entered_lymph, funnel.entries_as_cluster,
                              funnel.held_in_nodes, funnel.arrests_total, funnel.extravasated,
                              funnel.died_on_the_way(), funnel.dormant, funnel.growing})
    EXPECT_GT(happened, 0u);
}

TEST(ExampleLedgers, CtcShearLoopAddsUpAtEveryStep) {
  const Funnel funnel = run({"ctc_shear_loop.toml", {"injection.sample.cells=200"}}, 240);
  EXPECT_EQ(funnel.entered_blood, 200u);
  EXPECT_GT(funnel.died_shear, 100u);
}

TEST(ExampleLedgers, MetaspreadAddsUpAtEveryStep) {
  const Funnel funnel =
      run({"metaspread_2d.toml",
           {"site.breast.lattice.vessels=400", "site.breast.lattice.ruptured_vessels=100",
            "site.breast.lattice.vessels_beyond=\"0 um\""}},
          600);
  EXPECT_GT(funnel.entered_blood, 0u);
  EXPECT_GT(funnel.died_on_the_way(), 0u);
}

/// Two in which nobody is to leave: wherever all are, the ledger says so.
TEST(ExampleLedgers, SpheroidAndAngiogenesisLetNobodyIntoTheBlood) {
  const std::string small = "=[\"0.32 mm\", \"0.32 mm\", \"0.32 mm\"]";
  const std::string centre = "=[\"160 um\", \"160 um\", \"160 um\"]";
  EXPECT_EQ(run({"spheroid_invasion.toml",
                 {"site.gel.size" + small, "site.gel.tumour.shape.sphere=\"100 um\"",
                  "cell.carcinoma.EMT_rate=\"10 1/h\""}},
                120)
                .entered(),
            0u);
  EXPECT_EQ(run({"angiogenesis_switch.toml",
                 {"site.colony.size" + small, "site.colony.tumour.shape.centre" + centre,
                  "site.colony.tumour.shape.sphere=\"160 um\"",
                  "site.colony.blood.angiogenesis.sprouting=\"0.01 1/min\""}},
                360)
                .entered(),
            0u);
}

}  // namespace
}  // namespace metastasim
