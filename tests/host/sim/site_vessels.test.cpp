#include <gtest/gtest.h>

#include "host/config/reader.hpp"
#include "host/geometry/network_file.hpp"
#include "host/sim/model.hpp"
#include "kernels/vessels/network_flow.hpp"
#include "tests/support/bench.hpp"
#include "tests/support/scratch.hpp"

namespace metastasim {
namespace {

/// A site of 320 um whose vessels stand in a file.
class SiteVessels : public ::testing::Test {
 protected:
  Model model(const std::string& segments, const std::string& nodes,
              const std::string& more = "") const {
    folder_.write("net.csv", "segment,from,to,diameter_um,length_um\n" + segments);
    folder_.write("net.nodes.csv", "node,x_um,y_um,z_um,boundary,value,haematocrit\n" + nodes);
    const auto file = folder_.write("mine.toml",
                                    "format = 1\nspecies = \"human\"\nduration = \"1 h\"\n"
                                    "[site.breast]\nrole = \"primary\"\n"
                                    "size = [\"320 um\", \"320 um\", \"320 um\"]\n"
                                    "[site.breast.blood]\nnetwork = \"net.csv\"\n" +
                                        more);
    const config::ReadResult read = config::read_scenario(file.string());
    EXPECT_TRUE(read.scenario) << render_problems(read);
    return build_model(read.scenario.value(), testing::device());
  }
  vessels::Network whole() const { return geometry::read_network(folder_.path() / "net.csv"); }

 private:
  testing::Scratch folder_;
};

/// A fork before the block, whose branches end in it: one face cuts both.
constexpr const char* cut_fork = "1,1,2,20,\n2,2,3,7,\n3,2,4,11,\n4,3,5,9,\n5,4,5,9,\n";
constexpr const char* ends_of_cut_fork =
    "1,-300,160,160,pressure,45,0.4\n2,-100,160,160,,,\n3,200,100,160,,,\n4,200,220,160,,,\n"
    "5,300,160,160,pressure,15,\n";

struct Laws {
  const char* settings;
  vessels::ViscosityLaw viscosity;
  vessels::PhaseSeparation separation;
};
constexpr Laws laws[] = {
    {"", vessels::ViscosityLaw::pries1994, vessels::PhaseSeparation::pries2005},
    {"viscosity_law = \"constant\"\nviscosity = \"9 cP\"\n", vessels::ViscosityLaw::constant,
     vessels::PhaseSeparation::pries2005},
    {"viscosity_law = \"pries1992\"\n", vessels::ViscosityLaw::pries1992,
     vessels::PhaseSeparation::pries2005},
    {"phase_separation = \"none\"\n", vessels::ViscosityLaw::pries1994,
     vessels::PhaseSeparation::none},
};

TEST_F(SiteVessels, NothingInsideNoticesTheCutWhateverTheLaws) {
  for (const Laws& law : laws) {
    SCOPED_TRACE(law.settings);
    Model cut = model(cut_fork, ends_of_cut_fork, std::string("[blood]\n") + law.settings);
    testing::run_once(cut.state, cut.parameters, "blood_flow", 1);
    vessels::FlowOptions options;
    options.viscosity.law = law.viscosity;
    options.viscosity.constant_mpas = 9;
    options.separation = law.separation;
    const vessels::FlowResult all = vessels::solve_flow(whole(), options);
    const Table& inside = cut.state.vessels.segments;
    const auto id = inside.to_host(segment::id);
    const auto flow = inside.to_host(segment::flow), cells = inside.to_host(segment::haematocrit);
    ASSERT_EQ(id.size(), 4u);
    for (std::size_t s = 0; s < id.size(); ++s) {
      const std::size_t there = id[s] - 1;
      EXPECT_NEAR(flow[s], all.flow_nl_per_min[there], 1e-4 * all.flow_nl_per_min[0]);
      EXPECT_NEAR(cells[s], all.haematocrit[there], 1e-4);
    }
  }
}

/// Between 45 and 15 mmHg a narrow and a wide vessel of one resistance, where viscosity is constant; by
/// Pries 1994 blood is thicker in the narrow one, and the pressure between them lower.
TEST_F(SiteVessels, APortIsWhatItIsByTheLawsOfTheScenario) {
  const std::string segments = "1,1,2,8,20\n2,2,3,20,781.25\n3,4,2,8,100\n";
  const std::string nodes =
      "1,10,10,10,pressure,45,0.45\n2,30,10,10,,,\n3,300,10,10,pressure,15,0.45\n"
      "4,30,110,10,pressure,28.5,0.45\n";
  const auto port = [&](const std::string& more) {
    return static_cast<Port>(
        model(segments, nodes, more).state.vessels.nodes.to_host(node::port)[3]);
  };
  EXPECT_EQ(port(""), Port::arterial);
  EXPECT_EQ(port("[blood]\nviscosity_law = \"constant\"\n"), Port::venous);
}

TEST_F(SiteVessels, HaematocritIsTheScenariosWhereTheFileGivesNone) {
  const auto carried = [&](const char* given, const std::string& more) {
    Model m =
        model("1,1,2,8,100\n",
              std::string("1,0,10,10,pressure,40,") + given + "\n2,100,10,10,pressure,10,\n", more);
    testing::run_once(m.state, m.parameters, "blood_flow", 1);
    return m.state.vessels.segments.to_host(segment::haematocrit)[0];
  };
  EXPECT_FLOAT_EQ(carried("0.25", ""), 0.25f);
  EXPECT_FLOAT_EQ(carried("", "haematocrit = 0.3\n"), 0.3f);
  EXPECT_FLOAT_EQ(carried("", ""), 0.42f);
}

}  // namespace
}  // namespace metastasim
