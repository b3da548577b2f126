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

/// Whether all that the body is built of has been read; what has a problem is told already.
bool can_be_built(const config::ReadResult& read) {
  return std::ranges::none_of(read.problems, [](const config::Problem& p) {
    const bool is_a_site = p.key.starts_with("site.") && p.key.find('.', 5) == p.key.npos;
    return p.key.starts_with("body") || p.key == "species" || is_a_site ||
           p.key.starts_with("site.\"") || p.key.find(".lymph") != p.key.npos;
  });
}

}  // namespace

config::ReadResult runnable(config::ReadResult read) {
  const std::optional<Scenario>& read_so_far = read.scenario ? read.scenario : read.draft;
  if (!read_so_far) return read;
  if (!can_be_built(read)) {
    read.complete = false;
    return read;
  }
  try {
    build_body(read_so_far->body, read_so_far->sites);
  } catch (const InputError& error) {
    read.problems.push_back(problem_of_route(*read_so_far, error.what()));
    config::sort_by_place(read.problems);
    read.scenario.reset();
    read.complete = false;  // the first only is told
  }
  return read;
}

InputError told_at_its_line(const Scenario& scenario, const SettingError& error) {
  const config::Problem problem = problem_of(scenario, error.key, error.what());
  return InputError(config::render_problems(
      {{}, {problem}, {}, scenario.path, scenario.text, scenario.overrides, false, {}}));
}

}  // namespace metastasim
