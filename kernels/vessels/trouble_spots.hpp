#pragma once
#include "kernels/vessels/pressure_solve.hpp"

namespace metastasim::vessels {

/// The places where haematocrits are much further from rest than elsewhere: a junction at which the
/// flow turns around, a few vessels that pass red cells to and fro. Each is cut out of the network
/// with what lies around it, held at its ends at the pressures and haematocrits of the moment (as in
/// Schwarz's alternating method). All together are about a tenth of the network at most, so settling
/// them costs no more than a few rounds of the whole.
class TroubleSpots {
 public:
  TroubleSpots(const Network& network, const Chains& chains, const std::vector<Boundary>& boundary);

  /// Finds the spots; returns the chains in them. None of a chain nearer than `enough`.
  std::vector<int> look(const std::vector<double>& distance, double enough);
  /// Cuts out the next one; false where none is left.
  bool next(const Pressures& now, const std::vector<double>& haematocrit);

  const Network& network() const { return cut_out_; }
  /// Number in the whole of a chain of the spot.
  int chain(const Chains& of_spot, int i) const;

 private:
  void reach_out(const std::vector<double>& distance, double enough);
  void enter(int node, int steps);
  void gather(int node);
  void cut_out(const Pressures& now, const std::vector<double>& haematocrit);
  int end(int node, double pressure_mmhg, double haematocrit);
  int add_node();
  bool is_inside(int node) const { return steps_[node] >= 0 && !is_held_[node]; }

  const Network& whole_;
  const Chains& chains_;
  Adjacency at_;
  std::vector<char> is_held_;  ///< nodes with a boundary condition: spots end there
  std::vector<int> steps_;     ///< of each node from the next chain in trouble; -1: in no spot
  std::vector<int> reached_;   ///< nodes, the nearest first
  std::size_t next_ = 0;       ///< of those

  Network cut_out_;
  std::vector<int> nodes_, spot_chains_;
  std::vector<int> number_;        ///< of each node in the spot, or -1
  std::vector<char> is_gathered_;  ///< chains
};

}  // namespace metastasim::vessels
