#include "host/config/consistency.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numeric>

#include "host/config/document.hpp"
#include "host/config/lattice.hpp"
#include "host/config/nearest.hpp"
#include "host/config/registry.hpp"
#include "host/config/route.hpp"
#include "host/config/units.hpp"
#include "kernels/cascade.hpp"

namespace metastasim::config {

namespace {

class Consistency {
 public:
  Consistency(Scenario& scenario, std::vector<Problem>& problems)
      : s_(scenario), lattice_(on_lattice(scenario)), problems_(problems) {}

  void check() {
    check_clock();
    check_roles();
    check_model();
    for (SiteSpec& site : s_.sites) check_site(site);
    for (InterventionSpec& intervention : s_.interventions) check_intervention(intervention);
    for (const InjectionSpec& injection : s_.injections) check_injection(injection);
    check_route();
    check_output();
  }

 private:
  void check_clock();
  void check_roles();
  void check_model();
  void check_site(SiteSpec& site);
  void check_size(SiteSpec& site);
  void check_tumour(SiteSpec& site);
  void check_blood(const SiteSpec& site);
  void check_lymph(const SiteSpec& site);
  void check_injection(const InjectionSpec& injection);
  void check_residents(const SiteSpec& site);
  void check_intervention(InterventionSpec& intervention);
  void check_surgery(InterventionSpec& intervention);
  void check_drug(const InterventionSpec& intervention);
  void check_route();
  void check_output();
  void check_names(const std::string& key, const std::vector<std::string>& names,
                   std::initializer_list<Entity> entities);

  const Setting* setting(const std::string& key) const {
    const auto at = std::find_if(s_.settings.begin(), s_.settings.end(),
                                 [&](const Setting& x) { return x.key == key; });
    return at == s_.settings.end() ? nullptr : &*at;
  }
  /// Whether all of these were read; what has a problem of its own is not judged again.
  bool have(std::initializer_list<std::string> keys) const {
    return std::all_of(keys.begin(), keys.end(), [&](const auto& k) { return setting(k); });
  }
  void report(const std::string& key, std::string what, std::string why, std::string write) {
    const Setting* at = setting(key);
    problems_.push_back({at ? at->origin : Origin{1, 1, 1, false}, key, std::move(what),
                         std::move(why), std::move(write), ""});
  }

