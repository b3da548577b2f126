#include "host/sim/body.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "host/input_error.hpp"

namespace metastasim {

namespace {

/// Where the blood is (Guyton and Hall, Textbook of Medical Physiology: veins 64 %, lungs 9 %,
/// heart 7 %, arteries 13 %, arterioles and capillaries 7 %; human, taken for the mouse too; the
/// arteries are counted to the left heart). Organs in parallel share their 7 % as they share the
/// flow, so that each takes the same time; the times along one round add up to blood volume /
/// cardiac output.
struct Vocabulary {
  const char* name;
  CompartmentKind kind;
  double volume_share;
};
constexpr Vocabulary known[] = {
    {"veins", CompartmentKind::conduit, 0.64},       {"right heart", CompartmentKind::heart, 0.035},
    {"lung", CompartmentKind::organ, 0.09},          {"left heart", CompartmentKind::heart, 0.165},
    {"portal vein", CompartmentKind::conduit, 0.07},
};
constexpr double organ_share = 0.07;

/// What carries lymph, known by the end of its name.
bool is_node(const std::string& name) { return name.ends_with("node"); }
bool is_duct(const std::string& name) { return name.ends_with("duct"); }

constexpr double tolerance = 0.005;  // what rounding percentages to one decimal may add up to

struct Arrow {
  std::size_t from, to;
  double share;  // NaN: all that enters `from`
};

struct Route {
  std::vector<std::string> names;
  std::vector<Arrow> arrows;

  std::size_t place_of(std::string name) {
    if (name.ends_with(" and rest")) name.resize(name.size() - 9);
    const auto found = std::find(names.begin(), names.end(), name);
    if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
    names.push_back(name);
    return names.size() - 1;
  }
  void lead(const std::string& from, const std::string& to, double share) {
    const std::size_t a = place_of(from), b = place_of(to);
    for (const Arrow& arrow : arrows)
      if (arrow.from == a && arrow.to == b) return;
    arrows.push_back({a, b, share});
  }
  bool leads_on(std::size_t from) const {
    return std::any_of(arrows.begin(), arrows.end(), [&](auto& a) { return a.from == from; });
  }
  std::vector<Arrow> from(std::size_t place) const {
    std::vector<Arrow> out;
    std::copy_if(arrows.begin(), arrows.end(), std::back_inserter(out),
                 [&](auto& a) { return a.from == place; });
    return out;
  }
};

/// The arrows of the scenario, and those that go without saying.
Route complete(const BodySpec& body) {
  Route route;
  for (const RouteEdge& edge : body.route) route.lead(edge.from, edge.to, edge.share);
  for (const auto& [from, to] :
       {std::pair{"veins", "right heart"}, {"right heart", "lung"}, {"lung", "left heart"}})
    if (!route.leads_on(route.place_of(from))) route.lead(from, to, NAN);
  for (std::size_t c = 0; c < route.names.size(); ++c)
    if (route.names[c] != "left heart" && !route.leads_on(c))
      route.lead(route.names[c], "veins", NAN);
  return route;
}

/// Fractions in which flow leaves a compartment that `inflow` (of cardiac output) enters.
std::vector<double> fractions(const Route& route, std::size_t place, double inflow) {
  const std::vector<Arrow> out = route.from(place);
  double given = 0;
  int open = 0;
  for (const Arrow& arrow : out)
    std::isnan(arrow.share) ? void(++open) : void(given += arrow.share);
  if (open > 1)
    throw InputError(
        fmt::format("body.route: {} ways lead on from '{}' without a share. Which cells go where "
                    "would be open.\n"
                    "Write the share of cardiac output behind all but one of them, as in \"left "
                    "heart -> kidney 9.1 %\".",
                    open, route.names[place]));
  const bool adds_up =
      open == 1 ? given <= inflow + tolerance : std::abs(given - inflow) <= tolerance;
  if (!adds_up)
    throw InputError(fmt::format(
        "body.route: the shares leading on from '{}' add up to {:.1f} %, but {:.1f} % of cardiac "
        "output enters it. Blood "
        "would {}.\nWrite shares that add up to {:.1f} %; a \"rest\" may close the sum.",
        route.names[place], 100 * given, 100 * inflow,
        given > inflow ? "appear from nowhere" : "get lost", 100 * inflow));
  std::vector<double> parts;
  parts.reserve(out.size());
  const double total = open == 1 ? std::max(inflow, given) : given;
  for (const Arrow& arrow : out)
    parts.push_back(std::isnan(arrow.share) ? (total > 0 ? (total - given) / total : 1)
                                            : arrow.share / total);
  return parts;
}

/// Share of cardiac output that enters each compartment, from the left heart round to it. A
/// compartment is dealt with when everything that enters it is known; a way around that avoids the
/// left heart never is.
struct Flows {
  const Route& route;
  std::vector<double> inflow;
  std::vector<int> waiting;  // arrows into it that are still unknown
  std::vector<std::vector<double>> parts;

