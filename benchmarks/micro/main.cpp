#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <thread>

#include "benchmarks/micro/cases.hpp"
#include "host/sim/build_info.hpp"
#include "tests/support/bench.hpp"

namespace metastasim::bench {
namespace {

struct Options {
  std::string device = "cpu", filter, json;
  std::vector<std::int64_t> cells{10'000, 100'000};
  std::vector<int> voxels{64, 128};
  double at_least_s = 0.2;
};

Options read(int argc, char** argv) {
  Options o;
  CLI::App app("Times the kernels; each share is of the copy that our own launcher reaches here.");
  app.add_option("--device", o.device, "cpu, guard or cuda:N");
  app.add_option("--cells", o.cells, "sizes, as numbers of cells")->delimiter(',');
  app.add_option("--voxels", o.voxels, "along an edge, for the solvers alone")->delimiter(',');
  app.add_option("--filter", o.filter, "only cases whose name contains this");
  app.add_option("--seconds", o.at_least_s, "spent on each case, at least");
  app.add_option("--json", o.json, "also write a record to this file");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    std::exit(app.exit(e) == 0 ? 0 : 2);
  }
  return o;
}

std::string processor() {
  std::ifstream info("/proc/cpuinfo");
  for (std::string line; std::getline(info, line);)
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
  return "unknown";
}

nlohmann::json head(const Device& device) {
  char date[32];
  const std::time_t now = std::time(nullptr);
  std::strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%SZ", std::gmtime(&now));
  const BuildInfo& build = build_info();
  return {{"date", date},
          {"commit", build.commit},
          {"changed", build.dirty},
          {"compiler", build.compiler},
          {"device", device.description()},
          {"processor", processor()},
          {"processors", std::thread::hardware_concurrency()}};
}

/// Copy bandwidths by array, each measured once.
class Yardsticks {
 public:
  Yardsticks(Device& device, double at_least_s) : device_(device), at_least_s_(at_least_s) {}
  double of(const Case& c) {
    const bool voxels = c.item == "voxel";
    const auto [found, is_new] = known_.try_emplace({voxels, c.items});
    if (is_new) found->second = voxels ? of_voxels(c.items) : of_rows(c.items);
    return found->second;
  }

 private:
  /// On a cube of about as many voxels.
  double of_voxels(std::int64_t voxels) {
    const double edge = std::cbrt(static_cast<double>(voxels));
    return voxel_copy_bandwidth(device_, static_cast<int>(std::lround(edge)), at_least_s_);
  }
  double of_rows(std::int64_t rows) { return copy_bandwidth(device_, rows, at_least_s_); }

  Device& device_;
  double at_least_s_;
  std::map<std::pair<bool, std::int64_t>, double> known_;
};

/// One line for people, one object for the record. Shares compare best with best, so that a busy
/// machine spoils them least.
nlohmann::json report(const Case& c, const Timing& t, double copy_bytes_per_s) {
  const auto per_item = [&](double seconds) {
    return seconds * 1e9 / static_cast<double>(c.items);
  };
  nlohmann::json out{{"name", c.name},
                     {"item", c.item},
                     {"items", c.items},
                     {"ns_per_item", per_item(t.seconds)},
                     {"best_ns_per_item", per_item(t.best)},
                     {"spread", t.spread},
                     {"samples", t.samples},
                     {"copies", t.best / static_cast<double>(c.items) * copy_bytes_per_s / 8},
                     {"copy_gb_per_s", copy_bytes_per_s / 1e9}};
  std::string share = "-";
  if (c.bytes_per_item > 0) {
    const double of_copy = c.bytes_per_item / (per_item(t.best) * 1e-9) / copy_bytes_per_s;
    out["bytes_per_item"] = c.bytes_per_item;
    out["share_of_copy"] = of_copy;
    share = fmt::format("{:.0f} %", 100 * of_copy);
  }
  fmt::print(
      "{:34} {:>10} {:7} {:>10.3f} {:>10.3f}  {:>5.0f} %  {:>8.1f} {:>7.1f}  {:>6} of {:6.1f} "
      "GB/s\n",
      c.name, c.items, c.item, per_item(t.seconds), per_item(t.best), 100 * t.spread,
      out["copies"].get<double>(), c.bytes_per_item, share, copy_bytes_per_s / 1e9);
  return out;
}

nlohmann::json measure(Device& device, const Options& o) {
  nlohmann::json results = nlohmann::json::array();
  Yardsticks yardsticks(device, o.at_least_s);
  fmt::print("{:34} {:>10} {:7} {:>10} {:>10}  {:>7}  {:>8} {:>7}  {}\n", "", "items", "",
             "ns an item", "best", "spread", "copies", "bytes", "share of copy");
  const auto measure_all = [&](const std::vector<Case>& cases) {
    for (const Case& c : cases)
      if (c.name.find(o.filter) != std::string::npos)
        results.push_back(report(c, time(device, c.run, o.at_least_s), yardsticks.of(c)));
  };
  for (const int n : o.voxels) measure_all(field_cases(device, n));
  for (const std::int64_t cells : o.cells) {
    measure_all(parallel_cases(device, cells));
    measure_all(process_cases(device, cells, o.filter));
    measure_all(network_cases(device, cells));
  }
  return results;
}

}  // namespace
}  // namespace metastasim::bench

int main(int argc, char** argv) {
  using namespace metastasim;
  const bench::Options options = bench::read(argc, argv);
  setenv("METASTASIM_TEST_DEVICE", options.device.c_str(), 1);  // testing::device() reads it
  Device& device = testing::device();
  nlohmann::json record = bench::head(device);
  fmt::print("{}\n", device.description());
  record["results"] = bench::measure(device, options);
  if (!options.json.empty()) std::ofstream(options.json) << record.dump(1) << "\n";
}
