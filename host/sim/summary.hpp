#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "host/sim/process_times.hpp"
#include "kernels/circulation/journey_counts.hpp"
#include "kernels/state/state.hpp"

/// A run in numbers: what `info DIR --json` prints and the funnel text is made from.
namespace metastasim {

struct SiteSummary {
  std::string name;
  std::uint64_t cells = 0;  ///< of the tumour
  std::uint64_t immune_cells = 0, stroma_cells = 0;
  std::uint64_t epithelial = 0, partial = 0, mesenchymal = 0;
  std::uint64_t clones = 0;             ///< different clone numbers among them
  std::uint64_t colonies = 0;           ///< founders with descendants two divisions on, living here
  std::uint64_t largest_colony = 0;     ///< cells
  std::uint64_t largest_founder = 0;    ///< its founder's lineage number
  double vessel_length_mm_per_mm3 = 0;  ///< of what carries blood
  double new_vessels_mm_per_mm3 = 0;    ///< of these, grown during the run
  double new_perfused_mm_per_mm3 = 0;   ///< of these, with blood in them now
  double lymph_length_mm_per_mm3 = 0;
  double mean_po2_mmhg = 0;  ///< no number where the run has no oxygen
  double membrane_laid_um2 = 0, membrane_breached_um2 = 0;  ///< basement membrane
};

/// Cells on the way; see kernels/state/counters.hpp for the identity that these keep.
struct Funnel {
  std::uint64_t detached = 0, invaded = 0;
  std::uint64_t entered_blood = 0, entered_lymph = 0, entries_as_cluster = 0;
  std::uint64_t blood_entries = 0, blood_entries_as_cluster = 0;  ///< single cells and clusters
  std::uint64_t shed_by_node_colonies = 0;  ///< of those that entered the lymph
  std::uint64_t shed_by_metastases = 0;     ///< of all that entered: born in a metastasis
  std::uint64_t in_transit = 0, held_in_nodes = 0, arrested = 0;  ///< now
  std::uint64_t arrests_total = 0, extravasated = 0;
  std::uint64_t died_shear = 0, died_immune = 0, died_anoikis = 0, died_other = 0;
  std::uint64_t died_after_extravasation = 0;
  std::uint64_t killed_in_tissue = 0, removed_by_surgery = 0;
  std::uint64_t dormant = 0,
                growing = 0;   ///< families of extravasated cells, now: all asleep, or not
  std::uint64_t colonies = 0;  ///< of them, with two divisions or more
  std::uint64_t steps_out_of_balance = 0;  ///< so far: see journey_ledger

  std::uint64_t entered() const { return entered_blood + entered_lymph; }
  std::uint64_t died_on_the_way() const {
    return died_shear + died_immune + died_anoikis + died_other;
  }
  /// What may still found a colony: families that are none yet, and cells on the way.
  std::uint64_t undecided_families() const { return dormant + growing - colonies; }
  std::uint64_t undecided_cells() const { return in_transit + held_in_nodes + arrested; }
  /// Every cell that entered is somewhere, now and after every step so far.
  bool adds_up() const {
    return steps_out_of_balance == 0 &&
           entered() == in_transit + held_in_nodes + arrested + extravasated + died_on_the_way();
  }
};

struct Summary {
  std::string state_hash;
  double time_min = 0;
  std::uint64_t steps = 0;
  double wall_s = 0;
  std::string device;
  int threads = 1;
  std::string values;  ///< "demo" or "realistic"
  std::vector<SiteSummary> sites;
  Funnel funnel;
  std::vector<Stopped> stopped;  ///< the arrested, by site or organ
  std::vector<Stopped> held;     ///< by lymph node
  NodeColonies in_nodes;
  std::vector<std::string> compartments;  ///< of the body, by number; the diary names them so
  bool has_oxygen = true;                 ///< the lattice model computes none
  /// What vessels and faces give against what cells and stroma take, relative, of the worst site.
  double oxygen_imbalance = 0;  ///< left to rounding
  double oxygen_unsolved = 0;   ///< open between blood, air, faces and uptake: solvers not at rest
  std::vector<ProcessTime> times;  ///< what each process and chore has cost

  /// The sites whose oxygen has become infinite or not a number, which all that lives on it follows.
  std::vector<std::string> sites_without_finite_oxygen() const;
  bool is_finite() const;
  /// Of a model that computes none: nothing is told of it.
  void leave_out_oxygen();
  /// Cells and oxygen alike; where they do not, the run has failed whatever it ends with.
  bool adds_up() const { return funnel.adds_up() && is_finite(); }
};

/// What the state alone says; device, threads, values and wall_s are the run's to fill in.
Summary summarize(const State& state);
Funnel funnel_of(const State& state);

/// Every number of the funnel with its name in files, in the order of the cascade.
std::vector<std::pair<const char*, std::uint64_t>> numbers_of(const Funnel& funnel);

/// The stable object of docs/info_json.md.
std::string to_json(const Summary& summary);
/// What checkpoints keep: the stable object and what the text of `info` needs besides.
std::string to_stored_json(const Summary& summary);
Summary from_stored_json(const std::string& json);

}  // namespace metastasim
