#include <algorithm>

#include "host/config/consistency/checks.hpp"
#include "host/config/lattice.hpp"

namespace metastasim::config::consistency {

Context::Context(Scenario& scenario, std::vector<Problem>& problems, InputFiles files)
    : scenario(scenario), lattice(on_lattice(scenario)), files(files), problems_(problems) {}

const Setting* Context::setting(const std::string& key) const {
  const auto& all = scenario.settings;
  const auto at =
      std::find_if(all.begin(), all.end(), [&](const Setting& x) { return x.key == key; });
  return at == all.end() ? nullptr : &*at;
}

bool Context::have(std::initializer_list<std::string> keys) {
  bool all = true;
  for (const std::string& key : keys) {
    const bool there = setting(key) != nullptr;
    if (!there) was_refused(key);
    all = all && there;
  }
  return all;
}

bool Context::was_refused(const std::string& key) {
  const bool refused = std::any_of(problems_.begin(), problems_.end(), [&](const Problem& problem) {
    return problem.key.starts_with(key);
  });
  if (refused) judged_all_ = false;
  return refused;
}

void Context::report(const std::string& key, std::string what, std::string why, std::string write,
                     std::string more) {
  const Setting* at = setting(key);
  report_at(at ? at->origin : Origin{1, 1, 1, false}, key, std::move(what), std::move(why),
            std::move(write), std::move(more));
}

void Context::report_at(const Origin& origin, const std::string& key, std::string what,
                        std::string why, std::string write, std::string more) {
  problems_.push_back(
      {origin, key, std::move(what), std::move(why), std::move(write), std::move(more)});
}

}  // namespace metastasim::config::consistency
