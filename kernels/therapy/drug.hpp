#pragma once
#include "kernels/process.hpp"
#include "kernels/state/intervention.hpp"

/// A drug that is eliminated in proportion to its amount, and what it does at a concentration.
///
///   c(t) = d sum over doses given by t of 2^(-(t - t_i) / T)        T left out: c = d while given
///   e(t) = E c / (1 + c)
///
///   c    concentration, in units of that of half effect    [1]
///   d    what a dose adds                                  [1]
///   t_i  at, at + every, ... before `until`                [min]
///   T    half-life                                         [min]
///   e    share of the activity that is gone, E at its most [1]
/// First-order elimination from one compartment and the Emax model, as in any textbook of
/// pharmacokinetics (Gibaldi and Perrier 1982). The drug is everywhere at once: penetration into
/// poorly perfused tissue is not modelled.
namespace metastasim::therapy {

/// c(t); infinite where a saturating level is held.
double concentration(const Intervention& drug, double time_min);
/// e(t), 0 to E.
double effect(const Intervention& drug, double time_min);

/// What the protease inhibitors given now leave of the proteases' activity: 1 without any. Several
/// act independently: prod (1 - e).
float protease_activity(const Step& step);

}  // namespace metastasim::therapy
