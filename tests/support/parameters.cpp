#include "tests/support/parameters.hpp"

#include <stdexcept>

namespace metastasim::testing {

void set_cell_parameter(Parameters& parameters, const std::string& key, double value,
                        std::size_t cell_type) {
  bool found = false;
  for (std::size_t p = 0; p < cascade().size(); ++p)
    for (const ParamSpec& spec : cascade()[p].process.cell_params.specs)
      if (spec.key == key) {
        parameters.set_cell(p, spec, cell_type, value);
        found = true;
      }
  if (!found) throw std::invalid_argument("no parameter " + key);
  parameters.upload();
}

void set_everywhere(Parameters& parameters, const char* key, double value, std::size_t sites) {
  for (std::size_t p = 0; p < cascade().size(); ++p)
    for (const ParamSpec& spec : cascade()[p].process.params.specs)
      for (std::size_t s = 0; spec.key == key && s < (cascade()[p].process.per_site ? sites : 1);
           ++s)
        parameters.set(p, spec, s, value);
}

}  // namespace metastasim::testing
