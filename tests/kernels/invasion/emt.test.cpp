#include "kernels/invasion/emt.hpp"

#include <gtest/gtest.h>

#include "kernels/colonies/colony_columns.hpp"
#include "kernels/evolution/traits.hpp"
#include "kernels/invasion/tgf_beta.hpp"
#include "kernels/tissue/hypoxia.hpp"
#include "kernels/tissue/motion.hpp"
#include "tests/kernels/tissue/crowd.hpp"

namespace metastasim {
namespace {

constexpr double up_per_min = 0.1 / 60, down_per_min = 0.02 / 60;

/// A cell with a score, under a constant drive.
struct Driven {
  State state = testing::founders(1);
  Parameters parameters = testing::default_parameters();
  Driven(float score, float drive) {
    testing::set_all(cells(), emt::score, score);
    set_drive(drive);
    set_contacts(12);
  }
  Table& cells() { return state.sites[0]->cells; }
  void set_drive(float drive) { testing::set_all(cells(), hypoxia::hif, drive); }
  void set_contacts(std::uint8_t n) { testing::set_all(cells(), motion::contacts, n); }
  float after(double minutes, double dt_min) {
    for (int i = 0; i < std::lround(minutes / dt_min); ++i)
      testing::run_once(state, parameters, "emt", dt_min);
    return cells().to_host(emt::score)[0];
  }
  Phenotype phenotype() { return static_cast<Phenotype>(cells().to_host(cell::phenotype)[0]); }
};

/// Where a score settles.
float settled(float score, float drive) { return Driven(score, drive).after(6e5, 6e3); }

TEST(Emt, ScoreRelaxesExponentiallyWhateverTheStep) {
  for (const double dt : {1200.0, 120.0, 6.0}) {
    const double rise = std::exp(-up_per_min * 1200), fall = std::exp(-down_per_min * 1200);
    EXPECT_NEAR(Driven(0, 0.6f).after(1200, dt), 0.5 * (1 - rise), 1e-5) << dt;
    EXPECT_NEAR(Driven(0, 0.9f).after(1200, dt), 1 - rise, 1e-5) << dt;  // past both thresholds
    EXPECT_NEAR(Driven(1, 0.3f).after(1200, dt), 0.5 + 0.5 * fall, 1e-5) << dt;
    EXPECT_NEAR(Driven(1, 0.0f).after(1200, dt), fall, 1e-5) << dt;
  }
}

TEST(Emt, GoesAndComesBackOverAPartialStateWithHysteresis) {
  Driven cell(0, 0);
  const auto goes_to = [&](float drive) {
    cell.set_drive(drive);
    const float score = cell.after(6e5, 6e3);
    return std::pair(score, cell.phenotype());
  };
  const std::pair epithelial(0.0f, Phenotype::epithelial), partial(0.5f, Phenotype::partial),
      mesenchymal(1.0f, Phenotype::mesenchymal);
  for (const float drive : {0.2f, 0.45f, 0.49f}) EXPECT_EQ(goes_to(drive), epithelial) << drive;
  for (const float drive : {0.51f, 0.69f}) EXPECT_EQ(goes_to(drive), partial) << drive;
  for (const float drive : {0.71f, 1.0f, 0.45f, 0.41f})
    EXPECT_EQ(goes_to(drive), mesenchymal) << drive;
  for (const float drive : {0.39f, 0.26f}) EXPECT_EQ(goes_to(drive), partial) << drive;
  EXPECT_EQ(goes_to(0.24f), epithelial);
}

TEST(Emt, HasThreeStableStatesUnderTheSameDrive) {
  for (const float drive : {0.42f, 0.48f})
    for (const auto& [from, to] : {std::pair(0.2f, 0.0f), {0.3f, 0.5f}, {0.7f, 0.5f}, {0.8f, 1.0f}})
      EXPECT_EQ(settled(from, drive), to) << from << " under " << drive;
}

TEST(Emt, TgfBetaDrivesAsHypoxiaDoes) {
  Driven cell(0, 0.3f);
  Fields& fields = cell.state.sites[0]->fields;
  const auto with = [&](float nm) {
    fields.from_host(field::tgf_beta, std::span<const float>(std::vector<float>(4096, nm)));
    return cell.after(6e5, 6e3);
  };
  EXPECT_EQ(with(0.009f), 0);     // 0.3 + 0.184
  EXPECT_EQ(with(0.011f), 0.5f);  // 0.3 + 0.216
  EXPECT_EQ(with(0.04f), 1);      // 0.3 + 0.5
}

TEST(Emt, LostContactsDriveInProportionAndTheirReturnUndoesIt) {
  Driven cell(0, 0.2f);
  testing::set_cell(cell.parameters, "emt", "cell.*.EMT_by_lost_contacts", 0.6);
  const auto with = [&](std::uint8_t neighbours) {
    cell.set_contacts(neighbours);
    return cell.after(6e5, 6e3);
  };
  EXPECT_EQ(with(7), 0);     // 0.2 + 0.25
  EXPECT_EQ(with(5), 0.5f);  // 0.2 + 0.35
  EXPECT_EQ(with(1), 1);     // 0.2 + 0.55
  EXPECT_EQ(with(9), 0.5f);  // 0.2 + 0.15
  EXPECT_EQ(with(12), 0);
  EXPECT_EQ(with(200), 0) << "crowding drives no further back";
}

TEST(Emt, LostContactsAloneAreNotEnoughButTgfBetaWithThemIs) {
  Driven alone(1, 0);
  alone.set_contacts(0);
  EXPECT_EQ(alone.after(6e5, 6e3), 0) << "a lone mesenchymal cell comes back";
  Driven cell(0, 0);
  const std::vector<float> some(4096, 0.03f);  // drives by 0.43
  cell.state.sites[0]->fields.from_host(field::tgf_beta, std::span<const float>(some));
  EXPECT_EQ(cell.after(6e5, 6e3), 0) << "in an unbroken layer";
  cell.set_contacts(6);
  EXPECT_EQ(cell.after(6e5, 6e3), 0.5f) << "at its edge";
}

TEST(Emt, WhereLostContactsDoNotDriveTheyChangeNothing) {
  Driven lone(0.4f, 0.45f), among_others(0.4f, 0.45f);
  for (Driven* cell : {&lone, &among_others})
    testing::set_cell(cell->parameters, "emt", "cell.*.EMT_by_lost_contacts", 0);
  lone.set_contacts(0);
  EXPECT_EQ(lone.after(600, 6), among_others.after(600, 6));
}

TEST(Emt, ACloneMayBeMoreProne) {
  Driven cell(0, 0.4f);
  testing::set_all(cell.cells(), trait::emt, 1.3f);
  EXPECT_EQ(cell.after(6e5, 6e3), 0.5f);
}

TEST(Emt, SleepersKeepTheirScore) {
  Driven cell(0.8f, 0);
  testing::set_all(cell.cells(), colony::dormant, std::uint8_t{1});
  EXPECT_EQ(cell.after(6e5, 6e3), 0.8f);
}

TEST(Emt, ZeroRatesChangeNobody) {
  for (const float score : {0.0f, 1.0f}) {
    Driven cell(score, 1 - score);
    testing::set_cell(cell.parameters, "emt", "cell.*.EMT_rate", 0);
    testing::set_cell(cell.parameters, "emt", "cell.*.MET_rate", 0);
    EXPECT_EQ(cell.after(6e5, 6e3), score);
  }
}

TEST(Emt, ThresholdsInTheWrongOrderLeaveNoStateInBetween) {
  Driven cell(0, 0.6f);
  testing::set_cell(cell.parameters, "emt", "cell.*.MET_full_below", 0.65);  // above going: 0.5
  EXPECT_EQ(cell.after(6e5, 6e3), 0.5f);
  cell.set_drive(0.45f);
  EXPECT_EQ(cell.after(6e5, 6e3), 0);
}

}  // namespace
}  // namespace metastasim
