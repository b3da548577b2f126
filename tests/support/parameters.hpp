#pragma once
#include <string>

#include "kernels/cascade.hpp"

namespace metastasim::testing {

/// Writes a parameter of a cell type for every process that uses the key. Throws where none does.
void set_cell_parameter(Parameters& parameters, const std::string& key, double value,
                        std::size_t cell_type = 0);

/// Sets a parameter at every site, by key, in every process that reads it.
void set_everywhere(Parameters& parameters, const char* key, double value, std::size_t sites = 1);

}  // namespace metastasim::testing
