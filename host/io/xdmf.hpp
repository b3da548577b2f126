#pragma once
#include "host/io/vtkhdf.hpp"

namespace metastasim {

/// run.xdmf2: XDMF 2 text over the arrays of run.vtkhdf, for ParaView before 5.13. One temporal
/// collection a block. The ending chooses the reader: with ".xdmf" ParaView shows nothing, without
/// an error. The element Information "values" says whether the rates are DEMO.
void write_xdmf(const hdf5::File& run, const std::filesystem::path& sidecar, std::uint64_t steps);

}  // namespace metastasim
