#pragma once
#include <filesystem>
#include <string>

#include "kernels/vessels/network_flow.hpp"

/// What `metastasim flow` computes and writes.
namespace metastasim::geometry {

/// What flow_options takes.
struct FlowRange {
  double low, high;
};
inline constexpr FlowRange viscosity_range_cp{0.1, 100}, plasma_viscosity_range_cp{0.1, 10},
    cell_volume_range_fl{10, 200}, haematocrit_range{0, 0.95}, mmhg_range_pa{133, 134};

/// The command's options as a user writes them.
struct FlowRequest {
  std::string viscosity = "pries1994";  ///< pries1994, pries1992, constant
  double viscosity_value_cp = 3;        ///< for constant
  double plasma_viscosity_cp = 1.0466;
  double mcv_fl = 92;                     ///< mean volume of a red cell: 92 human, 55 rat and mouse
  std::string haematocrit = "pries2005";  ///< pries2005, pries1989, fixed
  double haematocrit_value = 0.45;        ///< for fixed, and where an inlet names none
  double pa_per_mmhg = vessels::pa_per_mmhg;  ///< see vessels::secomb_pa_per_mmhg
};
/// Throws InputError for an unknown name or a value out of range.
vessels::FlowOptions flow_options(const FlowRequest& request);

/// Throws NumericalError that names the vessels of which not all is finite, before anybody takes
/// them for results.
void require_finite(const vessels::Network& network, const vessels::FlowResult& flow);

/// One row a segment: segment, from, to, diameter_um, length_um, flow_nl_per_min, velocity_mm_per_s,
/// discharge_haematocrit, pressure_from_mmHg, pressure_to_mmHg, wall_shear_Pa, viscosity_cP,
/// plug_pressure_Pa, status (flows, no flow, not converged).
void write_flow_csv(const std::filesystem::path& path, const vessels::Network& network,
                    const vessels::FlowResult& flow);
std::string flow_text(const vessels::Network& network, const vessels::FlowResult& flow,
                      const std::string& name);
std::string flow_json(const vessels::Network& network, const vessels::FlowResult& flow,
                      const std::string& name);

}  // namespace metastasim::geometry
