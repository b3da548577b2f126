#include "host/io/checkpoint_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <random>

#include "host/io/durable.hpp"
#include "host/io/io_error.hpp"
#include "kernels/state/fingerprint.hpp"
#include "tests/support/bench.hpp"
#include "tests/support/scratch.hpp"

namespace metastasim {
namespace {

namespace fs = std::filesystem;

fs::path write_at(const CheckpointFolder& folder, std::uint32_t tick,
                  const std::optional<fs::path>& previous = {}) {
  State state = testing::box(8);
  state.tick = tick;
  return folder.write(state, {}, previous);
}

void overwrite(const fs::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
}

TEST(CheckpointFolder, KeepsTheLastTwo) {
  const testing::Scratch place;
  const CheckpointFolder folder(place.path());
  std::optional<fs::path> previous;
  for (const std::uint32_t tick : {5u, 100u, 2000u}) previous = write_at(folder, tick, previous);
  EXPECT_FALSE(fs::exists(place.path() / "chk_00000005.h5"));
  EXPECT_TRUE(fs::exists(place.path() / "chk_00000100.h5"));
  EXPECT_EQ(folder.find().newest, place.path() / "chk_00002000.h5");
  EXPECT_TRUE(folder.find().refused.empty());
}

TEST(CheckpointFolder, PassesOverADamagedOneAndSaysWhy) {
  const testing::Scratch place;
  const CheckpointFolder folder(place.path());
  const fs::path good = write_at(folder, 1), bad = write_at(folder, 2, good);
  std::string bytes = durable::read(bad);
  bytes[bytes.size() / 2] ^= 1;
  overwrite(bad, bytes);
  const FoundCheckpoint found = folder.find();
  EXPECT_EQ(found.newest, good);
  ASSERT_EQ(found.refused.size(), 1u);
  EXPECT_EQ(found.refused[0].file, bad);
  EXPECT_NE(found.refused[0].why.find("SHA-256"), std::string::npos);
}

TEST(CheckpointFolder, DropsAFlawedOneOnlyWhenItHasTwoGoodOnes) {
  const testing::Scratch place;
  const CheckpointFolder folder(place.path());
  const fs::path good = write_at(folder, 10), bad = write_at(folder, 20, good);
  overwrite(bad, "not a checkpoint");
  write_at(folder, 15, good);
  EXPECT_TRUE(fs::exists(good));
  EXPECT_FALSE(fs::exists(bad));
  EXPECT_EQ(folder.find().newest, place.path() / "chk_00000015.h5");
}

TEST(CheckpointFolder, IgnoresWhatIsNoCheckpoint) {
  const testing::Scratch place;
  for (const char* name : {"chk_00000001.h5.tmp", "chk_1.h5", "chk_0000000x.h5", "notes.txt"})
    overwrite(place.path() / name, "");
  const FoundCheckpoint found = CheckpointFolder(place.path()).find();
  EXPECT_FALSE(found.newest);
  EXPECT_TRUE(found.refused.empty());
}

TEST(CheckpointFolder, FindsNothingWhereThereIsNoFolder) {
  EXPECT_FALSE(CheckpointFolder("/nonexistent/checkpoint").find().newest);
}

class SealedFile : public ::testing::Test {
 protected:
  void SetUp() override {
    file_ = write_at(CheckpointFolder(place_.path()), 7);
    bytes_ = durable::read(file_);
  }
  bool is_refused(const std::string& bytes) const {
    overwrite(file_, bytes);
    return durable::flaw(file_).has_value();
  }

  testing::Scratch place_;
  fs::path file_;
  std::string bytes_;
};

TEST_F(SealedFile, IsRefusedAtEveryLengthButItsOwn) {
  ASSERT_FALSE(is_refused(bytes_));
  for (std::size_t length = 0; length < bytes_.size(); length += length < 256 ? 1 : 997)
    ASSERT_TRUE(is_refused(bytes_.substr(0, length))) << length;
  for (std::size_t missing = 1; missing < 128; ++missing)
    ASSERT_TRUE(is_refused(bytes_.substr(0, bytes_.size() - missing))) << missing;
  EXPECT_TRUE(is_refused(bytes_ + '\0'));
}

TEST_F(SealedFile, IsRefusedAfterAnyChangedByte) {
  std::mt19937_64 random(3);
  for (int mutant = 0; mutant < 300; ++mutant) {
    std::string bytes = bytes_;
    const std::size_t near_end = bytes.size() - 1 - random() % 64,
                      anywhere = random() % bytes.size();
    bytes[mutant % 2 == 0 ? anywhere : near_end] ^= static_cast<char>(1 + random() % 255);
    ASSERT_TRUE(is_refused(bytes)) << mutant;
  }
}

TEST(Durable, NeverLeavesAnUnfinishedFile) {
  const testing::Scratch place;
  durable::write(place.path() / "run.json", "{}\n");
  EXPECT_EQ(durable::read(place.path() / "run.json"), "{}\n");
  EXPECT_FALSE(fs::exists(place.path() / "run.json.tmp"));
}

TEST(Durable, NamesTheFileThatItCannotWrite) {
  try {
    durable::write("/nonexistent/run.json", "{}");
    FAIL() << "wrote into a folder that is not there";
  } catch (const IoError& error) {
    EXPECT_NE(std::string(error.what()).find("/nonexistent/run.json"), std::string::npos);
  }
}

}  // namespace
}  // namespace metastasim
