#include "host/sim/runnable.hpp"

#include <algorithm>

#include "host/input_error.hpp"
#include "host/sim/body.hpp"

namespace metastasim {

namespace {

constexpr const char* route = "body.route";

/// "body.route: what. Why.\nWhat to write." at the line of the route.
config::Problem problem_of(const Scenario& scenario, std::string text) {
  const std::string prefix = std::string(route) + ": ";
  if (text.starts_with(prefix)) text.erase(0, prefix.size());
  const auto cure = std::min(text.find('\n'), text.size());
  const auto why = std::min(text.find(". "), cure);
  const auto& all = scenario.settings;
  const auto at = std::ranges::find(all, route, &Setting::key);
  return {at == all.end() ? Origin{1, 1, 1, false} : at->origin,
          route,
          text.substr(0, why),
          why < cure ? text.substr(why + 2, cure - why - 2) : "",
          "",
          cure < text.size() ? text.substr(cure + 1) : ""};
}

}  // namespace

config::ReadResult runnable(config::ReadResult read) {
  if (!read.scenario) return read;
  try {
    build_body(read.scenario->body, read.scenario->sites);
  } catch (const InputError& error) {
    read.problems.push_back(problem_of(*read.scenario, error.what()));
    read.scenario.reset();
  }
  return read;
}

}  // namespace metastasim
