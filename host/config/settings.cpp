#include "host/config/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "host/config/misspelt_name.hpp"
#include "host/config/registry.hpp"
#include "host/config/unknown.hpp"
#include "host/config/value.hpp"
#include "kernels/cascade.hpp"

namespace metastasim::config {

namespace {

class Reader {
 public:
  Reader(const Document& document, Scenario& scenario)
      : root_(document.root),
        is_whole_(document.left_out == LeftOut::nothing),
        scenario_(scenario),
        problems_(document.problems) {}

  SettingsRead read() {
    read_names("cell");
    read_names("site");
    read_names("intervention");
    read_names("injection");
    for (std::size_t place = 0; place < registry().size(); ++place) read_key(place);
    const std::vector<Unknown> unknown = unknown_settings(root_, taken_, scenario_.species);
    if (is_whole_) report_missing(unknown);  // else it may be what was left out
    for (const Unknown& u : unknown) {
      problems_.push_back(u.problem);
      looked_at_all_ = looked_at_all_ && !u.hides;
    }
    return {std::move(problems_), looked_at_all_};
  }

 private:
  void read_names(const std::string& kind);
  bool is_misspelt(const MisspeltNames& names, const Entry& entry);
  void add_name(const std::string& kind, const Entry& entry);
  void read_key(std::size_t place);
  void read_instance(std::size_t place, const Instance& instance);
  void read_written(std::size_t place, const Instance& instance, const Entry& entry);
  void read_default(std::size_t place, const Instance& instance);
  std::optional<Value> value_at(const Node& node, std::size_t place, const Instance& instance);
  std::optional<Value> half_at(const Entry& half, std::size_t place, const Instance& instance);
  void keep(std::size_t place, const Instance& instance, const Value& in_force,
            const Value& realistic, Setting setting);
  void keep_parameters(const Key& key, const Instance& instance, double value, double realistic,
                       const Origin& origin);
  void report_missing(const std::vector<Unknown>& unknown);

