#include "kernels/circulation/ports.hpp"

namespace metastasim::circulation {

namespace {

std::size_t nodes_of(const Vessels& vessels) {
  std::size_t nodes = 0;
  for (const VesselRange& range : vessels.of_site) nodes += range.nodes;
  return nodes;
}

Buffer<std::uint32_t> on_device(Device& device, const std::vector<std::uint32_t>& values) {
  Buffer<std::uint32_t> buffer(device, values.size(), "ports");
  if (!values.empty()) buffer.copy_from_host(values);
  return buffer;
}

}  // namespace

void connect_ports(Body& body, const Vessels& vessels) {
  const std::size_t nodes = nodes_of(vessels);
  if (nodes == body.nodes_connected && body.first_port.size() > 0) return;
  const auto port = vessels.nodes.to_host(node::port);
  std::vector<std::uint32_t> first{0}, port_nodes;
  for (const VesselRange& range : vessels.of_site) {
    for (std::uint32_t n = range.first_node; n < range.first_node + range.nodes; ++n)
      if (port[n] != static_cast<std::uint8_t>(Port::none)) port_nodes.push_back(n);
    first.push_back(static_cast<std::uint32_t>(port_nodes.size()));
  }
  body.first_port = on_device(vessels.nodes.device(), first);
  body.port_nodes = on_device(vessels.nodes.device(), port_nodes);
  body.nodes_connected = nodes;
}

}  // namespace metastasim::circulation
