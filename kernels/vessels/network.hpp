#pragma once
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "kernels/state/vessels.hpp"

/// A vessel network as it stands in a file or comes from a generator: plain data in double, read by
/// the flow solve and by the set-up of State::vessels.
namespace metastasim::vessels {

inline constexpr double not_given = std::numeric_limits<double>::quiet_NaN();

struct NetworkNode {
  std::uint64_t id = 0;  ///< the file's number
  double x_um = 0, y_um = 0, z_um = 0;
  Port port = Port::none;
};

struct NetworkSegment {
  std::uint64_t id = 0;  ///< the file's number
  int from = 0, to = 0;  ///< places in Network::nodes
  double diameter_um = 0, length_um = 0;
  VesselKind kind = VesselKind::capillary;
  double flow_nl_per_min = not_given;  ///< as the file has it; the solve does not read it
  double haematocrit = not_given;
  int plugs = 0;  ///< what is stuck in it, one behind the other, and stops the blood but for a leak
};

enum class Boundary : std::uint8_t { none = 0, pressure = 1, flow = 2 };

/// What is imposed at a node. A node with neither is closed.
struct BoundaryCondition {
  int node = 0;
  Boundary kind = Boundary::pressure;
  double value = 0;                ///< pressure [mmHg], or flow into the network [nl/min]
  double haematocrit = not_given;  ///< of blood that enters here
  double po2_mmhg = not_given;
};

struct Network {
  std::string title;
  std::vector<NetworkNode> nodes;
  std::vector<NetworkSegment> segments;
  std::vector<BoundaryCondition> boundary;
};

/// Throws InputError at the first thing that no solve can take: an end that is no node,
/// a diameter or length that is not positive and finite, two conditions at one node.
void require_valid(const Network& network);

double distance_um(const NetworkNode& a, const NetworkNode& b);
double total_length_um(const Network& network);

}  // namespace metastasim::vessels
