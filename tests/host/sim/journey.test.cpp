#include "host/sim/journey.hpp"

#include <gtest/gtest.h>

namespace metastasim {
namespace {

Summary two_sites() {
  Summary summary;
  summary.sites = {{.name = "breast"}, {.name = "lung"}};
  return summary;
}

std::vector<DiaryEntry> a_journey() {
  return {{1, 300, 5, EventKind::entered, 0, 3, 0},
          {2, 375, 42, EventKind::invaded, 0, 0, 0},
          {3, 400, 42, EventKind::entered, 0, 212, 1, 8.2f, Phenotype::mesenchymal},
          {4, 401, 42, EventKind::arrested, 1, 88, 4.1f, 5.1f},
          {5, 526, 42, EventKind::extravasated, 1, 88, 1},
          {6, 526 + 13 * 60, 42, EventKind::divided, 1, 1, 0},
          {7, 526 + 20 * 60, 42, EventKind::divided, 1, 2, 0}};
}

TEST(Journey, IsToldInTheOrderInWhichItHappened) {
  EXPECT_EQ(
      journey_text(a_journey(), 42, two_sites()),
      "Cell 42, mesenchymal, left the tumour on day 0 at 06:15, entered breast vessel 212 on day 0 "
      "at 06:40, spent 4.1 s in the stream, stopped in lung vessel 88 (5.1 um wide), crossed the "
      "wall in 2 h 05, "
      "divided after 13 h.\n");
}

TEST(Journey, SaysDemoOnlyWhereItIsOne) {
  Summary summary = two_sites();
  for (const char* values : {"", "realistic", "demo"}) {
    summary.values = values;
    const std::string text = journey_text(a_journey(), 42, summary);
    const bool says_so =
        text.ends_with("divided after 13 h.\n  (DEMO rates: this shows how, not how often)\n");
    EXPECT_EQ(says_so, summary.values == "demo") << text;
    EXPECT_EQ(text.find("DEMO") != std::string::npos, summary.values == "demo") << text;
  }
}

TEST(Journey, NamesTheCauseOfDeath) {
  const std::vector<DiaryEntry> diary{{1, 0, 7, EventKind::entered, 0, 3, 0},
                                      {2, 90, 7, EventKind::died, -1, 3, 0}};
  EXPECT_NE(journey_text(diary, 7, two_sites()).find("died of shear on day 0 at 01:30"),
            std::string::npos);
}

TEST(Journey, NamesLymphaticsAndNodes) {
  Summary summary = two_sites();
  summary.compartments = {"veins", "axillary node"};
  const std::vector<DiaryEntry> diary{{1, 0, 7, EventKind::entered_lymph, 0, 31, 3},
                                      {2, 30, 7, EventKind::held, -1, 1, 0},
                                      {3, 90, 7, EventKind::released, -1, 1, 0},
                                      {4, 90, 8, EventKind::shed, -1, 1, 64}};
  EXPECT_EQ(
      journey_text(diary, 7, summary),
      "Cell 7, epithelial, entered breast lymphatic 31 in a cluster of 3 on day 0 at 00:00, was "
      "held in the axillary node on day 0 at 00:30, left the axillary node on day 0 at 01:30.\n");
  EXPECT_EQ(journey_text(diary, 8, summary),
            "Cell 8, epithelial, came off a family settled in the axillary node into its lymph on "
            "day 0 at "
            "01:30.\n");
}

TEST(Journey, SaysWhenThereIsNone) {
  EXPECT_EQ(journey_text(a_journey(), 1234, two_sites()),
            "The diary has nothing to tell of cell 1234.\n");
}

TEST(Journey, OfNoteIsTheFounderOfTheLargestColony) {
  Summary summary = two_sites();
  EXPECT_EQ(traveller_of_note(a_journey(), summary), 42u);
  EXPECT_EQ(traveller_of_note({}, summary), std::nullopt);
  summary.sites[1].largest_colony = 4;
  summary.sites[1].largest_founder = 99;
  EXPECT_EQ(traveller_of_note(a_journey(), summary), 99u);
}

}  // namespace
}  // namespace metastasim
