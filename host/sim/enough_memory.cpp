#include "host/sim/enough_memory.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kernels/core/error.hpp"

namespace metastasim {

namespace {

/// How much too high the estimate may be (tests/program/memory_test.py): nobody is refused whose run
/// may fit.
constexpr double sure = 1.15;

/// Which of its two memories a part lies in.
using Bytes = double (*)(const MemoryPart&);

std::string shortage(const MemoryNeed& need, Bytes bytes, double there, const std::string& where) {
  double sum = 0;
  for (const MemoryPart& part : need.parts) sum += bytes(part);
  if (sum <= sure * there) return "";
  const MemoryPart& most = *std::ranges::max_element(need.parts, {}, bytes);
  return fmt::format(
      "the run needs about {} of memory to begin with, and {} are to be had ({}). Nothing was "
      "computed.\n"
      "  Most of it:  {}, {}\n"
      "  Write:       {}",
      bytes_text(sum), bytes_text(there), where, most.what, bytes_text(bytes(most)), most.smaller);
}

}  // namespace

Memories memories_of(const Device& device) {
  Memories there{memory_there(), {}};
  if (const auto free = device.free_bytes()) there.gpu_bytes = static_cast<double>(*free);
  return there;
}

std::optional<std::string> memory_shortage(const MemoryNeed& need, const Memories& there) {
  std::string text;
  if (there.gpu_bytes)
    text = shortage(
        need, [](const MemoryPart& p) { return p.state; }, *there.gpu_bytes, "free on the GPU");
  const Bytes of_host = there.gpu_bytes ? [](const MemoryPart& p) { return p.host; }
                                        : [](const MemoryPart& p) { return p.on_cpu_cores(); };
  if (text.empty() && there.host)
    text = shortage(need, of_host, there.host->bytes, there.host->limit);
  if (text.empty()) return {};
  return text;
}

void require_memory(const Scenario& scenario, const CellNumbers& cells, const Device& device) {
  const auto why = memory_shortage(memory_need(scenario, cells), memories_of(device));
  if (why) throw DeviceError(*why);
}

std::string memory_line(const MemoryNeed& need, const Memories& there) {
  std::string parts;
  for (const MemoryPart& part : need.parts)
    if (part.on_cpu_cores() > 0.01 * (need.on_cpu_cores()))
      parts += fmt::format("{}{} {}", parts.empty() ? "" : ", ", part.what,
                           bytes_text(part.on_cpu_cores()));
  std::string line =
      fmt::format("about {} to begin with ({})", bytes_text(need.on_cpu_cores()), parts);
  if (there.gpu_bytes)
    line += fmt::format("; {} of it on the GPU, which has {} free", bytes_text(need.state()),
                        bytes_text(*there.gpu_bytes));
  if (there.host)
    line +=
        fmt::format("; {} are to be had ({})", bytes_text(there.host->bytes), there.host->limit);
  return line;
}

}  // namespace metastasim
