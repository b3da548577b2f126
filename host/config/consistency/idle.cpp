#include <fmt/format.h>

#include <optional>

#include "host/config/consistency/checks.hpp"
#include "host/config/document.hpp"
#include "host/config/lattice.hpp"
#include "host/config/registry.hpp"
#include "kernels/cascade.hpp"
#include "kernels/lattice/model.hpp"
#include "kernels/vessels/rheology.hpp"

// Settings that nothing in this scenario reads. Who writes one means something by it, so it is
// refused; a default is not in force, and is left out of what `check` and provenance list.
namespace metastasim::config::consistency {

namespace {

/// Why nothing reads a setting, and what to do.
struct Idle {
  std::string what, why, write, more = {};
};
using IsIdle = std::optional<Idle>;

bool is_one_of(std::string_view key, std::initializer_list<std::string_view> beginnings) {
  return std::ranges::any_of(beginnings, [&](auto b) { return key.starts_with(b); });
}

/// Processes are of one of the two models, and what they read with them.
bool is_read_by(const Key& key, bool lattice) {
  return key.pattern == model_key || std::ranges::any_of(key.params, [&](const ParamRef& ref) {
           return (ref.process >= tissue_processes()) == lattice;
         });
}

/// What the structure of a scenario has that means nothing on a lattice. What is treated or injected is
/// judged as a whole (treatment.cpp).
bool is_of_tissue(const Key& key) {
  return is_one_of(key.pattern, {"site.*.represents", "site.*.residents", "site.*.blood",
                                 "site.*.lymph", "site.*.tumour.basement_membrane"}) ||
         (key.pattern.starts_with("body.") && key.pattern != "body.route");
}

IsIdle in_this_model(const Context& c, const Setting& setting) {
  const Key& key = registry()[setting.place];
  const bool idle =
      key.params.empty() ? c.lattice && is_of_tissue(key) : !is_read_by(key, c.lattice);
  if (!idle || is_one_of(key.pattern, {"intervention.", "injection."})) return {};
  const char *other = c.lattice ? "tissue" : "lattice", *here = c.lattice ? "lattice" : "tissue";
  return Idle{fmt::format("belongs to the {} model", other),
              fmt::format("This scenario's model is {}, where nothing reads it.", here),
              fmt::format("model = \"{}\"     at the top of the file", other), "or leave it out"};
}

/// The vessels of one kind at a site, and what a scenario says of them.
struct Described {
  std::string table;  ///< "site.breast.blood."
  const NetworkSpec& network;
  const char* generator;
};

/// The table of a network with its generator.
std::string with_generator(const Context& c, const Described& vessels) {
  std::string out = fmt::format("network = {{ generate = \"{}\"", vessels.generator);
  for (const char* name : {"length_density", "keep_out"}) {
    const Setting* at = c.setting(vessels.table + "network." + name);
    if (at && at->origin.written()) out += fmt::format(", {} = {}", name, at->in_force);
  }
  return out + " }";
}

IsIdle without_network(const Context& c, const Described& vessels, std::string_view name) {
  if (!is_one_of(
          name, {"network.", "capillary_diameter", "pressure.", "haematocrit", "initial_diameter"}))
    return {};
  const std::string write = with_generator(c, vessels);
  if (name.starts_with("network."))
    return Idle{"there are no such vessels", "Without generate no network is made.", write};
  const std::string table = vessels.table.substr(0, vessels.table.size() - 1);
  return Idle{"there are no such vessels", "Without a network nothing reads it.",
              fmt::format("{}     in [{}]", write, table), "or leave it out"};
}

/// What a file says itself.
IsIdle beside_file(const Described& vessels, std::string_view name) {
  const std::string file = text_literal(vessels.network.file);
  const auto idle = [&](const char* says) {
    return Idle{
        "does nothing beside a network from a file", fmt::format("{} {}.", file, says), "",
        fmt::format("Leave it out, or have vessels made up:  network = {{ generate = \"{}\" }}",
                    vessels.generator)};
  };
  if (is_one_of(name, {"network.", "capillary_diameter"}))
    return idle("has the place and the diameter of every vessel");
  if (is_one_of(name, {"pressure."})) return idle("says what drives its blood");
  if (name == "haematocrit" && vessels.network.gives_haematocrit)
    return idle("gives it wherever blood enters");
  return {};
}

IsIdle at_these_vessels(const Context& c, const Described& vessels, const Setting& setting) {
  if (!setting.key.starts_with(vessels.table)) return {};
  const std::string_view name = std::string_view(setting.key).substr(vessels.table.size());
  if (name == "network" || name == "network.generate") return {};
  if (!vessels.network.present()) return without_network(c, vessels, name);
  return vessels.network.file.empty() ? IsIdle{} : beside_file(vessels, name);
}

IsIdle in_this_blood(Context& c, const Setting& setting) {
  const auto constant = static_cast<int>(vessels::ViscosityLaw::constant);
  const char* law = "blood.viscosity_law";
  if (setting.key != "blood.viscosity" || !c.have({law}) ||
      static_cast<int>(value_of(c.scenario, law, 0)) == constant)
    return {};
  return Idle{fmt::format("the law of {} takes none", c.setting(law)->in_force),
              "That one finds the viscosity of each vessel from its diameter and haematocrit.",
              "viscosity_law = \"constant\"     in [blood]", "or leave it out"};
}

/// Those whose network was read, or is not there.
std::vector<Described> all_vessels(Context& c) {
  std::vector<Described> all;
  const auto add = [&](const std::string& table, const NetworkSpec& network,
                       const char* generator) {
    if (network.present() || !c.was_refused(table + "network"))
      all.push_back({table, network, generator});
  };
  for (const SiteSpec& site : c.scenario.sites) {
    add("site." + site.name + ".blood.", site.blood.network, "capillary bed");
    add("site." + site.name + ".lymph.", site.lymph.network, "blind-ended tree");
  }
  return all;
}

}  // namespace

void check_idle(Context& c) {
  const bool model_known = !c.was_refused(model_key);
  const std::vector<Described> networks = all_vessels(c);
  const auto why_idle = [&](const Setting& setting) {
    IsIdle idle = model_known ? in_this_model(c, setting) : IsIdle{};
    for (const Described& d : networks)
      if (!idle) idle = at_these_vessels(c, d, setting);
    return idle ? idle : in_this_blood(c, setting);
  };
  std::vector<Setting> in_force;
  for (const Setting& setting : c.scenario.settings) {
    const IsIdle idle = why_idle(setting);
    if (!idle || setting.origin.written()) in_force.push_back(setting);
    if (idle && setting.origin.written())
      c.report(setting.key, idle->what, idle->why, idle->write, idle->more);
  }
  c.scenario.settings = std::move(in_force);
}

}  // namespace metastasim::config::consistency
