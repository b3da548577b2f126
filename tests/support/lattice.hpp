#pragma once
#include <vector>

#include "kernels/state/cell_columns.hpp"
#include "tests/support/bench.hpp"
#include "tests/support/parameters.hpp"

/// Small lattices for tests.
namespace metastasim::testing {

/// One site of n x n x layers voxels of 10 um, 40 s a tick, without cells.
State lattice(int n, int layers = 1);

/// Every default, and the lattice model.
Parameters lattice_parameters();

/// Puts a cell of a phenotype into each of these voxels.
void fill_voxels(State& state, Site& site, const std::vector<Voxel>& voxels, Phenotype phenotype);
/// Puts `count` of them into one.
void fill_voxel(State& state, Site& site, Voxel voxel, int count, Phenotype phenotype);

/// Lays a vessel across each of these voxels; `ruptured` holds for all.
void lay_vessel_voxels(State& state, Site& site, const std::vector<Voxel>& voxels,
                       bool ruptured = false);

/// Advances by ticks; before each, rows are put into an order that means nothing if `shuffled`.
void step(State& state, const Parameters& parameters, int ticks, bool shuffled = false);

/// The voxel of each cell.
std::vector<Voxel> voxels_of_cells(const Site& site);
/// Cells by voxel, in the order of Grid::number.
std::vector<int> cells_by_voxel(const Site& site);

}  // namespace metastasim::testing
