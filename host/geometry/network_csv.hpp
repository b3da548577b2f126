#pragma once
#include <filesystem>

#include "kernels/vessels/network.hpp"

namespace metastasim::geometry {

/// A network as two tables, comma separated, the first line naming the columns in any order; columns
/// not named here are passed over, so a table that `metastasim flow` wrote can be read.
///
///   mine.csv        segment, from, to, diameter_um, and length_um where it is not the distance of
///                   the nodes; kind (arteriole, capillary, venule)
///   mine.nodes.csv  node, x_um, y_um, z_um, and at boundary nodes boundary (pressure, flow), value
///                   [mmHg, or nl/min into the network], haematocrit, pO2_mmHg; port (arterial,
///                   venous, portal, lateral)
///
/// Without the second file nodes are those that segments name, and length_um is needed.
vessels::Network read_network_csv(const std::filesystem::path& path);
void write_network_csv(const std::filesystem::path& path, const vessels::Network& network);

/// mine.csv -> mine.nodes.csv
std::filesystem::path nodes_file_of(const std::filesystem::path& path);

}  // namespace metastasim::geometry
