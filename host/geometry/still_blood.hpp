#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include "kernels/vessels/network.hpp"

namespace metastasim::geometry {

/// Why no blood flows in any vessel of a network, and what to write.
struct StillBlood {
  std::string why, cure;
};

/// What is imposed at the ends decides it; nothing where it drives blood somewhere. `file` is where
/// the network was read from: a table of nodes that is not there is told.
std::optional<StillBlood> why_no_blood_flows(const vessels::Network& network,
                                             const std::filesystem::path& file = {});

/// A network in which no blood flows, with one pressure for each part that hangs together: what a
/// solve finds between equal ones is rounding.
vessels::Network at_rest(vessels::Network network);

}  // namespace metastasim::geometry
