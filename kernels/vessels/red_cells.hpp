#pragma once
#include "kernels/vessels/rheology.hpp"
#include "kernels/vessels/topology.hpp"

/// Discharge haematocrit of every chain for given flows: red cells are followed from the inlets
/// downstream, mixed where vessels join and separated from plasma where they branch.
namespace metastasim::vessels {

class RedCells {
 public:
  RedCells(const Network& network, const Chains& chains, PhaseSeparation law,
           double inlet_haematocrit);

  /// New haematocrit of each chain, exact for these flows: at each node what enters leaves. At a
  /// node with more than two daughters, the largest flow is parted from the rest, the next largest
  /// from what remains, and so on, the rest taken as one vessel of its largest diameter. No
  /// daughter exceeds haematocrit 1; the excess goes to the other. Flows below `still` count as
  /// none; those chains keep the value in `before`.
  std::vector<double> follow(const std::vector<double>& flow, double still,
                             const std::vector<double>& before) const;

 private:
  struct Stream {
    int chain;
    double flow, diameter_um;
  };
  struct Mixture {
    double flow = 0, cells = 0, widest_um = 0;
    void add(double blood, double haematocrit, double diameter_um);
  };

  std::vector<int> downstream_order(const std::vector<double>& flow, double still) const;
  void pass(int node, const std::vector<double>& flow, double still, std::vector<double>& hd) const;
  void separate(const Mixture& parent, std::vector<Stream> out, std::vector<double>& hd) const;
  double diameter_at(int chain, int node) const;

  const Network& network_;
  const Chains& chains_;
  PhaseSeparation law_;
  std::vector<double> inlet_;  ///< haematocrit that enters at each node
  Adjacency at_;               ///< chains at each node
};

}  // namespace metastasim::vessels
