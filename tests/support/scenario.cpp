#include "tests/support/scenario.hpp"

#include <stdexcept>

#include "host/config/reader.hpp"
#include "tests/support/tree.hpp"

namespace metastasim::testing {

Scenario scenario(const std::string& name) {
  const auto read = config::read_scenario(in_tree("tests/scenarios/" + name + ".toml"));
  if (!read.scenario) throw std::runtime_error(config::render_problems(read));
  return *read.scenario;
}

}  // namespace metastasim::testing
