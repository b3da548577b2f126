#pragma once
#include <string>

namespace metastasim::cli {

/// A quantity on the command line, in `unit`. Throws InputError that names the option and says what
/// to write.
double quantity(const std::string& option, const std::string& text, const std::string& unit);

}  // namespace metastasim::cli
