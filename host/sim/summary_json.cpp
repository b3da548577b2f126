#include <limits>
#include <nlohmann/json.hpp>

#include "host/sim/expected_colonies.hpp"
#include "host/sim/summary.hpp"

namespace metastasim {

namespace {

using Json = nlohmann::ordered_json;

/// Name in the file and member, once, for both directions.
struct FunnelField {
  const char* name;
  std::uint64_t Funnel::*member;
};
constexpr FunnelField funnel_fields[] = {
    {"detached", &Funnel::detached},
    {"invaded", &Funnel::invaded},
    {"entered_blood", &Funnel::entered_blood},
    {"entered_lymph", &Funnel::entered_lymph},
    {"entries_as_cluster", &Funnel::entries_as_cluster},
    {"blood_entries", &Funnel::blood_entries},
    {"blood_entries_as_cluster", &Funnel::blood_entries_as_cluster},
    {"shed_by_node_colonies", &Funnel::shed_by_node_colonies},
    {"shed_by_metastases", &Funnel::shed_by_metastases},
    {"in_transit", &Funnel::in_transit},
    {"held_in_nodes", &Funnel::held_in_nodes},
    {"arrested", &Funnel::arrested},
    {"arrests_total", &Funnel::arrests_total},
    {"extravasated", &Funnel::extravasated},
    {"died_shear", &Funnel::died_shear},
    {"died_immune", &Funnel::died_immune},
    {"died_anoikis", &Funnel::died_anoikis},
    {"died_other", &Funnel::died_other},
    {"died_after_extravasation", &Funnel::died_after_extravasation},
    {"killed_in_tissue", &Funnel::killed_in_tissue},
    {"removed_by_surgery", &Funnel::removed_by_surgery},
    {"dormant", &Funnel::dormant},
    {"growing", &Funnel::growing},
    {"colonies", &Funnel::colonies},
    {"steps_out_of_balance", &Funnel::steps_out_of_balance},
};

Json json_of(const SiteSummary& site) {
  return {{"name", site.name},
          {"cells", site.cells},
          {"by_phenotype",
           {{"epithelial", site.epithelial},
            {"partial", site.partial},
            {"mesenchymal", site.mesenchymal}}},
          {"clones", site.clones},
          {"immune_cells", site.immune_cells},
          {"stroma_cells", site.stroma_cells},
          {"colonies", site.colonies},
          {"vessel_length_mm_per_mm3", site.vessel_length_mm_per_mm3},
          {"new_vessels_mm_per_mm3", site.new_vessels_mm_per_mm3},
          {"new_perfused_mm_per_mm3", site.new_perfused_mm_per_mm3},
          {"lymph_length_mm_per_mm3", site.lymph_length_mm_per_mm3},
          {"mean_po2_mmHg", site.mean_po2_mmhg},
          {"membrane_laid_um2", site.membrane_laid_um2},
          {"membrane_breached_um2", site.membrane_breached_um2}};
}

/// JSON knows no number that is not finite: it stands there as null.
double number_from(const Json& json) {
  return json.is_null() ? std::numeric_limits<double>::quiet_NaN() : json.get<double>();
}

SiteSummary site_from(const Json& json) {
  SiteSummary site;
  site.name = json.at("name");
  site.cells = json.at("cells");
  site.epithelial = json.at("by_phenotype").at("epithelial");
  site.partial = json.at("by_phenotype").at("partial");
  site.mesenchymal = json.at("by_phenotype").at("mesenchymal");
  site.immune_cells = json.at("immune_cells");
  site.stroma_cells = json.at("stroma_cells");
  site.clones = json.at("clones");
  site.colonies = json.at("colonies");
  site.largest_colony = json.at("largest_colony");
  site.largest_founder = json.at("largest_founder");
  site.vessel_length_mm_per_mm3 = json.at("vessel_length_mm_per_mm3");
  site.new_vessels_mm_per_mm3 = json.at("new_vessels_mm_per_mm3");
  site.new_perfused_mm_per_mm3 = json.at("new_perfused_mm_per_mm3");
  site.lymph_length_mm_per_mm3 = json.at("lymph_length_mm_per_mm3");
  site.mean_po2_mmhg = number_from(json.at("mean_po2_mmHg"));
  site.membrane_laid_um2 = json.value("membrane_laid_um2", 0.0);
  site.membrane_breached_um2 = json.value("membrane_breached_um2", 0.0);
  return site;
}

/// Programs before this one stored no third number; it is not told then.
NodeColonies node_colonies_from(const Json& json) {
  return {json.at(0), json.at(1), json.size() > 2 ? json.at(2).get<std::uint64_t>() : 0};
}

}  // namespace

std::vector<std::pair<const char*, std::uint64_t>> numbers_of(const Funnel& funnel) {
  std::vector<std::pair<const char*, std::uint64_t>> numbers;
  for (const auto& [name, member] : funnel_fields) numbers.emplace_back(name, funnel.*member);
  return numbers;
}

namespace {

/// DEMO rates say how, not how often.
Json expectation(const Summary& summary) {
  if (summary.values == "demo") return nullptr;
  const ExpectedColonies expected = expected_colonies(summary.funnel.colonies);
  return Json{{"mean", expected.mean}, {"low", expected.low}, {"high", expected.high}};
}

Json json_of(const ProcessTime& time) {
  return {{"process", time.name},
          {"calls", time.calls},
          {"seconds", time.seconds},
          {"ns_per_cell", time.ns_per_cell()},
          {"ns_per_voxel", time.ns_per_voxel()}};
}

Json json_of(const Summary& summary) {
  Json sites = Json::array(), funnel = Json::object(), timings = Json::array();
  for (const SiteSummary& site : summary.sites) sites.push_back(json_of(site));
  for (const auto& [name, number] : numbers_of(summary.funnel)) funnel[name] = number;
  for (const ProcessTime& time : summary.times) timings.push_back(json_of(time));
  return {{"state_hash", summary.state_hash},
          {"time_min", summary.time_min},
          {"steps", summary.steps},
          {"wall_s", summary.wall_s},
          {"device", summary.device},
          {"threads", summary.threads},
          {"values", summary.values},
          {"sites", sites},
          {"funnel", funnel},
          {"expected_colonies", expectation(summary)},
          {"timings", timings}};
}

}  // namespace

std::string to_json(const Summary& summary) { return json_of(summary).dump(2); }

std::string to_stored_json(const Summary& summary) {
  Json json = json_of(summary);
  for (std::size_t i = 0; i < summary.sites.size(); ++i) {
    json["sites"][i]["largest_colony"] = summary.sites[i].largest_colony;
    json["sites"][i]["largest_founder"] = summary.sites[i].largest_founder;
  }
  for (std::size_t i = 0; i < summary.times.size(); ++i) {
    json["timings"][i]["cells"] = summary.times[i].cells;
    json["timings"][i]["voxels"] = summary.times[i].voxels;
  }
  json["has_oxygen"] = summary.has_oxygen;
  json["oxygen_imbalance"] = summary.oxygen_imbalance;
  json["oxygen_unsolved"] = summary.oxygen_unsolved;
  for (const Stopped& stopped : summary.stopped) json["stopped"][stopped.place] = stopped.cells;
  for (const Stopped& held : summary.held) json["held"][held.place] = held.cells;
  json["compartments"] = summary.compartments;
  json["node_colonies"] = {summary.in_nodes.founders, summary.in_nodes.cells,
                           summary.in_nodes.colonies};
  return json.dump();
}

Summary from_stored_json(const std::string& text) {
  const Json json = Json::parse(text);
  Summary summary;
  summary.state_hash = json.at("state_hash");
  summary.time_min = json.at("time_min");
  summary.steps = json.at("steps");
  summary.wall_s = json.at("wall_s");
  summary.device = json.at("device");
  summary.threads = json.at("threads");
  summary.values = json.at("values");
  for (const Json& site : json.at("sites")) summary.sites.push_back(site_from(site));
  for (const auto& [name, member] : funnel_fields)
    summary.funnel.*member = json.at("funnel").at(name);
  summary.compartments = json.value("compartments", std::vector<std::string>{});
  summary.has_oxygen = json.value("has_oxygen", true);
  summary.oxygen_imbalance = number_from(json.value("oxygen_imbalance", Json(0.0)));
  summary.oxygen_unsolved = number_from(json.value("oxygen_unsolved", Json(0.0)));
  if (json.contains("node_colonies")) summary.in_nodes = node_colonies_from(json["node_colonies"]);
  for (const auto& [name, places] :
       {std::pair{"stopped", &summary.stopped}, {"held", &summary.held}})
    if (json.contains(name))
      for (const auto& [place, cells] : json.at(name).items()) places->push_back({place, cells});
  for (const Json& time : json.value("timings", Json::array()))
    summary.times.push_back({time.at("process"), time.at("calls"), time.at("seconds"),
                             time.at("cells"), time.at("voxels")});
  return summary;
}

}  // namespace metastasim
