#include "host/config/units.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <thread>

namespace metastasim::config {
namespace {

struct Case {
  const char* text;
  const char* unit;
  double value;
};

TEST(Units, ReadWhatBiologistsWrite) {
  const Case cases[] = {{"5 nM", "nM", 5},
                        {"0.3 uM", "nM", 300},
                        {"1 mM", "nM", 1e6},
                        {"2 M", "mM", 2000},
                        {"1 molar", "M", 1},
                        {"3 cP", "mPa s", 3},
                        {"1 P", "cP", 100},
                        {"3 mPas", "cP", 3},
                        {"0.5 /min", "1/min", 0.5},
                        {"6 per h", "1/min", 0.1},
                        {"0.5 1/min", "1/min", 0.5},
                        {"10 dyn/cm2", "Pa", 1},
                        {"10 dyne/cm2", "Pa", 1},
                        {"12 cells", "1", 12},
                        {"1 cells/mL", "1/mL", 1},
                        {"42 %", "1", 0.42},
                        {"0.42", "1", 0.42},
                        {"7 IU/mL", "IU/mL", 7},
                        {"20um", "um", 20},
                        {"0.96 mm", "um", 960},
                        {"1.45e5 um^2/min", "um^2/min", 1.45e5},
                        {"10^6 um^3", "um^3", 1e6},
                        {"1.5x10^3 um", "um", 1500},
                        {"2 * 10^3 um", "mm", 2},
                        {"3 fl", "um^3", 3},
                        {"0.5 mN/m", "mN/m", 0.5},
                        {"1 month", "d", 30.43685},
                        {"100 mmHg", "mmHg", 100},
                        {"24 h", "min", 1440},
                        {"2 d", "min", 2880},
                        {"150 mm/mm^3", "mm/mm^3", 150},
                        {"0.02 nM/min", "nM/min", 0.02},
                        {"0.09 1/h", "1/h", 0.09},
                        {"40 amol/s", "amol/s", 40},
                        {"2.5 mg/mL", "mg/mL", 2.5},
                        {"5 \u00b5m", "um", 5},
                        {"120 pN", "pN", 120},
                        {"14 mL/min", "mL/min", 14},
                        {"-3 um", "um", -3},
                        {"+3 um", "um", 3}};
  for (const Case& c : cases) {
    const Quantity q = parse_quantity(c.text, c.unit);
    EXPECT_TRUE(q.ok()) << c.text << ": " << q.what << " " << q.why;
    EXPECT_NEAR(q.value, c.value, 1e-6 * std::abs(c.value)) << c.text;
  }
}

TEST(Units, ReadEveryQuantityOfTheFirstScenarioAsItWasDrawn) {
  const std::pair<const char*, const char*> quantities[] = {{"2 d", "min"},
                                                            {"1.45e5 um^2/min", "um^2/min"},
                                                            {"3 1/min", "1/min"},
                                                            {"69 min", "min"},
                                                            {"6 um^2/min", "um^2/min"},
                                                            {"77 h", "min"},
                                                            {"0.09 1/h", "1/min"},
                                                            {"17 um", "um"},
                                                            {"24 h", "min"},
                                                            {"40 amol/s", "amol/s"},
                                                            {"8.9 mmHg", "mmHg"},
                                                            {"2.5 mmHg", "mmHg"},
                                                            {"0.10 1/h", "1/min"},
                                                            {"0 1/h", "1/min"},
                                                            {"0.01 nM/min", "nM/min"},
                                                            {"0.02 um/min", "um/min"},
                                                            {"0.5 um/min", "um/min"},
                                                            {"15 min", "min"},
                                                            {"0.02 nM/min", "nM/min"},
                                                            {"1 1/h", "1/min"},
                                                            {"0.96 mm", "um"},
                                                            {"20 um", "um"},
                                                            {"2.5 mg/mL", "mg/mL"},
                                                            {"10 um^2", "um^2"},
                                                            {"440 um", "um"},
                                                            {"150 mm/mm^3", "mm/mm^3"},
                                                            {"6 um", "um"},
                                                            {"45 mmHg", "mmHg"},
                                                            {"60 mmHg", "mmHg"},
                                                            {"20 um/h", "um/min"},
                                                            {"80 um", "um"},
                                                            {"1e-4 1/h", "1/min"},
                                                            {"0.06 1/h", "1/min"},
                                                            {"36 h", "min"},
                                                            {"3 min", "min"},
                                                            {"0.5 mN/m", "mN/m"},
                                                            {"120 pN", "pN"},
                                                            {"14 mL/min", "mL/min"},
                                                            {"1.8 mL", "mL"},
                                                            {"3.3 %", "1"},
                                                            {"60 s", "s"},
                                                            {"3 cP", "mPa s"},
                                                            {"0.1 per min", "1/min"},
                                                            {"12 dyn/cm2", "Pa"},
                                                            {"1e5 cells/mL", "1/mL"},
                                                            {"72 kDa", "kDa"},
                                                            {"17 \u03bcm", "um"},
                                                            {"10 \u00b5m\u00b2", "um^2"},
                                                            {"1 week", "d"},
                                                            {"5 nmol/L", "nM"}};
  for (const auto& [text, unit] : quantities) {
    const Quantity q = parse_quantity(text, unit);
    EXPECT_TRUE(q.ok()) << text << ": " << q.what;
    EXPECT_TRUE(std::isfinite(q.value));
  }
}

TEST(Units, DaltonsAreMasses) {
  EXPECT_NEAR(parse_quantity("72 kDa", "kg").value, 1.1956e-22, 1e-26);
}

TEST(Units, ConvertDecimalScalesExactly) {
  EXPECT_EQ(parse_quantity("0.96 mm", "um").value, 960.0);
  EXPECT_EQ(parse_quantity("45 mmHg", "mmHg").value, 45.0);
  EXPECT_EQ(parse_quantity("60 1/h", "1/min").value, 1.0);
  EXPECT_EQ(parse_quantity("0.3 uM", "nM").value, 300.0);
}

TEST(Units, RefuseWhatWouldBeMisread) {
  EXPECT_EQ(parse_quantity("1,5 mm", "um").what, "a comma in a number");
  EXPECT_EQ(parse_quantity("1 500 um", "um").what, "two numbers");
  EXPECT_EQ(parse_quantity("24", "min").what, "a number without a unit");
  EXPECT_EQ(parse_quantity("3 um", "min").what, "\"3 um\" is not a time");
  EXPECT_EQ(parse_quantity("3 um", "min").why, "um is the unit of a length.");
  EXPECT_EQ(parse_quantity("3 furlongg", "um").what, "no unit is called \"furlongg\"");
  EXPECT_EQ(parse_quantity("um", "um").what, "\"um\" does not begin with a number");
  for (const char* bad :
       {"nan um", "inf um", "", " ", "1e999 um", "1-2 um", "3 s since 2000-01-01", "1 um @ 3",
        "2 lg(re 1 mW)", "1e308 m", "0x10 um", "3 um um um (", "10^ um"})
    EXPECT_FALSE(parse_quantity(bad, "um").ok()) << bad;
}

/// UDUNITS-2 takes radians and degrees for pure numbers.
TEST(Units, RefuseAnglesWherePureNumbersAndRatesAreMeant) {
  for (const char* angle : {"24 degree", "0.42 rad", "1 radian", "3 degrees/m m", "2 sr"}) {
    const Quantity q = parse_quantity(angle, "1");
    EXPECT_FALSE(q.ok()) << angle;
    EXPECT_NE(q.what.find("is not a pure number"), q.what.npos) << q.what;
  }
  EXPECT_FALSE(parse_quantity("1 rad/s", "1/min").ok());
  for (const char* pure : {"42 %", "0.42", "42 percent", "0.42 1", "3 mm/m"})
    EXPECT_TRUE(parse_quantity(pure, "1").ok()) << pure;
  EXPECT_TRUE(parse_quantity("1 Hz", "1/min").ok());
}

TEST(Units, SayThatANumberIsBeyondAllNumbers) {
  for (const char* text : {"1e308 d", "1e999 d", "-1e999 d", "1e-999 d"}) {
    const Quantity q = parse_quantity(text, "min");
    EXPECT_NE(q.what.find("is beyond all numbers"), q.what.npos) << q.what;
    EXPECT_FALSE(q.why.empty()) << "where it is, a unit is asked for";
  }
}

TEST(Units, DoNotTakeATimeForARateThoughTheLibraryWould) {
  EXPECT_EQ(parse_quantity("20 h", "1/min").what, "\"20 h\" is not a rate");
  EXPECT_EQ(parse_quantity("2 um^2", "mm/mm^3").what, "\"2 um^2\" is not a length per volume");
  EXPECT_FALSE(same_dimension("s", "1/s"));
}

TEST(Units, ShowTheShortestTextThatReadsBack) {
  EXPECT_EQ(show(1440, "min"), "1 d");
  EXPECT_EQ(show(90, "min"), "90 min");
  EXPECT_EQ(show(50, "min"), "50 min");
  EXPECT_EQ(show(0.1, "min"), "6 s");
  EXPECT_EQ(show(13, "mmHg"), "13 mmHg");
  EXPECT_EQ(show(0.42, "1"), "0.42");
  EXPECT_EQ(show(10, "um/min"), "10 um/min");
  EXPECT_EQ(show(1e6, "um2/min"), "1e6 um^2/min");
  EXPECT_EQ(show(50000), "50000");
  EXPECT_EQ(show(1e-7), "1e-7");
  EXPECT_EQ(show(1e-4 / 60, "1/min"), "0.0001 1/h");
  for (const double v : {1.0 / 3, 0.1, 1e-7, 12345.678}) {
    EXPECT_EQ(parse_quantity(show(v, "1/min"), "1/min").value, v);
    EXPECT_EQ(parse_quantity(show(v, "nM"), "nM").value, v);
  }
}

TEST(Units, SayWhatTheyMeasure) {
  EXPECT_EQ(describe("min"), "a time (min, s, h, d)");
  EXPECT_EQ(describe("um2/h"), "a diffusion coefficient (um^2/min, um^2/s, mm^2/d)");
  EXPECT_EQ(describe("1"), "a pure number");
}

TEST(Units, GiveTheSameBitsFromManyThreads) {
  const double expected = parse_quantity("0.7 1/d", "1/min").value;
  std::vector<std::jthread> threads;
  std::vector<int> differing(4, 0);
  for (int& mine : differing)
    threads.emplace_back([&mine, expected] {
      for (int i = 0; i < 200; ++i) mine += parse_quantity("0.7 1/d", "1/min").value != expected;
    });
  threads.clear();
  EXPECT_EQ(differing, std::vector<int>(4, 0));
}

}  // namespace
}  // namespace metastasim::config
