#pragma once
#include <filesystem>

#include "kernels/vessels/network.hpp"

namespace metastasim::geometry {

/// Reads a Network.dat of Secomb's programs (NetFlow, Greens, FlowEstimate, AngioAdapt):
///   title | box | tissue points | outer bound | longest piece | most segments at a node |
///   number of segments | header | name type from to diameter[um] flow[nl/min] Hd ... |
///   number of nodes | header | name x y z [um] ... |
///   number of boundary nodes | header | name bctype value Hd PO2 ...
/// Types 4 and 5 (and 3) carry blood; 0 and 1, sprouts, and 10, removed, are left out. bctype 0 is
/// a pressure [mmHg]; -2, 2 and 4 to 9 (directions and classes that FlowEstimate writes) a flow
/// [nl/min], + into the network. Further columns, '*', BOM, CRLF, tabs and blank lines are taken.
/// Lengths are the distances of the nodes. Throws InputError with file, line and cure.
vessels::Network read_secomb(const std::filesystem::path& path);

}  // namespace metastasim::geometry
