#pragma once
#include <filesystem>

#include "kernels/vessels/network.hpp"

namespace metastasim::geometry {

/// Reads a network by the ending of its name: .dat (Secomb), .csv, .vtp (VTK; coordinates in um times
/// `unit_um`, which the others do not take). Throws InputError with file, line and cure, also where
/// no vessel is in it.
vessels::Network read_network(const std::filesystem::path& path, double unit_um = 1);

/// The same; refuses also what no flow solve could take.
vessels::Network read_solvable_network(const std::filesystem::path& path, double unit_um = 1);

/// Writes .csv or .vtp. Throws InputError for another ending, or where the file cannot be written.
void write_network(const std::filesystem::path& path, const vessels::Network& network);

}  // namespace metastasim::geometry
