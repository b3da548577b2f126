#pragma once
#include "kernels/cascade.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/state/state.hpp"

/// Small worlds for tests.
namespace metastasim::testing {

/// The machine under test: METASTASIM_TEST_DEVICE = cpu (default), guard or cuda:N.
Device& device();

/// Parameters with every default of the mouse, for `sites` sites and `cell_types` types.
Parameters default_parameters(std::size_t sites = 1, std::size_t cell_types = 1);

/// A state with one cubic site of n^3 voxels of 20 um.
State box(int n = 16, float spacing_um = 20);

struct PlacedCell {
  float x_um, y_um, z_um;
  float radius_um = 8.5f;
  CellKind kind = CellKind::tumour;
  std::uint8_t type = 0;
};
/// Appends cells to a site with fresh lineage numbers.
void place(State& state, Site& site, const std::vector<PlacedCell>& cells);

/// Gives all cells of a site, those to come included, a phenotype and the EMT score behind it.
void set_phenotype(Site& site, Phenotype phenotype);

/// Gives the whole site this much collagen, as a fraction of intact collagen.
void set_matrix(Site& site, float left);

/// Index of a process in the cascade, by name.
std::size_t process_index(const char* name);
/// Runs one process once on all sites (or the whole state) at the state's current tick, then counts
/// the tick. What the host does between steps is done before.
void run_once(State& state, const Parameters& parameters, const char* name, double dt_min,
              const Room& room = {});

}  // namespace metastasim::testing
