#include "host/geometry/flow_report.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "host/geometry/network_report.hpp"
#include "host/geometry/still_blood.hpp"
#include "host/geometry/text_output.hpp"
#include "kernels/core/error.hpp"

namespace metastasim::geometry {

using vessels::FlowResult;
using vessels::Network;
using vessels::SegmentStatus;

namespace {

template <class E>
E chosen(const std::string& option, const std::string& name,
         std::initializer_list<std::pair<const char*, E>> known) {
  std::string names;
  for (const auto& [text, value] : known) {
    if (name == text) return value;
    names += (names.empty() ? "" : ", ") + std::string(text);
  }
  throw InputError(option + " '" + name + "' is not known: write one of " + names);
}

void require_in(const FlowRange& range, const char* what, double value) {
  if (!(value >= range.low && value <= range.high))
    throw InputError(fmt::format("{} {} cannot be: write a number from {} to {}", what, value,
                                 range.low, range.high));
}

struct Totals {
  double entering = 0, leaving = 0, swiftest_mm_per_s = 0, strongest_shear_pa = 0;
  std::size_t flowing = 0, still = 0, unsettled = 0;
  std::optional<StillBlood> nothing_flows;
};

Totals totals_of(const Network& network, const FlowResult& flow) {
  Totals out;
  out.nothing_flows = why_no_blood_flows(network);
  for (double q : boundary_flow(network, flow)) (q > 0 ? out.entering : out.leaving) += std::abs(q);
  for (std::size_t s = 0; s < network.segments.size(); ++s) {
    out.swiftest_mm_per_s = std::max(
        out.swiftest_mm_per_s,
        std::abs(vessels::mean_velocity(flow.flow_nl_per_min[s], network.segments[s].diameter_um)));
    out.strongest_shear_pa = std::max(out.strongest_shear_pa, flow.wall_shear_pa[s]);
    ++(flow.status[s] == SegmentStatus::flows     ? out.flowing
       : flow.status[s] == SegmentStatus::no_flow ? out.still
                                                  : out.unsettled);
  }
  return out;
}

Spread pressures_of(const FlowResult& flow) {
  std::vector<double> known;
  for (double p : flow.pressure_mmhg)
    if (!std::isnan(p)) known.push_back(p);
  if (known.empty()) known.push_back(vessels::not_given);
  return spread_of(std::move(known));
}

std::string pressure_text(const Network& network, const FlowResult& flow) {
  const Spread p = pressures_of(flow);
  if (std::isnan(p.least)) return "not known: none is imposed";
  const bool is_imposed = std::ranges::any_of(
      network.boundary, [](auto& b) { return b.kind == vessels::Boundary::pressure; });
  return fmt::format("{:.4g} to {:.4g} mmHg{}", p.least, p.most,
                     is_imposed ? "" : ", counted from one node: only flows are imposed");
}

std::string settled(const FlowResult& flow) {
  const bool balanced = flow.imbalance <= vessels::most_imbalance;
  return fmt::format("{} after {} rounds (largest change of haematocrit {:.1e}{})",
                     flow.converged ? "settled" : "NOT settled", flow.iterations, flow.residual,
                     balanced ? ""
                              : fmt::format("; {:.1e} of the largest flow goes missing at a node",
                                            flow.imbalance));
}

}  // namespace

vessels::FlowOptions flow_options(const FlowRequest& r) {
  using vessels::PhaseSeparation, vessels::ViscosityLaw;
  require_in(viscosity_range_cp, "a viscosity in cP of", r.viscosity_value_cp);
  require_in(plasma_viscosity_range_cp, "a plasma viscosity in cP of", r.plasma_viscosity_cp);
  require_in(cell_volume_range_fl, "a red cell volume in fl of", r.mcv_fl);
  require_in(haematocrit_range, "a haematocrit of", r.haematocrit_value);
  require_in(mmhg_range_pa, "a millimetre of mercury in Pa of", r.pa_per_mmhg);
  vessels::FlowOptions out;
  out.viscosity = {chosen<ViscosityLaw>("viscosity", r.viscosity,
                                        {{"pries1994", ViscosityLaw::pries1994},
                                         {"pries1992", ViscosityLaw::pries1992},
                                         {"constant", ViscosityLaw::constant}}),
                   r.plasma_viscosity_cp, r.mcv_fl, r.viscosity_value_cp};
  out.separation = chosen<PhaseSeparation>("haematocrit", r.haematocrit,
                                           {{"pries2005", PhaseSeparation::pries2005},
                                            {"pries1989", PhaseSeparation::pries1989},
                                            {"fixed", PhaseSeparation::none}});
  out.fixed_haematocrit = out.separation == PhaseSeparation::none;
  out.inlet_haematocrit = r.haematocrit_value;
  out.pa_per_mmhg = r.pa_per_mmhg;
  return out;
}

namespace {

/// Pressures are known where blood flows.
bool is_finite(const Network& network, const FlowResult& flow, std::size_t segment) {
  const auto& s = network.segments[segment];
  const bool still = flow.status[segment] == SegmentStatus::no_flow;
  for (const auto* column : {&flow.flow_nl_per_min, &flow.haematocrit, &flow.viscosity_mpas,
                             &flow.wall_shear_pa, &flow.plug_pressure_pa})
    if (!std::isfinite((*column)[segment])) return false;
  return still ||
         (std::isfinite(flow.pressure_mmhg[s.from]) && std::isfinite(flow.pressure_mmhg[s.to]));
}

}  // namespace

void require_finite(const Network& network, const FlowResult& flow) {
  constexpr std::size_t most_named = 5;
  std::vector<std::uint64_t> wrong;
  for (std::size_t s = 0; s < network.segments.size(); ++s)
    if (!is_finite(network, flow, s)) wrong.push_back(network.segments[s].id);
  if (wrong.empty()) return;
  const std::size_t named = std::min(wrong.size(), most_named);
  throw NumericalError(fmt::format(
      "the flow in {} of {} vessels is not a finite number: segment {}{}. Look at what the file "
      "says of them:  metastasim network check",
      wrong.size(), network.segments.size(),
      fmt::join(wrong.begin(), wrong.begin() + static_cast<long>(named), ", "),
      wrong.size() > named ? ", ..." : ""));
}

void write_flow_csv(const std::filesystem::path& path, const Network& network,
                    const FlowResult& flow) {
  TextOutput file(path);
  file.print(
      "segment,from,to,diameter_um,length_um,flow_nl_per_min,velocity_mm_per_s,"
      "discharge_haematocrit,pressure_from_mmHg,pressure_to_mmHg,wall_shear_Pa,viscosity_cP,"
      "plug_pressure_Pa,status\n");
  for (std::size_t i = 0; i < network.segments.size(); ++i) {
    const auto& s = network.segments[i];
    file.print(
        "{},{},{},{},{},{:.12g},{:.12g},{:.12g},{:.12g},{:.12g},{:.12g},{:.12g},{:.12g},{}\n", s.id,
        network.nodes[s.from].id, network.nodes[s.to].id, s.diameter_um, s.length_um,
        flow.flow_nl_per_min[i], vessels::mean_velocity(flow.flow_nl_per_min[i], s.diameter_um),
        flow.haematocrit[i], flow.pressure_mmhg[s.from], flow.pressure_mmhg[s.to],
        flow.wall_shear_pa[i], flow.viscosity_mpas[i], flow.plug_pressure_pa[i],
        name_of(flow.status[i]));
  }
  file.close();
}

std::string flow_text(const Network& network, const FlowResult& flow, const std::string& name) {
  const Totals t = totals_of(network, flow);
  std::string out = fmt::format(
      "{}: {}\n"
      "  segments      {} with flow, {} without, {} not settled\n"
      "  flow          {:.6g} nl/min in, {:.6g} out\n"
      "  pressure      {}\n"
      "  fastest       {:.4g} mm/s, largest wall shear {:.4g} Pa\n",
      name, settled(flow), t.flowing, t.still, t.unsettled, t.entering, t.leaving,
      pressure_text(network, flow), t.swiftest_mm_per_s, t.strongest_shear_pa);
  if (t.nothing_flows)
    out += fmt::format("  No blood flows: {}.\n  To drive it, {}.\n", t.nothing_flows->why,
                       t.nothing_flows->cure);
  return out;
}

std::string flow_json(const Network& network, const FlowResult& flow, const std::string& name) {
  const Totals t = totals_of(network, flow);
  const Spread p = pressures_of(flow);
  std::vector<std::uint64_t> unsettled;
  for (std::size_t s = 0; s < flow.status.size(); ++s)
    if (flow.status[s] == SegmentStatus::not_converged) unsettled.push_back(network.segments[s].id);
  const nlohmann::ordered_json why =
      t.nothing_flows ? nlohmann::ordered_json(t.nothing_flows->why) : nlohmann::ordered_json();
  const nlohmann::ordered_json out{{"network", name},
                                   {"converged", flow.converged},
                                   {"rounds", flow.iterations},
                                   {"residual_haematocrit", flow.residual},
                                   {"largest_imbalance", flow.imbalance},
                                   {"segments", network.segments.size()},
                                   {"segments_with_flow", t.flowing + t.unsettled},
                                   {"segments_without_flow", t.still},
                                   {"segments_not_converged", unsettled},
                                   {"why_no_blood_flows", why},
                                   {"inflow_nl_per_min", t.entering},
                                   {"outflow_nl_per_min", t.leaving},
                                   {"pressure_min_mmHg", p.least},
                                   {"pressure_max_mmHg", p.most},
                                   {"velocity_max_mm_per_s", t.swiftest_mm_per_s},
                                   {"wall_shear_max_Pa", t.strongest_shear_pa}};
  return out.dump(2) + "\n";
}

}  // namespace metastasim::geometry
