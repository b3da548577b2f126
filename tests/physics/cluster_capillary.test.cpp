// Au 2016 (doi 10.1073/pnas.1524448113): more than nine in ten clusters of up to 20 cells pass constrictions
// of 5 to 10 um at physiological pressures, by unfolding to a file of single cells. Nothing is fitted
// here: size and tension of the cells are those of every journey. In which order the cells file is not
// modelled; the pressure, 7 to 83 cm of water, is recalled.
#include <gtest/gtest.h>

#include <algorithm>

#include "kernels/circulation/traveller_columns.hpp"
#include "tests/support/journey.hpp"

namespace metastasim {
namespace {

constexpr float cm_water_pa = 98.0665f;

/// Share of `clusters` that pass a channel.
double share_passing(std::uint32_t clusters, std::uint32_t members, float channel_um,
                     float pressure_pa) {
  Parameters parameters = testing::default_parameters();
  for (const char* off : {"circulation.NK_killing", "extravasation.arrest.adhesion_force",
                          "circulation.rupture", "circulation.shear_death"})
    testing::set_parameter(parameters, off, 0);
  State state = make_state(testing::device(), 1, 60'000'000);
  add_site(state, testing::device(), "chip", Grid{16, 16, 16, 20});
  state.tick = 1;
  testing::lay_vessels(
      state, *state.sites[0], {{0, 160, 160}, {100, 160, 160}, {200, 160, 160}, {300, 160, 160}},
      {{0, 1, 20, 1}, {1, 2, channel_um / 2, 1, 1, pressure_pa}, {2, 3, 20, 1e-4f}});
  testing::set_off_clusters(state, clusters, members, {0, 0, 160, 160});
  testing::board_clusters(state, parameters);
  testing::travel(state, parameters, 300);
  const auto place = state.travellers.to_host(traveller::place);
  return static_cast<double>(std::count(place.begin(), place.end(), 2u)) / (clusters * members);
}

TEST(ClusterCapillary, NineInTenClustersOfTwentyPassAChannelOfSevenMicrometres) {
  EXPECT_GT(share_passing(1000, 20, 7, 7 * cm_water_pa), 0.9);
  EXPECT_GT(share_passing(1000, 20, 10, 7 * cm_water_pa), 0.9);
  EXPECT_GT(share_passing(1000, 1, 7, 7 * cm_water_pa), 0.9);
  EXPECT_LT(share_passing(1000, 20, 3, 7 * cm_water_pa), 0.1) << "a channel that stops them";
}

TEST(ClusterCapillary, LargerClustersStopMoreOftenWhereThePressureIsLow) {
  const double one = share_passing(2000, 1, 6, 300), five = share_passing(2000, 5, 6, 300),
               twenty = share_passing(2000, 20, 6, 300);
  EXPECT_GT(one, five);
  EXPECT_GT(five, twenty);
}

}  // namespace
}  // namespace metastasim
