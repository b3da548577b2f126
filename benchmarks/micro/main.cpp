#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "benchmarks/micro/cases.hpp"
#include "benchmarks/micro/limits.hpp"
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

/// One sample has no spread.
std::string spread_of(const Timing& t) {
  return t.samples < 4 ? "-" : fmt::format("{:.0f} %", 100 * t.spread);
}

/// The time of a field's kernel as so many copies of a field.
double copies(const Case& c, const Timing& t, Limits& limits) {
  return t.best / static_cast<double>(c.items) * limits.copied_voxels(c.items) / 8;
}

/// One line for people, one object for the record.
nlohmann::json report(const Case& c, const Timing& t, Limits& limits) {
  const std::vector<Share> shares = limits.shares(c, t.best);
  std::string in_copies = "-";
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
                     {"limits", nlohmann::json::array()}};
  if (c.item == "voxel") {
    out["copies"] = copies(c, t, limits);
    in_copies = fmt::format("{:.1f}", out["copies"].get<double>());
  }
  for (const Share& s : shares)
    out["limits"].push_back(
        {{"of", s.of}, {"an_item", s.an_item}, {"giga_per_s", s.per_s / 1e9}, {"share", s.share}});
  const Share* nearest = nearest_of(shares);
  fmt::print("{:34} {:>9} {:9} {:>10.3f} {:>10.3f} {:>6} {:>7}  {}\n", c.name, c.items, c.item,
             per_item(t.seconds), per_item(t.best), spread_of(t), in_copies,
             nearest == nullptr ? "nobody counted" : text_of(*nearest));
  std::fflush(stdout);
  return out;
}

nlohmann::json measure(Device& device, const Options& o) {
  nlohmann::json results = nlohmann::json::array();
  Limits limits(device, o.at_least_s);
  fmt::print("{:34} {:>9} {:9} {:>10} {:>10} {:>6} {:>7}  {}\n", "", "items", "", "ns an item",
             "best", "spread", "copies", "share of the nearest limit");
  const auto measure_all = [&](const std::vector<Case>& cases) {
    for (const Case& c : cases) {
      if (c.name.find(o.filter) == std::string::npos) continue;
      results.push_back(report(c, time(device, c.run, o.at_least_s), limits));
    }
  };
  for (const int n : o.voxels) measure_all(field_cases(device, n));
  for (const std::int64_t cells : o.cells) {
    measure_all(parallel_cases(device, cells));
    measure_all(function_cases(device, cells));
    measure_all(process_cases(device, cells, o.filter));
    measure_all(network_cases(cells, o.filter));
    measure_all(sprouting_cases(cells, o.filter));
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
