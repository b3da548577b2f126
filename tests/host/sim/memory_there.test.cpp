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
  /// A control group (of version 2) with a limit, and what its members hold.
  void put_group(const std::string& group, const std::string& most, const std::string& held) const {
    const std::string files = "sys/fs/cgroup" + group + "/memory.";
    put(files + "max", most + "\n");
    put(files + "current", held + "\n");
  }
  void put_in_group(const std::string& group) const {
    put("proc/self/cgroup", "0::" + group + "\n");
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
  machine.put_in_group("/jobs/17");
  machine.put_group("/jobs/17", "4294967296", "1073741824");
  EXPECT_DOUBLE_EQ(machine.gib(), 3);
  EXPECT_NE(machine.limit().find("jobs/17/memory.max"), std::string::npos);
}

TEST(MemoryThere, CountsCachedFilesOfAControlGroupAsFree) {
  const Machine machine;
  machine.put_in_group("/job");
  machine.put_group("/job", "4294967296", "4294967296");
  machine.put("sys/fs/cgroup/job/memory.stat",
              "anon 1\nfile 9\ninactive_file 1073741824\nactive_file 536870912\n");
  EXPECT_DOUBLE_EQ(machine.gib(), 1.5);
}

TEST(MemoryThere, HeedsTheParentsOfAControlGroup) {
  const Machine machine;
  machine.put_in_group("/jobs/17");
  machine.put_group("/jobs/17", "max", "0");
  machine.put_group("/jobs", "2147483648", "1073741824");
  EXPECT_DOUBLE_EQ(machine.gib(), 1);
}

TEST(MemoryThere, HeedsAContainerWhosePathIsTheMachines) {
  const Machine machine;
  machine.put_in_group("/system.slice/docker-1f.scope");
  machine.put_group("", "1073741824", "0");
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
  machine.put_in_group("/job");
  machine.put_group("/job", "1073741824", "0");
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
