#pragma once
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "kernels/core/ids.hpp"
#include "kernels/state/body.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/state/counters.hpp"
#include "kernels/state/fields.hpp"
#include "kernels/state/intervention.hpp"
#include "kernels/state/running_number.hpp"
#include "kernels/state/table.hpp"
#include "kernels/state/vessels.hpp"
#include "kernels/state/workspace.hpp"

namespace metastasim {

/// One block of tissue.
struct Site {
  std::string name;
  SiteId id;
  Grid grid;
  Fields fields;
  Table cells;
  Workspace workspace;  ///< not state: see there
};

/// Everything that a checkpoint must hold. Owned here, seen through column pointers elsewhere.
struct State {
  std::uint64_t seed = 0;
  std::int64_t tick_us = 6'000'000;  ///< length of one tick in microseconds
  std::uint32_t tick = 0;            ///< ticks done
  RunningNumber next_cell_id;
  RunningNumber next_event;
  RunningNumber next_entry;  ///< into a vessel

  std::vector<std::unique_ptr<Site>> sites;
  Vessels vessels;
  Table travellers;  ///< circulating cells: all cell columns and the traveller columns
  Body body;         ///< what lies between the sites; made from the scenario
  std::vector<CellKind> kind_of_type;       ///< by cell type; from the scenario
  std::vector<Intervention> interventions;  ///< dated; from the scenario
  Table events;                             ///< not yet written out
  Counters counters;

  /// Whether cells of this kind can exist in this run.
  bool knows(CellKind kind) const {
    return std::find(kind_of_type.begin(), kind_of_type.end(), kind) != kind_of_type.end();
  }
  double time_min() const {
    return static_cast<double>(tick) * static_cast<double>(tick_us) / 60e6;
  }
};

/// A state without sites, with every column that the cascade asks for.
State make_state(Device& device, std::uint64_t seed, std::int64_t tick_us);
/// Adds an empty block; sites are numbered in this order.
Site& add_site(State& state, Device& device, std::string name, const Grid& grid);

}  // namespace metastasim
