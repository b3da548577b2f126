#pragma once
#include "kernels/circulation/stream.hpp"
#include "kernels/state/body.hpp"

namespace metastasim::circulation {

/// The ports through which blood, and who comes with it, enters a block.
struct Inlets {
  StreamView stream;
  BodyView body;

  /// Flow into the block of a site.
  HD double inflow_of(std::int32_t site) const {
    double sum = 0;
    for (std::uint32_t p = body.first_port[site]; p < body.first_port[site + 1]; ++p)
      sum += inflow_at(static_cast<std::int32_t>(body.port_nodes[p]));
    return sum;
  }
  /// The port at a point of the cumulative inflow.
  HD std::int32_t port_at(std::int32_t site, double point) const {
    double sum = 0;
    std::int32_t chosen = 0;
    for (std::uint32_t p = body.first_port[site]; p < body.first_port[site + 1]; ++p) {
      const auto n = static_cast<std::int32_t>(body.port_nodes[p]);
      const double inflow = inflow_at(n);
      if (!(inflow > 0)) continue;
      chosen = n;
      sum += inflow;
      if (point < sum) break;
    }
    return chosen;
  }

 private:
  HD double inflow_at(std::int32_t n) const {
    const WaysOut ways = ways_out(stream, n);
    return ways.count > 0 ? math::max(-ways.through, 0.0) : 0.0;
  }
};

}  // namespace metastasim::circulation
