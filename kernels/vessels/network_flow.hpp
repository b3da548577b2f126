#pragma once
#include "kernels/vessels/network.hpp"
#include "kernels/vessels/rheology.hpp"

/// Steady blood flow of a network: Poiseuille flow with the apparent viscosity of Pries, whose
/// haematocrit follows from phase separation at every branching, solved to a fixed point.
namespace metastasim::vessels {

struct FlowOptions {
  Viscosity viscosity;
  PhaseSeparation separation = PhaseSeparation::pries2005;
  bool fixed_haematocrit = false;   ///< every vessel has inlet_haematocrit
  double inlet_haematocrit = 0.45;  ///< where a boundary condition gives none
  double pa_per_mmhg = vessels::pa_per_mmhg;
  double gauge_mmhg = 0;  ///< of a component on which only flows are imposed
  /// Largest change of haematocrit in any vessel by one more sweep: equally the red cells that go
  /// missing in the vessel per volume of blood through it, or through one with a thousandth of the
  /// mean flow where it has less.
  double tolerance = 1e-8;
  int max_iterations = 300;
};

/// Where to begin: what an earlier solve of nearly the same network found. NaN where nothing is known;
/// empty: nothing is.
struct FlowStart {
  std::vector<double> haematocrit;    ///< of segments
  std::vector<double> pressure_mmhg;  ///< of nodes
};

/// `behind_plug`: something is stuck elsewhere in the unbranched chain, before or behind.
enum class SegmentStatus : std::uint8_t { flows, no_flow, not_converged, plugged, behind_plug };
const char* name_of(SegmentStatus status);

struct FlowResult {
  std::vector<double> pressure_mmhg;  ///< at nodes; NaN in a part that no pressure reaches
  // at segments
  std::vector<double> flow_nl_per_min;  ///< positive from its start to its end
  std::vector<double> haematocrit;      ///< discharge haematocrit; 0 where nothing flows
  std::vector<double> viscosity_mpas;
  std::vector<double> wall_shear_pa;
  /// Pressure across the whole unbranched chain if it were plugged, the rest of the network keeping
  /// its conductances (its Thevenin pressure); where it is plugged, what stands across
  /// all that is stuck in the segment.
  std::vector<double> plug_pressure_pa;
  std::vector<SegmentStatus> status;

  bool converged = true;
  int iterations = 0;
  double residual = 0;  ///< last largest change of haematocrit, see FlowOptions::tolerance
  /// Flow that goes missing at a node, as a part of the largest flow. Above most_imbalance nothing has
  /// converged: resistances lie too far apart for the solve.
  double imbalance = 0;
};
constexpr double most_imbalance = 1e-9;

/// Never throws for want of convergence: it reports the segments. Throws InputError for
/// a network that no solve can take.
FlowResult solve_flow(const Network& network, const FlowOptions& options,
                      const FlowStart& start = {});

/// Throws the InputError with which solve_flow would refuse the network, without solving anything.
void require_solvable(const Network& network);

/// Flow into the network at each boundary condition [nl/min].
std::vector<double> boundary_flow(const Network& network, const FlowResult& flow);

}  // namespace metastasim::vessels
