#include "host/io/run_file.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/host/io/example_run.hpp"
#include "tests/support/scratch.hpp"

namespace metastasim {
namespace {

using hdf5::Access;
using Integers = std::vector<std::int64_t>;

RunFile written(const std::filesystem::path& directory, int steps, bool moving = true) {
  RunFile run = RunFile::create(directory, testing::example_provenance());
  for (int step = 0; step < steps; ++step) run.append(testing::example_output(step, moving));
  run.finish();
  return run;
}

/// Every number under /VTKHDF, /series and /events, by path: what a reader can see.
using Contents = std::map<std::string, hdf5::Values>;
void collect(const hdf5::File& file, const std::string& path, Contents& out);
void collect_group(const hdf5::File& file, const std::string& group, Contents& out) {
  for (const std::string& name : file.children(group))
    if (name != "Assembly") collect(file, group + "/" + name, out);
}
void collect(const hdf5::File& file, const std::string& path, Contents& out) {
  try {
    out[path] = file.read(path, file.type_of(path), 0, file.rows(path));
  } catch (const IoError&) {
    collect_group(file, path, out);  // not a dataset
  }
}
Contents contents(const std::filesystem::path& directory) {
  const hdf5::File file(directory / "run.vtkhdf", Access::read);
  Contents out;
  for (const char* group : {"/VTKHDF", "/series", "/events"}) collect_group(file, group, out);
  return out;
}

TEST(RunFile, LaysCellsAndVesselsOutAsTheTrialRunThatParaViewOpened) {
  const testing::Scratch scratch;
  written(scratch.path(), 6);
  const hdf5::File file(scratch.path() / "run.vtkhdf", Access::read);
  const auto read = [&](const char* path) {
    return file.read<std::int64_t>(std::string("/VTKHDF/breast_") + path);
  };

  EXPECT_EQ(read("cells/NumberOfPoints"), (Integers{400, 533, 710, 946, 1261, 1681}));
  EXPECT_EQ(read("cells/Steps/PointOffsets"), (Integers{0, 400, 933, 1643, 2589, 3850}));
  EXPECT_EQ(read("cells/Vertices/NumberOfCells"), read("cells/NumberOfPoints"));
  EXPECT_EQ(read("cells/Vertices/NumberOfConnectivityIds"), read("cells/NumberOfPoints"));
  EXPECT_EQ(read("cells/Steps/CellOffsets"),
            (Integers{0,    0, 0, 0, 400,  0, 0, 0, 933,  0, 0, 0,
                      1643, 0, 0, 0, 2589, 0, 0, 0, 3850, 0, 0, 0}));
  EXPECT_EQ(read("cells/Steps/ConnectivityIdOffsets"), read("cells/Steps/CellOffsets"));
  EXPECT_EQ(read("cells/Vertices/Offsets").size(), 5537u);

  EXPECT_EQ(read("vessels/NumberOfPoints"), (Integers{16, 16, 32, 32, 64, 64}));
  EXPECT_EQ(read("vessels/Steps/PointOffsets"), (Integers{0, 16, 32, 64, 96, 160}));
  EXPECT_EQ(read("vessels/Lines/NumberOfCells"), (Integers{15, 15, 31, 31, 63, 63}));
  EXPECT_EQ(read("vessels/Lines/NumberOfConnectivityIds"), (Integers{30, 30, 62, 62, 126, 126}));
  EXPECT_EQ(read("vessels/Steps/CellOffsets"), (Integers{0, 0,  0, 0, 0, 15, 0, 0, 0, 30,  0, 0,
                                                         0, 61, 0, 0, 0, 92, 0, 0, 0, 155, 0, 0}));
  EXPECT_EQ(
      read("vessels/Steps/ConnectivityIdOffsets"),
      (Integers{0, 0, 0, 0, 0, 30, 0, 0, 0, 60, 0, 0, 0, 122, 0, 0, 0, 184, 0, 0, 0, 310, 0, 0}));
  EXPECT_EQ(read("vessels/Lines/Offsets").size(), 224u);
  for (const char* unused : {"Lines", "Polygons", "Strips"}) {
    const std::string category = std::string("cells/") + unused;
    EXPECT_EQ(read((category + "/Offsets").c_str()), Integers(6, 0)) << unused;
    EXPECT_EQ(read((category + "/Connectivity").c_str()), Integers{}) << unused;
  }
}

TEST(RunFile, PointsToOldDataWhereNothingChanged) {
  const testing::Scratch scratch;
  written(scratch.path(), 6, false);
  const hdf5::File file(scratch.path() / "run.vtkhdf", Access::read);
  const auto read = [&](const char* path) {
    return file.read<std::int64_t>(std::string("/VTKHDF/breast_") + path);
  };
  EXPECT_EQ(read("fields/Steps/CellDataOffsets/oxygen"), (Integers{0, 1, 2, 3, 4, 5}));
  EXPECT_EQ(read("fields/Steps/CellDataOffsets/mask"), Integers(6, 0));
  EXPECT_EQ(file.rows("/VTKHDF/breast_fields/CellData/mask"), 1u);
  EXPECT_EQ(read("vessels/Steps/PartOffsets"), (Integers{0, 0, 1, 1, 2, 2}));
  EXPECT_EQ(read("vessels/Steps/PointOffsets"), (Integers{0, 0, 16, 16, 48, 48}));
  EXPECT_EQ(read("vessels/Lines/Offsets").size(), 16u + 32u + 64u);
  EXPECT_EQ(read("vessels/Steps/CellDataOffsets/flow"), (Integers{0, 15, 30, 61, 92, 155}));
}

TEST(RunFile, SaysWhatParaViewNeedsToKnow) {
  const testing::Scratch scratch;
  written(scratch.path(), 2);
  const hdf5::File file(scratch.path() / "run.vtkhdf", Access::read);
  EXPECT_EQ(file.text_attribute("/VTKHDF", "Type"), "MultiBlockDataSet");
  EXPECT_EQ(file.integers("/VTKHDF", "Version"), (Integers{2, 2}));
  EXPECT_EQ(file.text_attribute("/VTKHDF/breast_fields", "Type"), "ImageData");
  EXPECT_EQ(file.integers("/VTKHDF/breast_fields", "WholeExtent"), (Integers{0, 6, 0, 5, 0, 4}));
  EXPECT_EQ(file.reals("/VTKHDF/breast_fields", "Origin"), (std::vector<double>{100, 200, 300}));
  EXPECT_EQ(file.integers("/VTKHDF/breast_vessels", "Index"), Integers{2});
  for (const char* block : {"fields", "cells", "vessels"})
    EXPECT_EQ(file.integers(std::string("/VTKHDF/breast_") + block + "/Steps", "NSteps"),
              Integers{2});
  EXPECT_EQ(file.text_attribute("/VTKHDF/breast_fields/CellData/oxygen", "units"), "mmHg");
}

TEST(RunFile, ResumedFromACheckpointHoldsWhatTheUnbrokenRunHolds) {
  const testing::Scratch scratch;
  for (const bool moving : {true, false}) {
    const auto unbroken = scratch.path() / "unbroken", resumed = scratch.path() / "resumed";
    for (const auto& directory : {unbroken, resumed}) {
      std::filesystem::remove_all(directory);
      std::filesystem::create_directories(directory);
    }
    written(unbroken, 6, moving);
    written(resumed, 5, moving);
    RunFile run = RunFile::reopen(resumed);
    run.truncate_from(600);
    EXPECT_EQ(run.steps(), 2u);
    for (int step = 2; step < 6; ++step) run.append(testing::example_output(step, moving));
    EXPECT_EQ(contents(resumed), contents(unbroken));
  }
}

TEST(RunFile, CutsAwayAnOutputThatAKillLeftHalfWritten) {
  const testing::Scratch scratch;
  written(scratch.path(), 3);
  const Contents complete = contents(scratch.path());
  {
    hdf5::File file(scratch.path() / "run.vtkhdf", Access::append);
    file.append("/VTKHDF/breast_cells/Points", std::vector<float>(30, 1.0f));
    file.append("/VTKHDF/breast_fields/CellData/oxygen", std::vector<float>(120, 1.0f));
    file.append("/VTKHDF/breast_fields/Steps/Values", std::vector<double>{90});
    file.append("/series/time_min", std::vector<double>{90});
    file.append("/events/tick", std::vector<std::uint32_t>{900});
    file.set_attribute("/VTKHDF/breast_fields/Steps", "NSteps", Integers{4}, true);
    file.close();
  }
  RunFile run = RunFile::reopen(scratch.path());
  EXPECT_EQ(run.steps(), 3u);
  EXPECT_EQ(contents(scratch.path()), complete);
}

TEST(RunFile, CanForgetEverythingAndBeginAgain) {
  const testing::Scratch scratch;
  RunFile run = written(scratch.path(), 3);
  const Contents first = contents(scratch.path());
  run.truncate_from(0);
  EXPECT_EQ(run.steps(), 0u);
  for (int step = 0; step < 3; ++step) run.append(testing::example_output(step));
  EXPECT_EQ(contents(scratch.path()), first);
}

TEST(RunFile, RefusesToReplaceAFile) {
  const testing::Scratch scratch;
  written(scratch.path(), 1);
  EXPECT_THROW(RunFile::create(scratch.path(), testing::example_provenance()), IoError);
}

TEST(RunFile, RefusesOutputsThatRunBackInTime) {
  const testing::Scratch scratch;
  RunFile run = written(scratch.path(), 2);
  EXPECT_THROW(run.append(testing::example_output(0)), std::logic_error);
}

TEST(RunFile, AnErrorNamesFileObjectAndCause) {
  const testing::Scratch scratch;
  std::ofstream(scratch.path() / "run.vtkhdf") << "not HDF5 at all";
  try {
    RunFile::reopen(scratch.path());
    FAIL() << "opened a text file as HDF5";
  } catch (const IoError& error) {
    const std::string text = error.what();
    EXPECT_NE(text.find("run.vtkhdf: cannot open"), std::string::npos) << text;
    EXPECT_NE(text.find("signature not found"), std::string::npos) << text;
    EXPECT_NE(text.find("MB free"), std::string::npos) << text;
  }
}

TEST(Series, KeepsNumbersThatComeLateAndGapsInAllOthers) {
  const testing::Scratch scratch;
  RunFile run = written(scratch.path(), 1);
  Output second = testing::example_output(1);
  second.series = {{"colonies_lung", 3}};
  run.append(second);
  const Series series = read_series(scratch.path());
  ASSERT_EQ(series.rows(), 2u);
  EXPECT_EQ(series.find("tick")->values, (std::vector<double>{0, 300}));
  EXPECT_EQ(series.find("time_min")->unit, "min");
  EXPECT_TRUE(std::isnan(series.find("cells_breast")->values[1]));
  EXPECT_TRUE(std::isnan(series.find("colonies_lung")->values[0]));
  EXPECT_EQ(series.find("colonies_lung")->values[1], 3);
  std::string values, heading, first, last;
  std::ifstream csv(scratch.path() / "funnel.csv");
  std::getline(csv, values);
  std::getline(csv, heading);
  std::getline(csv, first);
  std::getline(csv, last);
  EXPECT_EQ(values, "# values: realistic");
  EXPECT_EQ(heading, "tick,time_min,cells_breast,oxygen_mean_breast [mmHg],colonies_lung");
  EXPECT_EQ(first, "0,0,400,34.05,");
  EXPECT_EQ(last, "300,30,,,3");
}

TEST(Events, ComeBackAsTheyWereWritten) {
  const testing::Scratch scratch;
  written(scratch.path(), 4);
  const std::vector<EventRow> events = read_events(scratch.path());
  ASSERT_EQ(events.size(), 0u + 1 + 2 + 3);
  EXPECT_EQ(events[0], testing::example_output(1).events[0]);
  EXPECT_EQ(events[5], testing::example_output(3).events[2]);
}

TEST(ProvenanceInFile, ComesBackByName) {
  const testing::Scratch scratch;
  written(scratch.path(), 0);
  const auto texts = read_provenance(scratch.path());
  EXPECT_EQ(texts.at("scenario"), "title = \"example\"\n");
  EXPECT_EQ(texts.at("seed"), "18446744073709551615");
  EXPECT_EQ(texts.at("citations"), "Jiang 1996\nOwen 2011");
  EXPECT_EQ(texts.at("species"), "");
  EXPECT_EQ(texts.at("values"), "realistic");
}

TEST(ProvenanceInFile, TellsItsSchemaItsLicenceAndWhenTheLastOutputWasWritten) {
  const testing::Scratch scratch;
  RunFile run = written(scratch.path(), 1);
  const auto texts = read_provenance(scratch.path());
  EXPECT_EQ(texts.at("schema_version"), "1");
  EXPECT_NE(texts.at("licence").find("BSD-3-Clause"), std::string::npos);
  hdf5::File(run.path(), hdf5::Access::append)
      .overwrite_text("/provenance/ended_utc", "2001-01-01T00:00:00Z");
  run.append(testing::example_output(1));
  EXPECT_GE(read_provenance(scratch.path()).at("ended_utc"), texts.at("ended_utc"));
}

TEST(ProvenanceInFile, NamesEverySessionInOrder) {
  const testing::Scratch scratch;
  written(scratch.path(), 2);
  Provenance later = testing::example_provenance();
  later.device = "another";
  later.threads = 3;
  later.command_line = "metastasim resume run \xff";  // no UTF-8
  for (const std::uint32_t tick : {300u, 600u})
    RunFile::reopen(scratch.path()).add_session(later, tick);
  std::istringstream lines(read_provenance(scratch.path()).at("sessions"));
  std::vector<nlohmann::json> sessions;
  for (std::string line; std::getline(lines, line);)
    sessions.push_back(nlohmann::json::parse(line));
  ASSERT_EQ(sessions.size(), 3u);
  EXPECT_EQ(sessions[0].at("from_tick"), 0);
  EXPECT_EQ(sessions[2].at("from_tick"), 600);
  EXPECT_EQ(sessions[1].at("device"), "another");
  EXPECT_EQ(sessions[1].at("threads"), 3);
  for (const char* told : {"begun_utc", "program", "command_line", "host", "build"})
    EXPECT_TRUE(sessions[1].contains(told)) << told;
}

TEST(ParaViewScript, KnowsItsRunAndWarnsOfDemoRates) {
  const testing::Scratch scratch;
  Provenance demo = testing::example_provenance();
  demo.demo = true;
  RunFile::create(scratch.path(), demo);
  std::ifstream in(scratch.path() / "view.py");
  const std::string text(std::istreambuf_iterator<char>(in), {});
  EXPECT_NE(text.find("\nRUN = \"" + scratch.path().string() + "\"\n"), std::string::npos) << text;
  EXPECT_NE(text.find("\nNOTE = \"   DEMO rates"), std::string::npos) << text;
  EXPECT_NE(text.find("\nmain()\n"), std::string::npos) << text;
}

TEST(Sha256, IsThatOfThePublishedTestVector) {
  const testing::Scratch scratch;
  std::ofstream(scratch.path() / "abc") << "abc";  // FIPS 180-2, appendix B.1
  EXPECT_EQ(sha256_of_file(scratch.path() / "abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace metastasim
