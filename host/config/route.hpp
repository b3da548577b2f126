#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "host/config/scenario.hpp"

/// The blood's way around the body, as arrows: "left heart -> brain 3.3 %, kidney 9.1 %".
namespace metastasim::config {

struct RouteLine {
  std::vector<RouteEdge> edges;
  std::string problem, why, write;  ///< problem is empty where the line could be read
};

RouteLine parse_route_line(std::string_view line);

/// "3.3 %" of 0.033.
std::string percent(double share);

}  // namespace metastasim::config
