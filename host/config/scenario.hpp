#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

/// A scenario after reading: every value converted to the internal unit, checked and with its
/// origin. Nothing in here knows TOML; nothing downstream of here parses.
namespace metastasim {

/// Where a value stands in the scenario file; line 0 means "not written there". On the command
/// line, `line` counts the --set options. Columns count characters, from 1.
struct Origin {
  int line = 0, column = 0, length = 0;
  bool on_command_line = false;
  bool written() const { return line > 0; }
};

/// A setting in force, whether written or default, as text that reads back as the same value.
/// `check`, provenance and the JSON output are made from these.
struct Setting {
  std::string key;              ///< "cell.carcinoma.doubling_time"
  std::size_t place = 0;        ///< in the registry of keys (host/config/registry.hpp)
  std::string in_force;         ///< as TOML: "24 h" with its quotation marks, 0.42, ["a", "b"]
  std::string demo, realistic;  ///< the halves of a { demo, realistic } pair, as TOML, or empty
  Origin origin;
};

struct TumourSpec {
  std::string cell;  ///< name of a cell type
  std::array<double, 3> centre_um{};
  double diameter_um = 0;
  bool basement_membrane = false;  ///< around the tumour
};

/// Where a network comes from: a generator's name or a file.
struct NetworkSpec {
  std::string generator;  ///< "capillary bed", or empty
  std::string file;       ///< path as written, relative to the scenario, or empty
  double length_density_mm_per_mm3 = 0;
  bool keep_out_of_tumour = false;
  bool gives_haematocrit = false;  ///< a file, wherever blood enters
  bool present() const { return !generator.empty() || !file.empty(); }
};

struct BloodSpec {
  NetworkSpec network;
  double capillary_diameter_um = 6;
  double arteriole_mmhg = 45, venule_mmhg = 15;
  double haematocrit = 0.42;
  double inlet_po2_mmhg = 60;
};

struct LymphSpec {
  NetworkSpec network;
  double initial_diameter_um = 30;
  std::string drains_to;  ///< a place on the body's route
};

struct SiteSpec {
  std::string name;
  bool primary = false;
  std::array<int, 3> voxels{};
  double spacing_um = 20;
  std::array<double, 3> size_um{};
  /// Every cell that enters the organ passes through the block.
  bool represents_whole_organ = false;
  double collagen_mg_per_ml = 2.5;
  std::optional<TumourSpec> tumour;
  std::vector<double> residents_per_mm3;  ///< by cell type: what lives outside the tumour
  BloodSpec blood;
  LymphSpec lymph;
};

/// An arrow of the blood's way around the body. `share` is the fraction of cardiac output, NaN
/// where the arrow carries all that enters its source.
struct RouteEdge {
  std::string from, to;
  double share = 0;
  Origin origin = {};    ///< of the text that it stands in
  std::size_t text = 0;  ///< which of the list's that is
};

/// Something done at a date. Infinite where it was left out.
struct InterventionSpec {
  static constexpr double never = std::numeric_limits<double>::infinity();
  std::string name;
  int kind = 0;  ///< the place in the choices of intervention.*.kind: InterventionKind
  double at_min = 0, until_min = never;
  std::string site;                   ///< of surgery
  double sphere_um = 0;               ///< diameter; 0 where the site's tumour is meant
  std::array<double, 3> centre_um{};  ///< of the sphere
  double margin_um = 0;               ///< around the sphere
  double efficacy = 1;                ///< of a drug
  double dose = never;                ///< in concentrations of half effect
  double half_life_min = never, every_min = never;
};

/// Cells given into the blood at the start, as in experimental metastasis.
struct InjectionSpec {
  std::string name;
  std::string cell;  ///< name of a cell type
  std::string into;  ///< a place of the body: "veins"
  std::uint64_t cells = 0;
  std::uint64_t cluster_of = 1;  ///< how many cells hang together
};

struct BodySpec {
  double cardiac_output_ml_per_min = 0;
  double blood_volume_ml = 0;
  std::vector<RouteEdge> route;
  double node_delay_min = 30, duct_delay_min = 1;  ///< of lymph
};

struct OutputSpec {
  double every_min = 30;
  std::vector<std::string> fields, cells,
      vessels;                     ///< names of columns; empty = all with output = true
  double checkpoint_every_s = 60;  ///< of computing
};

/// One parameter of one process (its ParamSpec in cascade()), for one site or cell type.
struct ParamValue {
  std::size_t process = 0;    ///< place in cascade()
  bool of_cell_type = false;  ///< cell_params instead of params
  std::size_t spec = 0;       ///< place in that list of specs
  std::size_t index = 0;      ///< site or cell type; 0 for a whole-body process
  double value = 0;           ///< in force, in the spec's unit
  double realistic =
      0;  ///< differs from value where the file holds a { demo, realistic } pair and demo is chosen
  bool is_default = true;
  std::string key;  ///< full path with names filled in: "cell.carcinoma.doubling_time"
  Origin origin;
};

/// A run's clock counts no further: its files are named by eight digits.
constexpr int most_ticks = 99'999'999;

struct Scenario {
  std::string path;                    ///< as given on the command line
  std::string text;                    ///< as read, for provenance
  std::vector<std::string> overrides;  ///< as given (--set)
  int format = 1;
  std::string title;
  std::string species;  ///< "mouse" or "human"
  std::uint64_t seed = 1;
  double duration_min = 0;
  double tick_s = 6;
  bool demo = false;   ///< values = "demo"
  int demo_pairs = 0;  ///< pairs of which the demo half is in force
  std::vector<std::string> cell_types;
  std::vector<int> cell_kinds;  ///< by cell type: the place in the choices of cell.*.kind
  std::vector<SiteSpec> sites;
  std::vector<InterventionSpec> interventions;
  std::vector<InjectionSpec> injections;
  BodySpec body;
  OutputSpec output;
  std::vector<ParamValue> parameters;
  std::vector<Setting> settings;  ///< all of the above as it reads, in the order of the registry
};

}  // namespace metastasim
