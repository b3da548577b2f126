// Adaptation: vessels widen and narrow with the blood that runs through them.
//
//   dD/dt = D (S - S_0) / T
//   S = log10(tau + tau_ref) - k_p log10(tau_e(P)) + k_m log10(Q_ref / (Q H) + 1)
//   tau_e(P) = 100 - 86 / (1 + (P / 36)^5)
//
//   D        inner diameter                                  [um]
//   T        time of adaptation; 0 rate: vessels keep theirs [min]
//   tau, P   wall shear stress, pressure                     [dyn/cm2], [mmHg]
//   Q, H     flow, discharge haematocrit                     [nl/min], [1]
//   tau_ref  keeps the logarithm finite                      [dyn/cm2]   AngioAdapt20: 0.01
//   k_p, k_m weights of pressure and metabolic need          [1]         Pries 2001: 0.68, 0.70
//   Q_ref    flow of red cells that is plenty                [nl/min]    Pries 2001: 1.98
//   tau_e    shear that a vessel expects at its pressure     [dyn/cm2]   AngioAdapt20
//   S_0      what the vessel is adapted to                   [1]
// Pries, Secomb, Gaehtgens 1998, Pries, Reglin, Secomb 2001 (doi 10.1152/ajpheart.2001.281.3.h1015);
// AngioAdapt20: Alberding and Secomb 2021 (doi 10.1371/journal.pcbi.1009164).
// Their shrinking tendency, one number for a measured network, is here the S of each vessel in the
// first hour: a bed that is at rest stays at rest (assumed; without it every made-up network would
// rebuild itself). A vessel that grows during the run is adapted to what the vessel is that it
// sprouted from (assumed). Responses conducted along the wall are left out. A step changes a
// diameter by a tenth at most; a vessel in which a cell is stuck keeps its own (assumed: that lasts
// hours). Off unless the scenario gives a rate.
#include "kernels/core/launch.hpp"
#include "kernels/process.hpp"
#include "kernels/vessels/blood_flow.hpp"
#include "kernels/vessels/sprouts.hpp"

namespace metastasim::vessels {

namespace {

constexpr float pa_to_dyn_per_cm2 = 10;
constexpr float most_per_step = 0.1f;

struct AdaptationParams {
  float rate_per_min, pressure, metabolic, plenty_nl_per_min, least_um, most_um;
};

struct Adapt {
  std::uint32_t first;
  const std::int32_t *from, *to;
  const std::uint8_t *kind, *status;
  const float *flow, *haematocrit, *shear, *mmhg;
  AdaptationParams p;
  float dt_min;
  float *radius, *set_point;

  HD void operator()(std::int64_t i) const {
    const auto row = first + static_cast<std::uint32_t>(i);
    if (!blood_runs(flow[row], status[row]) ||
        kind[row] == static_cast<std::uint8_t>(VesselKind::lymphatic))
      return;
    const float s = stimulus(row);
    if (set_point[row] == segment::unknown_set_point) set_point[row] = s;
    const float wanted = p.rate_per_min * (s - set_point[row]) * dt_min;
    const float grown = radius[row] * (1 + math::clamp(wanted, -most_per_step, most_per_step));
    if (wanted != 0) radius[row] = math::clamp(grown, p.least_um / 2, p.most_um / 2);
  }
  HD float stimulus(std::uint32_t row) const {
    const float mean_mmhg = 0.5f * (mmhg[from[row]] + mmhg[to[row]]);
    const float cells = math::abs(flow[row]) * haematocrit[row];
    return static_cast<float>(
        math::log10(static_cast<double>(shear[row] * pa_to_dyn_per_cm2 + 0.01f)) -
        p.pressure * math::log10(static_cast<double>(expected_shear(mean_mmhg))) +
        p.metabolic *
            math::log10(static_cast<double>(p.plenty_nl_per_min / math::max(cells, 1e-6f) + 1)));
  }
  HD static float expected_shear(float pressure_mmhg) {
    const float x = pressure_mmhg / 36, x5 = x * x * x * x * x;
    return 100 - 86 / (1 + x5);
  }
};

}  // namespace

struct Adaptation {
  static constexpr const char* meaning =
      "vessels widen and narrow with wall shear, pressure and need";
  using Params = AdaptationParams;
  static std::vector<ParamSpec> params() {
    const std::string at = "site.*.blood.adaptation.";
    return {
        param(at + "rate", &Params::rate_per_min, "1/min", 0, {0, 0.1},
              "set-up: off; 1/d in Alberding and Secomb 2021 (AngioAdapt20)",
              "rate at which vessels follow what their blood asks of them"),
        param(at + "pressure_weight", &Params::pressure, "1", 0.68, {0, 5}, "Pries 2001",
              "weight of the shear that a vessel expects at its pressure"),
        param(at + "metabolic_weight", &Params::metabolic, "1", 0.70, {0, 5}, "Pries 2001",
              "weight of the need for red cells"),
        param(at + "plenty", &Params::plenty_nl_per_min, "nl/min", 1.98, {1e-3, 1e3}, "Pries 2001",
              "flow of red cells at which a vessel needs little more"),
        param(at + "narrowest", &Params::least_um, "um", 3, {1.5, 20},
              "Alberding and Secomb 2021 (AngioAdapt20)", "least diameter"),
        param(at + "widest", &Params::most_um, "um", 100, {5, 500}, "Owen 2011 (radius 50 um)",
              "largest diameter"),
    };
  }
  static std::vector<ColumnSpec> adds() { return {segment::set_point}; }
  static std::vector<ColumnSpec> writes() { return {segment::set_point, segment::radius}; }
  static void run(const Params& p, SiteStep& s) {
    Vessels& v = s.state.vessels;
    const VesselRange range = v.of_site[static_cast<std::size_t>(s.site.id.value)];
    if (p.rate_per_min == 0 || range.segments == 0 || s.tick == 0) return;
    Table& t = v.segments;
    for_each_index(s.device, "adaptation", range.segments,
                   Adapt{range.first_segment, t.data(segment::from), t.data(segment::to),
                         t.data(segment::kind), t.data(segment::flow_status), t.data(segment::flow),
                         t.data(segment::haematocrit), t.data(segment::wall_shear),
                         v.nodes.data(node::pressure), p, static_cast<float>(s.dt_min),
                         t.data(segment::radius), t.data(segment::set_point)});
    v.flow_is_stale = true;
  }
};

}  // namespace metastasim::vessels

metastasim::Process metastasim::processes::adaptation() {
  return make_process<vessels::Adaptation>("adaptation");
}
