#include "host/cli/quantity.hpp"

#include "host/config/units.hpp"
#include "host/input_error.hpp"

namespace metastasim::cli {

double quantity(const std::string& option, const std::string& text, const std::string& unit) {
  const config::Quantity read = config::parse_quantity(text, unit);
  if (read.ok()) return read.value;
  const std::string why = read.why.empty() ? "" : ". " + read.why;
  throw InputError(option + " \"" + text + "\": " + read.what + why + "\n  Write " +
                   config::describe(unit) + ":  " + option + " \"" + config::show(1, unit) + "\"");
}

}  // namespace metastasim::cli
