#include "host/sim/memory_there.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <sstream>

namespace metastasim {

namespace fs = std::filesystem;

namespace {

constexpr double none = std::numeric_limits<double>::infinity();

std::string text_of(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

/// The number behind a name at the beginning of a line, in bytes: "MemAvailable:  1024 kB",
/// "inactive_file 1048576".
std::optional<double> named(const std::string& text, const std::string& name) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string first, unit;
    double number = 0;
    if (words >> first >> number && (first == name || first == name + ':'))
      return words >> unit && unit == "kB" ? 1024 * number : number;
  }
  return {};
}

/// A file that holds one number, or "max".
std::optional<double> number_in(const fs::path& file) {
  std::istringstream text(text_of(file));
  std::string word;
  if (text >> word && word == "max") return none;
  double number = 0;
  if (std::istringstream(word) >> number) return number;
  return {};
}

/// How a version of control groups names what we ask for.
struct GroupFiles {
  const char *most, *used, *cached, *most_swap, *used_swap;
};
constexpr GroupFiles version_1{"memory.limit_in_bytes", "memory.usage_in_bytes", "total_", "", ""};
constexpr GroupFiles version_2{"memory.max", "memory.current", "", "memory.swap.max",
                               "memory.swap.current"};

class Limits {
 public:
  void consider(double bytes, const std::string& limit) {
    if (bytes < none && (!least_ || bytes < least_->bytes))
      least_ = MemoryThere{std::max(bytes, 0.0), limit};
  }
  const std::optional<MemoryThere>& least() const { return least_; }

 private:
  std::optional<MemoryThere> least_;
};

double swap_left(const fs::path& group, const GroupFiles& files, double swap_free) {
  if (*files.most_swap == '\0') return swap_free;
  const double most = number_in(group / files.most_swap).value_or(none);
  return std::clamp(most - number_in(group / files.used_swap).value_or(0), 0.0, swap_free);
}

void consider_group(Limits& limits, const fs::path& group, const GroupFiles& files,
                    double swap_free) {
  const auto most = number_in(group / files.most), used = number_in(group / files.used);
  if (!most || !used) return;
  const std::string stat = text_of(group / "memory.stat");
  double left = *most - *used + swap_left(group, files, swap_free);
  for (const char* list : {"inactive_file", "active_file"})
    left += named(stat, files.cached + std::string(list)).value_or(0);
  limits.consider(left, "what control group " + (group / files.most).string() + " leaves");
}

/// The group and all above it. Inside a container the path may be the machine's, of which only the end
/// of the way up exists.
void consider_groups(Limits& limits, const fs::path& mount, const std::string& path,
                     const GroupFiles& files, double swap_free) {
  for (fs::path way = fs::path(path).relative_path();; way = way.parent_path()) {
    consider_group(limits, way.empty() ? mount : mount / way, files, swap_free);
    if (way.empty()) return;
  }
}

bool lists_memory(const std::string& controllers) {
  std::istringstream names(controllers);
  for (std::string name; std::getline(names, name, ',');)
    if (name == "memory") return true;
  return false;
}

/// Lines of /proc/self/cgroup: "0::/user.slice/a.scope", "7:memory:/docker/1f".
void consider_all_groups(Limits& limits, const fs::path& root, double swap_free) {
  std::istringstream lines(text_of(root / "proc/self/cgroup"));
  const fs::path mount = root / "sys/fs/cgroup";
  for (std::string number, controllers, path; std::getline(lines, number, ':') &&
                                              std::getline(lines, controllers, ':') &&
                                              std::getline(lines, path);)
    if (number == "0" && controllers.empty())
      consider_groups(limits, mount, path, version_2, swap_free);
    else if (lists_memory(controllers))
      consider_groups(limits, mount / "memory", path, version_1, swap_free);
}

double address_space_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return none;
  return static_cast<double>(limit.rlim_cur);
}

}  // namespace

std::optional<MemoryThere> memory_there(const fs::path& root) {
  return memory_there(root, address_space_limit());
}

std::optional<MemoryThere> memory_there(const fs::path& root, double address_space) {
  Limits limits;
  const std::string machine = text_of(root / "proc/meminfo");
  const double swap_free = named(machine, "SwapFree").value_or(0);
  if (const auto free = named(machine, "MemAvailable"))
    limits.consider(*free + swap_free, "what this machine has free");
  consider_all_groups(limits, root, swap_free);
  const auto taken = named(text_of(root / "proc/self/status"), "VmSize");
  limits.consider(address_space - taken.value_or(0), "what `ulimit -v` leaves");
  return limits.least();
}

}  // namespace metastasim