  Scenario& s_;
  bool lattice_;
  std::vector<Problem>& problems_;
};

std::int64_t micro(double seconds) { return std::llround(seconds * 1e6); }
double seconds(std::int64_t micro) { return static_cast<double>(micro) / 1e6; }

/// The longest tick that divides this one and every period.
std::int64_t common_tick(std::int64_t tick) {
  for (const CascadeEntry& entry : cascade())
    if (entry.period_s > 0) tick = std::gcd(tick, micro(entry.period_s));
  return tick;
}

void Consistency::check_clock() {
  if (!have({"tick"})) return;
  const std::int64_t tick = micro(s_.tick_s), common = common_tick(tick);
  for (const CascadeEntry& entry : cascade())
    if (!lattice_ && entry.period_s > 0 && micro(entry.period_s) % tick != 0)
      return report(
          "tick", fmt::format("{} does not divide {} s", setting("tick")->in_force, entry.period_s),
          fmt::format("{} works every {} s, which must be a whole number of ticks.",
                      entry.process.name, entry.period_s),
          fmt::format("tick = {}", text_literal(show(seconds(common), "s"))));
  const auto whole_ticks = [&](const std::string& key, double minutes) {
    if (!have({key}) || micro(60 * minutes) % tick == 0) return;
    const double proposed = std::ceil(60 * minutes / s_.tick_s) * s_.tick_s / 60;
    report(key,
           fmt::format("{} is not a whole number of ticks of {} s", setting(key)->in_force,
                       show(s_.tick_s)),
           "Time advances tick by tick.",
           fmt::format("{} = {}", last_part(key), text_literal(show(proposed, "min"))));
  };
  whole_ticks("duration", s_.duration_min);
  whole_ticks("output.every", s_.output.every_min);
}

void Consistency::check_roles() {
  if (s_.sites.empty())
    return report("site", "missing", "A scenario needs at least one piece of tissue.",
                  "[site.breast]");
  const SiteSpec* first = nullptr;
  for (const SiteSpec& site : s_.sites) {
    if (!have({"site." + site.name + ".role"})) return;
    if (site.primary && first)
      return report("site." + site.name + ".role", "a second primary site",
                    fmt::format("{} is the primary already.", first->name), "role = \"secondary\"");
    if (site.primary) first = &site;
  }
  if (!first && s_.injections.empty())
    report("site." + s_.sites.front().name + ".role", "no site is the primary",
           "The cascade starts at the primary, unless cells are injected.", "role = \"primary\"");
}

/// What only the lattice reads would be silently without effect in the tissue.
void Consistency::check_model() {
  if (lattice_) return;
  for (const Setting& written : s_.settings)
    if (written.origin.written() && is_for_lattice(written))
      return report(written.key, "belongs to the lattice model",
                    "This scenario's model is tissue, where nothing reads it.",
                    "model = \"lattice\"     at the top of the file");
}

void Consistency::check_site(SiteSpec& site) {
  check_size(site);
  check_tumour(site);
  check_blood(site);
  check_lymph(site);
  check_residents(site);
}

/// The next size that is a multiple of a length.
double next_size(double size, double length) {
  return std::max(1.0, std::ceil(size / length - 1e-9)) * length;
}

void Consistency::check_size(SiteSpec& site) {
  const std::string key = "site." + site.name + ".size";
  if (!have({key, "site." + site.name + ".voxel"})) return;
  bool good = true;
  std::array<std::string, 3> proposed;
  const int multiple = lattice_ ? 1 : 16;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double next = next_size(site.size_um[axis], multiple * site.spacing_um);
    good = good && std::abs(next - site.size_um[axis]) <= 1e-6 * next;
    site.voxels[axis] = static_cast<int>(std::llround(next / site.spacing_um));
    proposed[axis] = text_literal(show(next, "um"));
  }
  if (!good && lattice_)
    report(key, "not a whole number of voxels", "On a lattice cells step from voxel to voxel.",
           fmt::format("size = [{}]", fmt::join(proposed, ", ")));
  else if (!good)
    report(key, "not a multiple of 16 voxels",
           fmt::format("A voxel of {} makes multiples of {}, which the solver of oxygen halves "
                       "four times.",
                       show(site.spacing_um, "um"), show(16 * site.spacing_um, "um")),
           fmt::format("size = [{}]", fmt::join(proposed, ", ")));
}

void Consistency::check_tumour(SiteSpec& site) {
  if (!site.tumour) return;
  const std::string prefix = "site." + site.name + ".tumour.";
  const auto& types = s_.cell_types;
  if (have({prefix + "cell"}) &&
      std::find(types.begin(), types.end(), site.tumour->cell) == types.end())
    report(
        prefix + "cell", fmt::format("no cell type is called {}", text_literal(site.tumour->cell)),
        types.empty() ? "There is no [cell.NAME] in this scenario."
                      : fmt::format("Cell types here: {}.", fmt::join(types, ", ")),
        types.empty()
            ? fmt::format("[cell.{}]", key_literal(site.tumour->cell))
            : fmt::format("cell = {}",
                          text_literal(nearest(site.tumour->cell, types).value_or(types.front()))));
  if (!have({"site." + site.name + ".size", prefix + "shape.sphere"})) return;
  const double radius = site.tumour->diameter_um / 2;
  bool fits = true;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    double& centre = site.tumour->centre_um[axis];
    if (!have({prefix + "shape.centre"})) centre = site.size_um[axis] / 2;
    const bool flat = lattice_ && site.voxels[axis] == 1;  // a disc of one layer
    fits = fits && (flat || (centre - radius >= 0 && centre + radius <= site.size_um[axis]));
  }
  if (!fits)
    report(
        prefix + "shape.sphere", "the tumour sticks out of its block",
        "Its cells would have to be placed outside the simulated tissue.",
        fmt::format("sphere = {}     or a larger size",
                    text_literal(show(
                        std::floor(*std::min_element(site.size_um.begin(), site.size_um.end()) / 2),
                        "um"))));
}

