#include "host/sim/runnable.hpp"

#include <algorithm>

#include "host/input_error.hpp"
#include "host/sim/body.hpp"

namespace metastasim {

namespace {

Origin origin_of(const Scenario& scenario, const std::string& key) {
  const auto begins = [&](const Setting& s) {
    return s.origin.written() && s.key.starts_with(key);
  };
  const auto at = std::ranges::find_if(scenario.settings, begins);
  return at == scenario.settings.end() ? Origin{1, 1, 1, false} : at->origin;
}

/// "what. Why.\nWhat to write."
config::Problem problem_of(const Scenario& scenario, const std::string& key,
                           const std::string& text) {
  const auto cure = std::min(text.find('\n'), text.size());
  const auto why = std::min(text.find(". "), cure);
  return {origin_of(scenario, key),
          key,
          text.substr(0, why),
          why < cure ? text.substr(why + 2, cure - why - 2) : "",
          "",
          cure < text.size() ? text.substr(cure + 1) : ""};
}

/// "body.route: what. Why.\nWhat to write."
config::Problem problem_of_route(const Scenario& scenario, std::string text) {
  const std::string prefix = "body.route: ";
  if (text.starts_with(prefix)) text.erase(0, prefix.size());
  return problem_of(scenario, "body.route", text);
}

}  // namespace

config::ReadResult runnable(config::ReadResult read) {
  if (!read.scenario) return read;
  try {
    build_body(read.scenario->body, read.scenario->sites);
  } catch (const InputError& error) {
    read.problems.push_back(problem_of_route(*read.scenario, error.what()));
    read.scenario.reset();
  }
  return read;
}

InputError told_at_its_line(const Scenario& scenario, const SettingError& error) {
  const config::Problem problem = problem_of(scenario, error.key, error.what());
  return InputError(config::render_problems(
      {{}, {problem}, {}, scenario.path, scenario.text, scenario.overrides, true}));
}

}  // namespace metastasim
