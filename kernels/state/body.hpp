#pragma once
#include <string>
#include <vector>

#include "kernels/core/buffer.hpp"

/// The body around the simulated blocks: compartments that blood or lymph passes with a delay, and
/// the shares in which it goes on from each. Follows from the scenario, so it is neither hashed nor
/// stored.
namespace metastasim {

enum class CompartmentKind : std::uint8_t {
  conduit,  ///< veins, ducts: only a delay
  heart,    ///< a delay and an impulse of shear
  organ,    ///< a capillary bed, which cells may be too large for; perhaps with a site inside
  node      ///< a lymph node: lets a share of the cells pass, holds the others
};

struct Compartment {
  CompartmentKind kind = CompartmentKind::organ;
  std::int32_t site = -1;     ///< the block that lies in this organ, or -1
  bool whole_organ = false;   ///< all that enters the organ enters the block
  bool lymph = false;         ///< a node or a duct: no red cells, little shear
  float flow_nl_per_min = 0;  ///< through the whole compartment
  std::int64_t delay_us = 0;  ///< mean time to pass it: volume / flow
  std::uint32_t first_way = 0, ways = 0;
};

/// A way on from a compartment. `upto` is the cumulative share: 1 at the last way.
struct Way {
  std::int32_t to = 0;
  float upto = 1;
};

struct BodyPlan {
  std::vector<std::string> names;  ///< of the compartments
  std::vector<Compartment> compartments;
  std::vector<Way> ways;
  std::vector<std::int32_t> compartment_of_site;
  std::vector<std::int32_t> lymph_of_site;  ///< where lymph ports lead; -1 without lymphatics

  std::size_t size() const { return names.size(); }
};

/// What kernels see of it.
struct BodyView {
  const Compartment* compartments;
  const Way* ways;
  const std::int32_t* compartment_of_site;  ///< null where there is no body
  const std::int32_t* lymph_of_site;        ///< where lymph ports lead, or -1
  /// Nodes at the ports of site s: port_nodes[first_port[s]] .. port_nodes[first_port[s + 1] - 1].
  const std::uint32_t *first_port, *port_nodes;
};

struct Body {
  Body() = default;
  Body(Device& device, BodyPlan from_scenario)
      : plan(std::move(from_scenario)),
        compartments(device, plan.size(), "body"),
        ways(device, plan.ways.size(), "ways of the body"),
        compartment_of_site(device, plan.compartment_of_site.size(), "compartments of sites"),
        lymph_of_site(device, plan.lymph_of_site.size(), "where the lymph of sites goes") {
    if (plan.size() == 0) return;
    compartments.copy_from_host(plan.compartments);
    ways.copy_from_host(plan.ways);
    compartment_of_site.copy_from_host(plan.compartment_of_site);
    lymph_of_site.copy_from_host(plan.lymph_of_site);
  }

  BodyView view() const {
    return {compartments.data(),  ways.data(),       compartment_of_site.data(),
            lymph_of_site.data(), first_port.data(), port_nodes.data()};
  }

  BodyPlan plan;
  Buffer<Compartment> compartments;
  Buffer<Way> ways;
  Buffer<std::int32_t> compartment_of_site, lymph_of_site;
  Buffer<std::uint32_t> first_port, port_nodes;  ///< see circulation/ports.hpp
  std::size_t nodes_connected = 0;               ///< nodes of the vessels when ports were collected
};

}  // namespace metastasim