void Consistency::check_blood(const SiteSpec& site) {
  const std::string prefix = "site." + site.name + ".blood.";
  const BloodSpec& blood = site.blood;
  if (have({prefix + "pressure.arteriole", prefix + "pressure.venule"}) &&
      blood.venule_mmhg >= blood.arteriole_mmhg)
    report(prefix + "pressure.venule", "not below the arteriole's pressure",
           "Blood would not flow, or backwards.",
           "pressure = { arteriole = \"45 mmHg\", venule = "
           "\"15 mmHg\" }");
  if (blood.network.file.empty()) return;
  const auto file = std::filesystem::path(s_.path).parent_path() / blood.network.file;
  std::error_code error;
  if (!std::filesystem::exists(file, error))
    report(prefix + "network", fmt::format("no file {}", text_literal(blood.network.file)),
           "Networks are looked for from the scenario's folder.",
           "network = { generate = \"capillary bed\" }");
}

void Consistency::check_injection(const InjectionSpec& i) {
  const std::string prefix = "injection." + i.name + ".";
  const auto& types = s_.cell_types;
  if (!have({prefix + "cell"}) || std::find(types.begin(), types.end(), i.cell) != types.end())
    return;
  report(prefix + "cell", fmt::format("no cell type is called {}", text_literal(i.cell)),
         "What is injected must be one of the [cell.NAME] of this scenario.",
         fmt::format("cell = {}", text_literal(types.empty() ? "carcinoma" : types.front())));
}

/// Tumour cells outside the tumour would be no part of any count.
void Consistency::check_residents(const SiteSpec& site) {
  for (std::size_t type = 0; type < s_.cell_types.size(); ++type)
    if (site.residents_per_mm3[type] > 0 && s_.cell_kinds[type] == 0)
      report(fmt::format("site.{}.residents.{}", site.name, s_.cell_types[type]),
             fmt::format("{} are tumour cells", s_.cell_types[type]),
             "Those who live in the tissue are immune cells or fibroblasts.",
             fmt::format("kind = \"NK cell\"     in [cell.{}]", s_.cell_types[type]));
}

void Consistency::check_intervention(InterventionSpec& i) {
  const std::string prefix = "intervention." + i.name + ".";
  if (!have({prefix + "kind", prefix + "at"})) return;
  if (i.until_min < i.at_min)
    report(prefix + "until", "before it begins", "The drug would never be given.",
           fmt::format("until = {}", text_literal(show(i.at_min + 1440, "min"))));
  if (i.kind == 0)
    check_surgery(i);
  else
    check_drug(i);
}

/// Completes the region: the tumour at the start where no other is named.
void Consistency::check_surgery(InterventionSpec& i) {
  const std::string prefix = "intervention." + i.name + ".";
  const auto site = std::find_if(s_.sites.begin(), s_.sites.end(),
                                 [&](const SiteSpec& s) { return s.name == i.site; });
  if (site == s_.sites.end())
    return report(
        have({prefix + "site"}) ? prefix + "site" : prefix + "kind",
        i.site.empty() ? "surgery nowhere"
                       : fmt::format("no site is called {}", text_literal(i.site)),
        "A surgeon works on one of the sites of this scenario.",
        fmt::format("site = {}", text_literal(s_.sites.empty() ? "breast" : s_.sites[0].name)));
  if (have({prefix + "region.sphere"})) {
    if (!have({prefix + "region.centre"}))
      for (std::size_t axis = 0; axis < 3; ++axis) i.centre_um[axis] = site->size_um[axis] / 2;
  } else if (site->tumour) {
    i.centre_um = site->tumour->centre_um;
    i.sphere_um = site->tumour->diameter_um;
  } else {
    report(prefix + "site", fmt::format("{} has no tumour at the start", i.site),
           "Then it must be said what is removed.",
           "region = { sphere = \"500 um\", centre = [\"480 um\", \"480 um\", \"480 um\"] }");
  }
}

