#include "host/config/lattice.hpp"

#include <algorithm>

#include "kernels/lattice/model.hpp"

namespace metastasim::config {

double value_of(const Scenario& scenario, const std::string& key, double otherwise) {
  const auto found = std::ranges::find(scenario.parameters, key, &ParamValue::key);
  return found == scenario.parameters.end() ? otherwise : found->value;
}

bool on_lattice(const Scenario& scenario) {
  return static_cast<ModelKind>(static_cast<int>(value_of(scenario, model_key, 0))) ==
         ModelKind::lattice;
}

}  // namespace metastasim::config