  explicit Flows(const Route& r)
      : route(r), inflow(r.names.size()), waiting(r.names.size()), parts(r.names.size()) {
    for (const Arrow& arrow : route.arrows) ++waiting[arrow.to];
  }
  void send_on(std::size_t place, double amount) {
    const std::string& name = route.names[place];
    const bool lymph = is_node(name) || is_duct(name);  // shares of itself, not of cardiac output
    parts[place] = fractions(route, place, lymph ? 1 : amount);
    const std::vector<Arrow> out = route.from(place);
    for (std::size_t i = 0; i < out.size(); ++i) receive(out[i].to, amount * parts[place][i]);
  }
  void receive(std::size_t place, double amount) {
    inflow[place] += amount;
    if (--waiting[place] == 0 && route.names[place] != "left heart") send_on(place, inflow[place]);
  }
};

Flows follow(const Route& route, std::size_t left_heart) {
  Flows flows(route);
  for (std::size_t c = 0; c < route.names.size(); ++c)
    if (flows.waiting[c] == 0 && flows.parts[c].empty() && c != left_heart)
      flows.send_on(c, 0);  // the lymph's way: no blood enters
  flows.send_on(left_heart, 1);
  for (std::size_t c = 0; c < route.names.size(); ++c)
    if (flows.waiting[c] > 0)
      throw InputError(
          fmt::format("body.route: '{}' lies on a way round that never comes back to the left "
                      "heart. Cells would circle there for "
                      "ever.\nWrite arrows that lead on to the veins, or leave the last arrow out: "
                      "what leads nowhere drains there.",
                      route.names[c]));
  return flows;
}

Vocabulary meaning_of(const std::string& name) {
  for (const Vocabulary& word : known)
    if (name == word.name) return word;
  return {"", CompartmentKind::organ, organ_share};
}

/// How long lymph takes the scenario says; it is no share of cardiac output.
Compartment lymph_compartment(const std::string& name, const BodySpec& body) {
  Compartment c;
  c.kind = is_node(name) ? CompartmentKind::node : CompartmentKind::conduit;
  c.lymph = true;
  c.delay_us = std::llround(60e6 * (is_node(name) ? body.node_delay_min : body.duct_delay_min));
  return c;
}

Compartment compartment(const std::string& name, double inflow, const BodySpec& body) {
  if (is_node(name) || is_duct(name)) return lymph_compartment(name, body);
  const Vocabulary word = meaning_of(name);
  Compartment c;
  c.kind = word.kind;
  c.flow_nl_per_min = static_cast<float>(inflow * body.cardiac_output_ml_per_min * 1e6);
  const double round_min = body.blood_volume_ml / body.cardiac_output_ml_per_min;
  c.delay_us = std::llround(word.volume_share * round_min * 60e6);
  return c;
}

void add_ways(BodyPlan& plan, std::size_t place, const Flows& flows) {
  const std::vector<Arrow> out = flows.route.from(place);
  plan.compartments[place].first_way = static_cast<std::uint32_t>(plan.ways.size());
  plan.compartments[place].ways = static_cast<std::uint32_t>(out.size());
  double sum = 0;
  for (std::size_t i = 0; i < out.size(); ++i) {
    sum += flows.parts[place][i];
    const bool last = i + 1 == out.size();
    plan.ways.push_back(
        {static_cast<std::int32_t>(out[i].to), last ? 1.0f : static_cast<float>(sum)});
  }
}

std::int32_t lymph_of(const BodyPlan& plan, const SiteSpec& site) {
  if (!site.lymph.network.present()) return -1;
  const auto found = std::find(plan.names.begin(), plan.names.end(), site.lymph.drains_to);
  if (found == plan.names.end())
    throw InputError(fmt::format(
        "body.route: the lymph of site '{0}' drains to '{1}', which is not on the way. Its cells "
        "would have nowhere to go.\nWrite an arrow, as in \"{1} -> lymph duct -> veins\".",
        site.name, site.lymph.drains_to));
  return static_cast<std::int32_t>(found - plan.names.begin());
}

void place_sites(BodyPlan& plan, const std::vector<SiteSpec>& sites) {
  for (std::size_t s = 0; s < sites.size(); ++s) {
    const auto found = std::find(plan.names.begin(), plan.names.end(), sites[s].name);
    if (found == plan.names.end())
      throw InputError(fmt::format(
          "body.route: site '{0}' is not on the blood's way. No cell could reach or leave it.\n"
          "Write an arrow to it, as in \"left heart -> {0} 5 %\".",
          sites[s].name));
    const auto c = found - plan.names.begin();
    plan.compartments[c].site = static_cast<std::int32_t>(s);
    plan.compartments[c].whole_organ = sites[s].represents_whole_organ;
    plan.compartment_of_site.push_back(static_cast<std::int32_t>(c));
    plan.lymph_of_site.push_back(lymph_of(plan, sites[s]));
  }
}

void require_volume(const BodySpec& body) {
  if (body.cardiac_output_ml_per_min > 0 && body.blood_volume_ml > 0) return;
  throw InputError(
      "body: cardiac_output and blood_volume must both be more than zero, or a round of the blood "
      "would take no time.\n"
      "Write, for a mouse,  cardiac_output = \"14 mL/min\"  and  blood_volume = \"1.8 mL\".");
}

}  // namespace

BodyPlan build_body(const BodySpec& body, const std::vector<SiteSpec>& sites) {
  if (body.route.empty()) return {};
  require_volume(body);
  const Route route = complete(body);
  const auto left_heart = std::find(route.names.begin(), route.names.end(), "left heart");
  const auto place = static_cast<std::size_t>(left_heart - route.names.begin());
  if (!route.leads_on(place))
    throw InputError(
        "body.route: nothing leads on from the left heart. Cells would gather there.\n"
        "Write where its blood goes, as in \"left heart -> brain 3.3 %, rest 96.7 %\".");
  const Flows flows = follow(route, place);
  BodyPlan plan;
  plan.names = route.names;
  for (std::size_t c = 0; c < route.names.size(); ++c)
    plan.compartments.push_back(compartment(route.names[c], flows.inflow[c], body));
  plan.compartments[place].flow_nl_per_min =
      static_cast<float>(body.cardiac_output_ml_per_min * 1e6);
  for (std::size_t c = 0; c < route.names.size(); ++c) add_ways(plan, c, flows);
  place_sites(plan, sites);
  return plan;
}

}  // namespace metastasim
