#pragma once
#include <filesystem>

#include "host/geometry/line_data.hpp"

namespace metastasim::geometry {

/// Reads PolyData lines through VTK. Throws InputError where this program was built without VTK.
vessels::Network read_network_vtp(const std::filesystem::path& path, double unit_um);

/// True where this program was built with VTK.
bool can_read_vtp();

/// The lines and arrays of a VTP file, as they stand there.
LineData read_line_data(const std::filesystem::path& path);

/// Writes PolyData as text, which needs no VTK.
void write_network_vtp(const std::filesystem::path& path, const vessels::Network& network);

}  // namespace metastasim::geometry