  const Node& root_;
  const bool is_whole_;
  Scenario& scenario_;
  std::vector<Problem> problems_;
  std::set<const Node*> taken_;
  bool looked_at_all_ = true;
  struct Missing {
    std::size_t place;
    std::string path;
  };
  std::vector<Missing> missing_;
};

/// Cell types are numbered in one byte; every setting is looked up for every site.
constexpr std::size_t most_names = 64;

/// Cell types, sites, interventions and injections are named by their tables.
void Reader::read_names(const std::string& kind) {
  const Entry* all = root_.find(kind);
  if (!all || all->value.kind != Node::Kind::table) return;
  const MisspeltNames misspelt(kind, all->value, scenario_.species);
  std::size_t names = 0;
  for (const Entry& entry : all->value.entries) {
    if (entry.value.kind != Node::Kind::table || is_misspelt(misspelt, entry)) continue;
    if (++names <= most_names) {
      add_name(kind, entry);
      continue;
    }
    problems_.push_back({entry.origin, kind + "." + key_literal(entry.name),
                         fmt::format("more than {} tables [{}.NAME]", most_names, kind),
                         "The program is not made for so many.", "", "the rest was not read"});
    return;
  }
}

/// What stands below a misspelt name is told, and not looked at.
bool Reader::is_misspelt(const MisspeltNames& names, const Entry& entry) {
  const auto told = names.below(entry);
  if (told.empty()) return false;
  problems_.insert(problems_.end(), told.begin(), told.end());
  taken_.insert(&entry.value);
  looked_at_all_ = false;
  return true;
}

void Reader::add_name(const std::string& kind, const Entry& entry) {
  if (!is_name(entry.name))
    problems_.push_back({entry.origin, kind + "." + key_literal(entry.name), "not a name",
                         "Names are part of file names and of keys.",
                         fmt::format("[{}.my_name]", kind), "letters, digits, _ and -"});
  if (kind == "cell") {
    scenario_.cell_types.push_back(entry.name);
    scenario_.cell_kinds.push_back(0);
    return;
  }
  if (kind == "intervention") {
    scenario_.interventions.emplace_back().name = entry.name;
    return;
  }
  if (kind == "injection") {
    scenario_.injections.emplace_back().name = entry.name;
    return;
  }
  SiteSpec site;
  site.name = entry.name;
  if (entry.value.find("tumour")) site.tumour.emplace();
  site.residents_per_mm3.assign(scenario_.cell_types.size(), 0);
  scenario_.sites.push_back(site);
}

void Reader::read_key(std::size_t place) {
  for (const Instance& instance : instances(registry()[place], scenario_))
    read_instance(place, instance);
}

const Entry* entry_at(const Node& root, std::string_view path) {
  const Node* node = &root;
  const Entry* entry = nullptr;
  for (const std::string& part : parts_of(path)) {
    entry = node->find(part);
    if (!entry) return nullptr;
    node = &entry->value;
  }
  return entry;
}

bool is_pair(const Node& node) {
  return node.kind == Node::Kind::table && !node.entries.empty() &&
         std::all_of(node.entries.begin(), node.entries.end(),
                     [](const Entry& e) { return e.name == "demo" || e.name == "realistic"; });
}

/// Whether other keys continue this one: network = "file" beside network.generate = "...".
bool has_settings_below(const Key& key) {
  return std::any_of(registry().begin(), registry().end(), [&](const Key& other) {
    return other.pattern.starts_with(key.pattern + ".");
  });
}

void Reader::read_instance(std::size_t place, const Instance& instance) {
  const Key& key = registry()[place];
  if (key.slot && std::holds_alternative<std::monostate>(key.slot(scenario_, instance.index)))
    return;
  const Entry* entry = entry_at(root_, instance.path);
  if (entry && entry->value.kind == Node::Kind::table && !is_pair(entry->value) &&
      has_settings_below(key))
    entry = nullptr;
  if (entry)
    read_written(place, instance, *entry);
  else
    read_default(place, instance);
}

std::optional<Value> Reader::value_at(const Node& node, std::size_t place,
                                      const Instance& instance) {
  ReadValue value = read_value(node, registry()[place], instance.path, scenario_.species);
  if (Value* good = std::get_if<Value>(&value)) return std::move(*good);
  Problem& problem = std::get<Problem>(value);
  problems_.push_back(std::move(problem));
  return {};
}

/// What is to be written instead of a half is a half; a table is none, and stands instead of the pair.
std::optional<Value> Reader::half_at(const Entry& half, std::size_t place,
                                     const Instance& instance) {
  auto value = value_at(half.value, place, instance);
  if (value) return value;
  Problem& problem = problems_.back();
  const std::string name = last_part(instance.path);
  if (problem.write.starts_with(name + " = {"))
    problem.more = fmt::format("instead of the pair, or {} of it as a text", half.name);
  else if (problem.write.starts_with(name + " = "))
    problem.write.replace(0, name.size(), half.name);
  return {};
}

void Reader::read_written(std::size_t place, const Instance& instance, const Entry& entry) {
  const Node& node = entry.value;
  taken_.insert(&node);
  if (!is_pair(node) || instance.path.find('.') == std::string::npos) {
    if (const auto value = value_at(node, place, instance))
      keep(place, instance, *value, *value,
           {instance.path, place, literal(node), "", "", node.origin});
    return;
  }
  const Entry *demo = node.find("demo"), *realistic = node.find("realistic");
  if (!demo || !realistic) {
    problems_.push_back(
        {node.origin, instance.path,
         fmt::format("a pair without its {} half", demo ? "realistic" : "demo"),
         "A value for demonstrations stands beside the realistic one.",
         fmt::format("{} = {{ demo = ..., realistic = ... }}", last_part(instance.path)), ""});
    return;
  }
  const auto d = half_at(*demo, place, instance);
  const auto r = half_at(*realistic, place, instance);
  if (!d || !r) return;
  scenario_.demo_pairs += scenario_.demo ? 1 : 0;
  const Entry* chosen = scenario_.demo ? demo : realistic;
  keep(place, instance, scenario_.demo ? *d : *r, *r,
       {instance.path, place, literal(chosen->value), literal(demo->value),
        literal(realistic->value), node.origin});
}

void Reader::read_default(std::size_t place, const Instance& instance) {
  const Key& key = registry()[place];
  const auto& text = key.defaults.of(scenario_.species);
  if (!text) {
    missing_.push_back({place, instance.path});
    return;
  }
  if (text->empty()) return;
  const Node node = default_node(key, *text);
  if (const auto value = value_at(node, place, instance))
    keep(place, instance, *value, *value,
         {instance.path, place, literal(node), "", "", node.origin});
}

void Reader::keep(std::size_t place, const Instance& instance, const Value& in_force,
                  const Value& realistic, Setting setting) {
  const Key& key = registry()[place];
  if (key.slot) store(in_force, key, key.slot(scenario_, instance.index));
  if (!key.params.empty())
    keep_parameters(key, instance, number_of(in_force), number_of(realistic), setting.origin);
  // A tumour's settings would make one where there is none.
  const bool tumour = key.pattern.starts_with("site.*.tumour.");
  if (!tumour || scenario_.sites[instance.index].tumour)
    scenario_.settings.push_back(std::move(setting));
}

void Reader::keep_parameters(const Key& key, const Instance& instance, double value,
                             double realistic, const Origin& origin) {
  const bool for_all = key.pattern.find('*') == std::string::npos;
  for (const ParamRef& ref : key.params) {
    const bool per_site = cascade()[ref.process].process.per_site && !ref.of_cell_type;
    const std::size_t copies = for_all && per_site ? scenario_.sites.size() : 1;
    for (std::size_t i = 0; i < copies; ++i)
      scenario_.parameters.push_back({ref.process, ref.of_cell_type, ref.spec,
                                      for_all ? i : instance.index, value, realistic,
                                      !origin.written(), instance.path, origin});
  }
}

/// Where a missing setting belongs: the innermost table of its path that is there.
Origin home_of(const Node& root, std::string path) {
  while (!(path = parent_of(path)).empty())
    if (const Entry* entry = entry_at(root, path)) return entry->origin;
  return {1, 1, 1, false};
}

/// A misspelt setting is one error, not two: what it was meant to be is not missing. Without its value
/// others cannot be judged.
void Reader::report_missing(const std::vector<Unknown>& unknown) {
  for (const Missing& m : missing_) {
    const bool misspelt = std::any_of(unknown.begin(), unknown.end(),
                                      [&](const Unknown& u) { return u.meant == m.path; });
    if (misspelt) {
      looked_at_all_ = false;
      continue;
    }
    const Key& key = registry()[m.place];
    const bool other_species = key.defaults.mouse || key.defaults.human;
    const std::string why =
        other_species
            ? fmt::format("{}. There is no default for {}, and another species' is not used.",
                          it_is(key), scenario_.species)
            : it_is(key) + ", and has no default.";
    const std::string table = parent_of(m.path);
    problems_.push_back({home_of(root_, m.path), m.path, "missing", why,
                         example_line(key, scenario_.species) +
                             (table.empty() ? "" : fmt::format("     in [{}]", table)),
                         allowed(key, scenario_.species)});
  }
}

}  // namespace

SettingsRead read_settings(const Document& document, Scenario& scenario) {
  return Reader(document, scenario).read();
}

}  // namespace metastasim::config
