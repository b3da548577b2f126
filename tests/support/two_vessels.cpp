#include "tests/support/two_vessels.hpp"

#include "kernels/state/field_columns.hpp"
#include "kernels/vessels/vessel_geometry.hpp"

namespace metastasim::testing {

namespace {

void add_line(vessels::Network& out, double length_um, int pieces, double y_um, double from_mmhg,
              double to_mmhg) {
  const int first = static_cast<int>(out.nodes.size());
  for (int i = 0; i <= pieces; ++i)
    out.nodes.push_back(
        {static_cast<std::uint64_t>(first + i + 1), i * length_um / pieces, y_um, 160});
  for (int i = 0; i < pieces; ++i)
    out.segments.push_back(
        {out.segments.size() + 1, first + i, first + i + 1, 8, length_um / pieces});
  out.boundary.push_back({first, vessels::Boundary::pressure, from_mmhg, 0.45});
  out.boundary.push_back({first + pieces, vessels::Boundary::pressure, to_mmhg, 0.45});
}

}  // namespace

void add_two_vessels(State& state, Site& site, const TwoVessels& v) {
  const double length_um = site.grid.nx * double{site.grid.spacing_um};
  vessels::Network network;
  add_line(network, length_um, v.pieces, v.high_y_um, v.high_mmhg, v.high_mmhg - v.drop_mmhg);
  add_line(network, length_um, v.pieces, v.low_y_um, v.low_mmhg, v.low_mmhg - v.drop_mmhg);
  vessels::add_network(state, device(), site.id, network);
}

State with_two_vessels(const TwoVessels& vessels) {
  State state = box(16);
  add_two_vessels(state, *state.sites[0], vessels);
  vessels::rebuild_vessel_geometry(state, device());
  run_once(state, default_parameters(), "blood_flow", 60);
  return state;
}

void set_vegf(Site& site, const std::function<float(float, float, float)>& nm) {
  const Grid& g = site.grid;
  std::vector<float> values;
  const auto um = [&](int voxel) { return (static_cast<float>(voxel) + 0.5f) * g.spacing_um; };
  for (int z = 0; z < g.nz; ++z)
    for (int y = 0; y < g.ny; ++y)
      for (int x = 0; x < g.nx; ++x) values.push_back(nm(um(x), um(y), um(z)));
  site.fields.from_host(field::vegf, std::span<const float>(values));
}

}  // namespace metastasim::testing
