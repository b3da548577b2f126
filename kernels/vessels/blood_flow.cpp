// Blood flow in the vessels of all sites, solved anew when a radius or a connection has changed, or a
// cell has plugged a vessel or left one.
//
//   sum over vessels at a node of g (p_node - p_other) = flow imposed there
//   g = pi D^4 / (128 mu(D, H) L)
//
//   p   blood pressure          [mmHg]       D, L  diameter and length of a vessel [um]
//   g   conductance             [nl/min/mmHg]
//   mu  apparent viscosity      [mPa s]      kernels/vessels/rheology.hpp
//   H   discharge haematocrit   [1]          separated at branchings, kernels/vessels/red_cells.hpp
// Pries, Secomb, Gaehtgens, Gross 1990 (doi 10.1161/01.RES.67.4.826): the coupled fixed point.
//
// The solve runs on the host in double, in one thread and a fixed order: the same bits on every
// machine. It sets out from the haematocrits and pressures of the last one: where more than one
// state is at rest, blood stays near the one that it was in. What could not be settled is marked in
// `flow_status`, never an error.
#include "kernels/vessels/blood_flow.hpp"

#include <cmath>

#include "kernels/process.hpp"
#include "kernels/vessels/plugs.hpp"

namespace metastasim::vessels {

namespace {

/// Nobody measures haematocrit so well; half the rounds of 1e-8.
constexpr double settled = 1e-4;
/// Cells stick and come off every minute, for hours: what that moves elsewhere is told to less than a
/// hundredth of the usual haematocrit.
constexpr double settled_around_a_plug = 3e-3;

template <class T, class V>
std::vector<T> rounded(const std::vector<V>& values) {
  std::vector<T> out(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) out[i] = static_cast<T>(values[i]);
  return out;
}

/// The rows of one site.
template <class T>
std::vector<T> part(const std::vector<T>& all, std::uint32_t first, std::uint32_t count) {
  return {all.begin() + first, all.begin() + first + count};
}
template <class T>
std::vector<T> segments_of(const Vessels& v, const VesselRange& range, const Column<T>& column) {
  return part(v.segments.to_host(column), range.first_segment, range.segments);
}
template <class T>
std::vector<T> nodes_of(const Vessels& v, const VesselRange& range, const Column<T>& column) {
  return part(v.nodes.to_host(column), range.first_node, range.nodes);
}

/// Lymphatics keep what they have (kernels/vessels/lymph_flow.cpp).
template <class T, class V>
void store(Vessels& v, const VesselRange& range, const Column<T>& column,
           const std::vector<V>& values) {
  std::vector<T> all = rounded<T>(values);
  const std::vector<T> before = segments_of(v, range, column);
  const auto kind = segments_of(v, range, segment::kind);
  for (std::size_t s = 0; s < all.size(); ++s)
    if (kind[s] == static_cast<std::uint8_t>(VesselKind::lymphatic)) all[s] = before[s];
  v.segments.from_host(column, std::span<const T>(all), range.first_segment);
}

void store(const FlowResult& flow, Vessels& v, const VesselRange& range) {
  store(v, range, segment::flow, flow.flow_nl_per_min);
  store(v, range, segment::haematocrit, flow.haematocrit);
  store(v, range, segment::wall_shear, flow.wall_shear_pa);
  store(v, range, segment::plug_pressure, flow.plug_pressure_pa);
  store(v, range, segment::flow_status, flow.status);
  std::vector<double> pressure = flow.pressure_mmhg;
  for (double& p : pressure)
    if (std::isnan(p)) p = 0;  // an island that no pressure reaches
  v.nodes.from_host(node::pressure, std::span<const float>(rounded<float>(pressure)),
                    range.first_node);
}

void add_nodes(const Vessels& v, const VesselRange& range, Network& out) {
  const auto of = [&](const auto& column) { return nodes_of(v, range, column); };
  const auto id = of(node::id);
  const auto x = of(node::x), y = of(node::y), z = of(node::z);
  const auto port = of(node::port), boundary = of(node::boundary);
  const auto value = of(node::boundary_value);
  const auto haematocrit = of(node::inlet_haematocrit);
  const double um = 1.0 / 65536;
  for (std::size_t n = 0; n < id.size(); ++n) {
    out.nodes.push_back({id[n], x[n] * um, y[n] * um, z[n] * um, static_cast<Port>(port[n])});
    if (boundary[n] != 0)
      out.boundary.push_back({static_cast<int>(n), static_cast<Boundary>(boundary[n]), value[n],
                              haematocrit[n], not_given});
  }
}

void add_segments(const Vessels& v, const VesselRange& range, Network& out) {
  const auto of = [&](const auto& column) { return segments_of(v, range, column); };
  const auto id = of(segment::id);
  const auto from = of(segment::from), to = of(segment::to);
  const auto radius = of(segment::radius), length = of(segment::length);
  const auto kind = of(segment::kind);
  const auto first = static_cast<int>(range.first_node);
  for (std::size_t s = 0; s < id.size(); ++s)
    out.segments.push_back({id[s], from[s] - first, to[s] - first, 2.0 * radius[s], length[s],
                            static_cast<VesselKind>(kind[s]), not_given, not_given});
}

/// What the state knows of the last solve. Nothing of vessels in which no blood flowed; a new node
/// is at 0 mmHg, which the first pressures put right.
FlowStart start_of(const Vessels& v, const VesselRange& range) {
  FlowStart out;
  const auto haematocrit = segments_of(v, range, segment::haematocrit);
  const auto status = segments_of(v, range, segment::flow_status);
  for (std::size_t s = 0; s < status.size(); ++s) {
    const bool stood_still = status[s] == static_cast<std::uint8_t>(SegmentStatus::no_flow) ||
                             status[s] == static_cast<std::uint8_t>(SegmentStatus::plugged);
    out.haematocrit.push_back(stood_still ? not_given : haematocrit[s]);
  }
  out.pressure_mmhg = rounded<double>(nodes_of(v, range, node::pressure));
  return out;
}

}  // namespace

Network network_of(const Vessels& vessels, const VesselRange& range) {
  Network out;
  add_nodes(vessels, range, out);
  add_segments(vessels, range, out);
  return out;
}

Network network_of(const Vessels& vessels) {
  return network_of(vessels, {0, vessels.segments.read_count(), 0, vessels.nodes.read_count()});
}

struct BloodFlow {
  static constexpr const char* meaning =
      "pressure, flow, haematocrit and wall shear of the blood follow the vessels";
  static constexpr bool host_work = true;
  struct Params {
    ViscosityLaw law;
    PhaseSeparation separation;
    double plasma_mpas, constant_mpas, cell_volume_fl;
  };
  static std::vector<ParamSpec> params() {
    return {
        param("blood.viscosity_law", &Params::law, "1", 0, {0, 2}, "Pries 1994, Pries 1992",
              "apparent viscosity of blood in narrow vessels, in vivo or in glass tubes",
              {"pries1994", "pries1992", "constant"}),
        param("blood.phase_separation", &Params::separation, "1", 0, {0, 2},
              "Pries and Secomb 2005, Pries 1989", "how red cells divide where vessels branch",
              {"pries2005", "pries1989", "none"}),
        param("blood.plasma_viscosity", &Params::plasma_mpas, "mPa s", 1.0466, {0.5, 3},
              "Secomb, NetFlow (rat)", "viscosity of blood plasma"),
        param("blood.viscosity", &Params::constant_mpas, "mPa s", 3, {0.5, 20},
              "Secomb, NetFlow (constant viscosity)",
              "viscosity of blood where viscosity_law is constant"),
        param("blood.cell_volume", &Params::cell_volume_fl, "fl", {55, 92}, {20, 150},
              "Pries and Secomb, NetFlow (55 fl rat and mouse, 92 fl human)",
              "mean volume of a red cell"),
    };
  }
  static std::vector<ColumnSpec> adds() {
    return {node::boundary, node::boundary_value, node::inlet_haematocrit, segment::flow_status};
  }
  static std::vector<ColumnSpec> writes() {
    return {segment::flow,          segment::haematocrit, segment::wall_shear,
            segment::plug_pressure, segment::flow_status, node::pressure};
  }
  /// Until no plug gives way any more.
  static void solve(const FlowOptions& options, Plugs& plugs, Vessels& v, const VesselRange& site) {
    bool give_way = true;
    while (give_way) {
      Network network = network_of(v, site);
      plugs.close(network, site);
      FlowResult flow = solve_flow(network, options, start_of(v, site));
      give_way = plugs.give_way(flow, site);
      plugs.tell(flow, site);
      store(flow, v, site);
    }
  }
  static void run(const Params& p, Step& s) {
    Vessels& v = s.state.vessels;
    FlowOptions options;
    options.viscosity = {p.law, p.plasma_mpas, p.cell_volume_fl, p.constant_mpas};
    options.separation = p.separation;
    options.tolerance = v.flow_is_stale ? settled : settled_around_a_plug;
    Plugs plugs(s.state);
    for (const VesselRange& site : v.of_site)
      if (site.segments > 0 && (v.flow_is_stale || plugs.moved(site)))
        solve(options, plugs, v, site);
    v.flow_is_stale = false;
  }
};

}  // namespace metastasim::vessels

metastasim::Process metastasim::processes::blood_flow() {
  return make_process<vessels::BloodFlow>("blood_flow");
}
