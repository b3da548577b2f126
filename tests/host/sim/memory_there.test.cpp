// What a machine says of its memory, from texts as Linux writes them.
#include "host/sim/memory_there.hpp"

#include <gtest/gtest.h>

#include "tests/support/scratch.hpp"

namespace metastasim {
namespace {

constexpr double unlimited = std::numeric_limits<double>::infinity();
constexpr double GiB = 1024.0 * 1024 * 1024;

/// A machine of 16 GiB, of which 8 are to be had, without swap.
class Machine {
 public:
  Machine() {
    put("proc/meminfo",
        "MemTotal:       16777216 kB\nMemFree:         1048576 kB\nMemAvailable:    8388608 kB\n"
        "SwapTotal:             0 kB\nSwapFree:              0 kB\n");
    put("proc/self/status", "Name:\tmetastasim\nVmSize:\t 1048576 kB\nVmRSS:\t    9000 kB\n");
  }
  void put(const std::string& file, const std::string& text) const {
    std::filesystem::create_directories((folder_.path() / file).parent_path());
    folder_.write(file, text);
  }
  double gib(double address_space = unlimited) const {
    return memory_there(folder_.path(), address_space)->bytes / GiB;
  }
  std::string limit() const { return memory_there(folder_.path(), unlimited)->limit; }

 private:
  testing::Scratch folder_;
};

TEST(MemoryThere, IsWhatTheMachineHasFree) {
  const Machine machine;
  EXPECT_DOUBLE_EQ(machine.gib(), 8);
  EXPECT_EQ(machine.limit(), "what this machine has free");
}

TEST(MemoryThere, CountsSwap) {
  const Machine machine;
  machine.put("proc/meminfo", "MemAvailable: 8388608 kB\nSwapFree: 2097152 kB\n");
  EXPECT_DOUBLE_EQ(machine.gib(), 10);
}

TEST(MemoryThere, HeedsAControlGroup) {
  const Machine machine;
  machine.put("proc/self/cgroup", "0::/jobs/17\n");
  machine.put("sys/fs/cgroup/jobs/17/memory.max", "4294967296\n");
  machine.put("sys/fs/cgroup/jobs/17/memory.current", "1073741824\n");
  EXPECT_DOUBLE_EQ(machine.gib(), 3);
  EXPECT_NE(machine.limit().find("jobs/17/memory.max"), std::string::npos);
}

TEST(MemoryThere, CountsCachedFilesOfAControlGroupAsFree) {
  const Machine machine;
  machine.put("proc/self/cgroup", "0::/job\n");
  machine.put("sys/fs/cgroup/job/memory.max", "4294967296\n");
  machine.put("sys/fs/cgroup/job/memory.current", "4294967296\n");
  machine.put("sys/fs/cgroup/job/memory.stat",
              "anon 1\nfile 9\ninactive_file 1073741824\nactive_file 536870912\n");
  EXPECT_DOUBLE_EQ(machine.gib(), 1.5);
}

TEST(MemoryThere, HeedsTheParentsOfAControlGroup) {
  const Machine machine;
  machine.put("proc/self/cgroup", "0::/jobs/17\n");
  machine.put("sys/fs/cgroup/jobs/17/memory.max", "max\n");
  machine.put("sys/fs/cgroup/jobs/17/memory.current", "0\n");
  machine.put("sys/fs/cgroup/jobs/memory.max", "2147483648\n");
  machine.put("sys/fs/cgroup/jobs/memory.current", "1073741824\n");
  EXPECT_DOUBLE_EQ(machine.gib(), 1);
}

TEST(MemoryThere, HeedsAContainerWhosePathIsTheMachines) {
  const Machine machine;
  machine.put("proc/self/cgroup", "0::/system.slice/docker-1f.scope\n");
  machine.put("sys/fs/cgroup/memory.max", "1073741824\n");
  machine.put("sys/fs/cgroup/memory.current", "0\n");
  EXPECT_DOUBLE_EQ(machine.gib(), 1);
}

TEST(MemoryThere, HeedsVersionOne) {
  const Machine machine;
  machine.put("proc/self/cgroup", "12:cpu,cpuacct:/docker/1f\n7:memory:/docker/1f\n0::/x\n");
  machine.put("sys/fs/cgroup/memory/docker/1f/memory.limit_in_bytes", "2147483648\n");
  machine.put("sys/fs/cgroup/memory/docker/1f/memory.usage_in_bytes", "1610612736\n");
  machine.put("sys/fs/cgroup/memory/docker/1f/memory.stat",
              "inactive_file 1\ntotal_inactive_file 536870912\n");
  EXPECT_DOUBLE_EQ(machine.gib(), 1);
}

TEST(MemoryThere, TakesAGroupWithoutALimitForNone) {
  const Machine machine;
  machine.put("proc/self/cgroup", "7:memory:/\n0::/\n");
  machine.put("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
  machine.put("sys/fs/cgroup/memory/memory.usage_in_bytes", "1610612736\n");
  EXPECT_DOUBLE_EQ(machine.gib(), 8);
}

TEST(MemoryThere, HeedsSwapThatAGroupMayNotUse) {
  const Machine machine;
  machine.put("proc/meminfo", "MemAvailable: 8388608 kB\nSwapFree: 2097152 kB\n");
  machine.put("proc/self/cgroup", "0::/job\n");
  machine.put("sys/fs/cgroup/job/memory.max", "1073741824\n");
  machine.put("sys/fs/cgroup/job/memory.current", "0\n");
  machine.put("sys/fs/cgroup/job/memory.swap.max", "0\n");
  machine.put("sys/fs/cgroup/job/memory.swap.current", "0\n");
  EXPECT_DOUBLE_EQ(machine.gib(), 1);
}

TEST(MemoryThere, HeedsTheAddressSpace) {
  const Machine machine;
  EXPECT_DOUBLE_EQ(machine.gib(3 * GiB), 2);  // a GiB is taken
  EXPECT_DOUBLE_EQ(machine.gib(GiB / 2), 0);
}

TEST(MemoryThere, IsUnknownWhereNothingCanBeRead) {
  const testing::Scratch nothing;
  EXPECT_FALSE(memory_there(nothing.path(), unlimited));
  nothing.write("meminfo", "");
  std::filesystem::create_directories(nothing.path() / "proc/self");
  nothing.write("proc/meminfo", "no such words here\nMemAvailable: many kB\n");
  nothing.write("proc/self/cgroup", "0::/\n1:name=systemd:/\n\xff\xfe\n");
  EXPECT_FALSE(memory_there(nothing.path(), unlimited));
}

TEST(MemoryThere, IsSomethingHere) {
  const auto here = memory_there();
  ASSERT_TRUE(here);
  EXPECT_GT(here->bytes, 0);
}

}  // namespace
}  // namespace metastasim
