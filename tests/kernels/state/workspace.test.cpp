#include "kernels/state/workspace.hpp"

#include <gtest/gtest.h>

#include "kernels/core/buffer.hpp"

namespace metastasim {
namespace {

struct Notes {
  int value = 7;
};
struct OtherNotes {
  int value = 8;
};

TEST(Workspace, KeepsOneObjectOfEachTypeUntilCleared) {
  Workspace workspace;
  workspace.get<Notes>().value = 9;
  EXPECT_EQ(workspace.get<OtherNotes>().value, 8);
  EXPECT_EQ(workspace.get<Notes>().value, 9);
  workspace.clear();
  EXPECT_EQ(workspace.get<Notes>().value, 7);
}

TEST(Buffer, GrowsScratchByAQuarterAndNeverShrinks) {
  Device device;
  Buffer<int> scratch;
  scratch.at_least(device, 100, "scratch");
  EXPECT_EQ(scratch.size(), 125u);
  const int* before = scratch.data();
  scratch.at_least(device, 125, "scratch");
  EXPECT_EQ(scratch.data(), before);
}

}  // namespace
}  // namespace metastasim
