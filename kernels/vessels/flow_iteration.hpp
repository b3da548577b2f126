#pragma once
#include "kernels/vessels/fixed_point.hpp"
#include "kernels/vessels/network_flow.hpp"
#include "kernels/vessels/pressure_solve.hpp"
#include "kernels/vessels/red_cells.hpp"
#include "kernels/vessels/trouble_spots.hpp"

namespace metastasim::vessels {

/// Where the iteration stands.
struct FlowState {
  // of chains
  std::vector<double> haematocrit, conductance;
  std::vector<double> distance;  ///< from the haematocrit that the flows want, see tolerance
  // of segments
  std::vector<double> viscosity, resistance;
  Pressures now;

  double farthest = 0;  ///< largest distance
  int rounds = 0;
};

/// The fixed point flow -> haematocrit -> viscosity -> flow. A round is one solve for the pressures
/// and one sweep of red cells down the network. The many chains that depend on each other smoothly
/// are accelerated together; the few that do not are settled apart, each with its surroundings
/// (TroubleSpots), so that one of them does not hold up a large network.
class FlowIteration {
 public:
  FlowIteration(const Network& network, const FlowOptions& options);

  /// From what is known of the start; where nothing is, from the haematocrit of an inlet.
  const FlowState& run(const FlowStart& start = {});
  /// A network that is a spot of a larger one, from these haematocrits of its chains.
  const FlowState& run_spot(std::vector<double> haematocrit);

  const Adjacency& adjacency() const { return at_; }
  const std::vector<char>& carrying() const { return carrying_; }
  const Chains& chains() const { return chains_; }
  const std::vector<ViscosityAt>& at_diameter() const { return at_diameter_; }
  /// See PressureSolve.
  std::vector<double> end_to_end_resistance() { return solve_.end_to_end_resistance(); }

 private:
  void begin_from(const FlowStart& start);
  const FlowState& iterate();
  void set_resistances();
  double add_plugs(int chain, double of_one);
  void sweep();
  void weigh_chains();
  void measure(const std::vector<double>& wanted);
  void settle_spots(std::vector<double>& wanted);
  FlowOptions options_of_spot() const;
  void step_toward(const std::vector<double>& wanted);
  void step_damped(const std::vector<double>& change);
  void step_accelerated(const std::vector<double>& wanted);

  const Network& network_;
  const FlowOptions& options_;
  Adjacency at_;
  std::vector<Boundary> boundary_;
  std::vector<char> carrying_;
  Chains chains_;
  PressureSolve solve_;
  RedCells cells_;
  TroubleSpots spots_;
  bool looks_for_spots_;

  std::vector<ViscosityAt> at_diameter_;  ///< of segments
  FlowState state_;

  // of chains
  std::vector<double> weight_;  ///< how much a haematocrit matters
  std::vector<double> last_change_, damping_;
  std::vector<int> apart_;  ///< rounds for which a chain of a spot stays out of acceleration

  FixedPoint mix_{5};
  double nearest_;  ///< smallest distance so far
  int rounds_since_nearest_ = 0;
};

}  // namespace metastasim::vessels
