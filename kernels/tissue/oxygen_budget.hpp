#pragma once
#include "kernels/cascade.hpp"

namespace metastasim::tissue {

/// Where the oxygen of a site comes from and goes to, in amol/s; reads the state, for reports.
///   from_vessels + from_air + through_faces = by_cells + by_stroma + unsolved
/// and, once blood and tissue are at rest with each other, from_vessels = from_blood.
struct OxygenBudget {
  double from_vessels = 0, from_air = 0, through_faces = 0, by_cells = 0, by_stroma = 0;
  double unsolved = 0;    ///< sum of the solver's residuals: what it has not balanced yet
  double from_blood = 0;  ///< what blood carries into the block and does not carry out again
  HD friend OxygenBudget operator+(const OxygenBudget& a, const OxygenBudget& b) {
    return {a.from_vessels + b.from_vessels,   a.from_air + b.from_air,
            a.through_faces + b.through_faces, a.by_cells + b.by_cells,
            a.by_stroma + b.by_stroma,         a.unsolved + b.unsolved,
            a.from_blood + b.from_blood};
  }
  /// Part of the oxygen exchanged that the entries do not explain: rounding.
  double imbalance() const;
  /// Part of it that is missing between what blood, air and faces bring and what is used up: what the
  /// solvers of blood and tissue have not balanced yet. Nothing in it holds by construction.
  double unsettled_share() const;

 private:
  double exchanged() const;
  double share_of_exchange(double open) const;
};
/// What blood carries into a block less what it carries out, in um3/min.
double lost_by_blood(const State& state, const Site& site, const Parameters& parameters);
OxygenBudget oxygen_budget(Device& device, State& state, Site& site, const Parameters& parameters);

}  // namespace metastasim::tissue
