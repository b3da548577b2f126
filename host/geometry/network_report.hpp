#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "kernels/vessels/network.hpp"

/// What `metastasim network info` and `network check` say.
namespace metastasim::geometry {

/// The smallest, the quartiles and the largest of a set of numbers.
struct Spread {
  double least = 0, quarter = 0, median = 0, three_quarters = 0, most = 0;
};
Spread spread_of(std::vector<double> values);

struct NetworkSummary {
  std::size_t nodes = 0, segments = 0, without_flow = 0;
  std::size_t pressure_conditions = 0, flow_conditions = 0;
  std::vector<int> component_sizes;  ///< nodes, largest first
  std::vector<int> degrees;          ///< number of nodes with 0, 1, 2, ... vessels
  double total_length_um = 0, volume_nl = 0;
  Spread diameter_um, length_um;
  double low_um[3]{}, high_um[3]{};  ///< corners of the box around all nodes
};
NetworkSummary summary_of(const vessels::Network& network);
std::string to_text(const NetworkSummary& summary, const std::string& name);
std::string to_json(const NetworkSummary& summary, const std::string& name);

/// Something in a network that no solve can take or no run could use (an error), or that a person
/// should look at.
struct Finding {
  bool error;
  std::string problem, cure;
};
/// `file` is where it was read from.
std::vector<Finding> check_network(const vessels::Network& network,
                                   const std::filesystem::path& file = {});
/// Of these, that it is so small that it must be in another unit.
std::vector<Finding> check_unit(const vessels::Network& network);
std::string to_text(const std::vector<Finding>& findings, const std::string& name);

}  // namespace metastasim::geometry
