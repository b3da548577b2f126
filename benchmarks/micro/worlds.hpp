#pragma once
#include <memory>

#include "host/sim/model.hpp"

namespace metastasim::bench {

/// Ten minutes into benchmarks/scenarios/everything.toml with a tumour of about so many cells in a
/// cube of one and a half times its diameter: every process has something to do.
std::shared_ptr<Model> tissue_world(Device& device, std::int64_t cells);
/// The same of benchmarks/scenarios/lattice.toml.
std::shared_ptr<Model> lattice_world(Device& device, std::int64_t cells);

}  // namespace metastasim::bench
