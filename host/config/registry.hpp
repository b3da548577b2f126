#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "host/config/scenario.hpp"

/// Every key of a scenario, described once: the structure in structure/, the parameters beside
/// their processes. Reading, `check`, `explain`, the JSON schema and the reference page follow it.
namespace metastasim::config {

enum class KeyType { text, choice, quantity, quantities, whole, yes_no, names, route };

/// Where a value is kept in a Scenario; nothing where that part of the scenario does not exist.
using Slot =
    std::variant<std::monostate, std::string*, double*, int*, bool*, std::uint64_t*,
                 std::array<double, 3>*, std::vector<std::string>*, std::vector<RouteEdge>*>;
/// The place in a scenario for site or cell type `index`.
using SlotOf = std::function<Slot(Scenario&, std::size_t index)>;

/// A parameter of a process that a key sets.
struct ParamRef {
  std::size_t process;
  bool of_cell_type;
  std::size_t spec;
};

/// Default values as one would write them: nothing = must be written, "" = may be left out.
struct DefaultText {
  std::optional<std::string> mouse, human;
  /// What an error proposes where there is no default. A table, "{ ... }", stands for itself: what
  /// else may be written under that name.
  std::string example;
  const std::optional<std::string>& of(std::string_view species) const {
    return species == "human" ? human : mouse;
  }
};

struct Key {
  std::string pattern;  ///< '*' stands for a name that the user chose: "cell.*.doubling_time"
  KeyType type;
  std::string unit;  ///< "1" for pure numbers and for what is no number
  DefaultText defaults;
  double low, high;  ///< inclusive, in `unit`
  std::string source, meaning;
  std::vector<std::string> choices;
  SlotOf slot;                        ///< for the structure
  std::vector<ParamRef> params = {};  ///< processes that use it
};

/// All of them, table by table: the run, substances, cells, sites, and what else there is.
const std::vector<Key>& registry();

/// The keys that are no parameters of a process.
std::vector<Key> structure();

std::vector<std::string> parts_of(std::string_view path);
std::string last_part(std::string_view path);
std::string parent_of(std::string_view path);

/// The key at a full path such as "cell.carcinoma.diameter"; null where there is none.
const Key* key_at(std::string_view path);

/// Whether `path`, or what stands below it, may be a key.
bool is_prefix_of_a_key(const std::vector<std::string>& path);

/// A key for one site, cell type, or for the run: its '*' replaced by a name. A second '*' is a cell
/// type of the site; the index then counts the cell types of the first site, of the second ...
struct Instance {
  std::string path;
  std::size_t index;
};
std::vector<Instance> instances(const Key& key, const Scenario& scenario);

/// "It is the share of blood volume taken by red cells", without the full stop.
std::string it_is(const Key& key);
/// "0 to 0.8", "1 h to 1000 d"; empty where everything is allowed.
std::string range_of(const Key& key);
/// What may be written, without the default: "a time (min, s, h, d), 1 h to 1000 d".
std::string accepted(const Key& key);
/// "6 um", "14 mL/min (mouse), 5600 mL/min (human)", "must be written".
std::string defaults_of(const Key& key);
/// With default and source: "a time (min, s, h, d), from 1 h to 1000 d; default "24 h", Owen 2011".
std::string allowed(const Key& key, std::string_view species);
/// Where a value in force comes from: what a scenario has written is its own, whatever paper the
/// default is from.
std::string source_in_force(const std::string& source, bool written);
/// The default, or else an example; empty where any text would do, and none too.
std::string example_of(const Key& key, std::string_view species);
/// A line that would be accepted: doubling_time = "24 h".
std::string example_line(const Key& key, std::string_view species);

}  // namespace metastasim::config
