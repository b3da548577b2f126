#pragma once
#include <vector>

#include "host/config/scenario.hpp"
#include "host/sim/summary.hpp"

namespace metastasim {

/// How many cells there are, by site, and on their way.
struct CellNumbers {
  std::vector<double> of_site;
  double travellers = 0;
  double in_sites() const;
};

/// As the scenario will place them, to a few per cent.
CellNumbers cells_at_start(const Scenario& scenario);
/// As a run had them at a checkpoint.
CellNumbers cells_of(const Summary& summary);

}  // namespace metastasim
