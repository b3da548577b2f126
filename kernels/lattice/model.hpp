#pragma once
#include "kernels/process.hpp"

/// Which model a run advances.
namespace metastasim {

enum class ModelKind : int { tissue, lattice };

/// The key in a scenario, and the process that has it among its parameters.
inline constexpr const char* model_key = "model";
inline constexpr const char* model_process = "lattice_transit";

}  // namespace metastasim

namespace metastasim::lattice {

/// Of the whole run.
struct RunParams {
  ModelKind model;
  double transit_min;
  float disaggregation, single_survival, cluster_survival;
};

}  // namespace metastasim::lattice

namespace metastasim::processes {
#define LATTICE(stage, name) Process name();
#define SHARED(name)
#include "kernels/lattice/cascade.def"
#undef LATTICE
#undef SHARED
}  // namespace metastasim::processes