void Consistency::check_drug(const InterventionSpec& i) {
  const std::string prefix = "intervention." + i.name + ".";
  if (have({prefix + "half_life"}) && !have({prefix + "dose"}))
    report(prefix + "half_life", "elimination of a drug without a dose",
           "How long it works depends on how much was given.", "dose = 10");
  if (have({prefix + "every"}) && !have({prefix + "half_life"}))
    report(prefix + "every", "repeated doses of a drug that is not eliminated",
           "Without a half-life its level is held until the end.", "half_life = \"6 h\"");
}

/// Lymph that leaves a block must arrive somewhere, unless there is no body around it.
void Consistency::check_lymph(const SiteSpec& site) {
  if (!site.lymph.network.present() || s_.body.route.empty()) return;
  const std::string key = "site." + site.name + ".lymph.drains_to";
  const std::string why = "Cells in its lymph would have nowhere to go.";
  if (!have({key}))
    return report("site." + site.name + ".lymph.network.generate", "lymphatics that drain nowhere",
                  why,
                  "drains_to = \"axillary node\"     and in body.route  \"axillary node -> lymph "
                  "duct -> veins\"");
  std::vector<std::string> places;
  for (const RouteEdge& e : s_.body.route) places.insert(places.end(), {e.from, e.to});
  const std::string& wanted = site.lymph.drains_to;
  if (std::find(places.begin(), places.end(), wanted) != places.end()) return;
  const auto meant = nearest(wanted, places);
  report(key, fmt::format("{} is not on the route", text_literal(wanted)), why,
         meant ? fmt::format("drains_to = {}", text_literal(*meant))
               : fmt::format("in body.route  \"{} -> lymph duct -> veins\"", wanted));
}

void Consistency::check_route() {
  if (!have({"body.route"})) return;
  if (const std::string wrong = contradiction(s_.body.route); !wrong.empty())
    return report("body.route", wrong, "All blood that enters a place must leave it.",
                  "\"left heart -> brain 3.3 %, rest 96.7 %\"");
  for (const SiteSpec& site : s_.sites) {
    const bool on_route =
        std::any_of(s_.body.route.begin(), s_.body.route.end(),
                    [&](const RouteEdge& e) { return e.from == site.name || e.to == site.name; });
    if (!on_route)
      return report(
          "body.route", fmt::format("the site {} is not on the route", site.name),
          "No blood, and so no cell, would ever reach or leave it.",
          fmt::format("\"left heart -> {0} 5 %, rest 95 %\", \"{0} -> veins\"", site.name));
  }
}

void Consistency::check_names(const std::string& key, const std::vector<std::string>& names,
                              std::initializer_list<Entity> entities) {
  std::vector<std::string> known;
  for (const Entity entity : entities)
    for (const ColumnSpec& column : columns_of(entity)) known.push_back(column.name);
  for (const std::string& name : names)
    if (std::find(known.begin(), known.end(), name) == known.end())
      return report(key, fmt::format("nothing called {} can be stored", text_literal(name)),
                    fmt::format("There are: {}.", fmt::join(known, ", ")),
                    text_literal(nearest(name, known).value_or(known.front())));
}

void Consistency::check_output() {
  check_names("output.fields", s_.output.fields, {Entity::voxel});
  check_names("output.cells", s_.output.cells, {Entity::cell});
  check_names("output.vessels", s_.output.vessels, {Entity::segment, Entity::node});
}

}  // namespace

void complete_and_check(Scenario& scenario, std::vector<Problem>& problems) {
  Consistency(scenario, problems).check();
}

}  // namespace metastasim::config
