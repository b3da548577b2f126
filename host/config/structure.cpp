#include <limits>

#include "host/config/registry.hpp"
#include "kernels/param.hpp"

// The structure of a scenario, one row a key. Adding a key is adding a row.
namespace metastasim::config {

namespace {

DefaultText both(std::string value) { return {value, value, ""}; }
DefaultText by_species(std::string mouse, std::string human) { return {mouse, human, ""}; }
DefaultText left_out() { return both(""); }
DefaultText must_be_written(std::string example) { return {{}, {}, std::move(example)}; }

template <class Member>
SlotOf run(Member member) {
  return [member](Scenario& s, std::size_t) -> Slot { return &(s.*member); };
}
template <class Part, class Member>
SlotOf run(Part part, Member member) {
  return [part, member](Scenario& s, std::size_t) -> Slot { return &((s.*part).*member); };
}
template <class Member>
SlotOf site(Member member) {
  return [member](Scenario& s, std::size_t i) -> Slot { return &(s.sites[i].*member); };
}
template <class Member>
SlotOf blood(Member member) {
  return [member](Scenario& s, std::size_t i) -> Slot { return &(s.sites[i].blood.*member); };
}
template <class Part, class Member>
SlotOf network(Part part, Member member) {
  return [part, member](Scenario& s, std::size_t i) -> Slot {
    return &((s.sites[i].*part).network.*member);
  };
}
template <class Member>
SlotOf lymph(Member member) {
  return [member](Scenario& s, std::size_t i) -> Slot { return &(s.sites[i].lymph.*member); };
}
template <class Member>
SlotOf tumour(Member member) {
  return [member](Scenario& s, std::size_t i) -> Slot {
    if (!s.sites[i].tumour) return {};
    return &((*s.sites[i].tumour).*member);
  };
}

template <class Member>
SlotOf intervention(Member member) {
  return [member](Scenario& s, std::size_t i) -> Slot { return &(s.interventions[i].*member); };
}
template <class Member>
SlotOf injection(Member member) {
  return [member](Scenario& s, std::size_t i) -> Slot { return &(s.injections[i].*member); };
}
SlotOf residents() {
  return [](Scenario& s, std::size_t i) -> Slot {
    const std::size_t types = s.cell_types.size();
    return &s.sites[i / types].residents_per_mm3[i % types];
  };
}
SlotOf cell_kind() {
  return [](Scenario& s, std::size_t i) -> Slot { return &s.cell_kinds[i]; };
}

constexpr double any = std::numeric_limits<double>::infinity();
constexpr double year_min = 525960;

Key quantity(std::string key, std::string unit, DefaultText value, Range range, std::string source,
             std::string meaning, SlotOf slot) {
  return {std::move(key),    KeyType::quantity,  std::move(unit),
          std::move(value),  range.low,          range.high,
          std::move(source), std::move(meaning), {},
          std::move(slot)};
}

/// Three quantities, one for each axis.
Key quantities(std::string key, std::string unit, DefaultText value, Range range,
               std::string meaning, SlotOf slot) {
  Key out = quantity(std::move(key), std::move(unit), std::move(value), range, "",
                     std::move(meaning), std::move(slot));
  out.type = KeyType::quantities;
  return out;
}

Key plain(KeyType type, std::string key, DefaultText value, std::string meaning, SlotOf slot) {
  return {std::move(key), type, "1", std::move(value), -any, any, "", std::move(meaning), {},
          std::move(slot)};
}

Key whole(std::string key, DefaultText value, Range range, std::string meaning, SlotOf slot) {
  Key out =
      plain(KeyType::whole, std::move(key), std::move(value), std::move(meaning), std::move(slot));
  out.low = range.low;
  out.high = range.high;
  return out;
}

/// Where the value is yes or no for the program, the second choice is yes.
Key choice(std::string key, std::vector<std::string> choices, DefaultText value, std::string source,
           std::string meaning, SlotOf slot) {
  Key out =
      plain(KeyType::choice, std::move(key), std::move(value), std::move(meaning), std::move(slot));
  out.choices = std::move(choices);
  out.source = std::move(source);
  return out;
}

Key text(std::string key, DefaultText value, std::string meaning, SlotOf slot) {
  return plain(KeyType::text, std::move(key), std::move(value), std::move(meaning),
               std::move(slot));
}

Key names(std::string key, std::string meaning, SlotOf slot) {
  return plain(KeyType::names, std::move(key), left_out(), std::move(meaning), std::move(slot));
}

std::vector<Key> of_the_run() {
  return {
      whole("format", must_be_written("1"), {1, 1},
            "version of the vocabulary that this file is written in", run(&Scenario::format)),
      text("title", left_out(), "one line for people", run(&Scenario::title)),
      choice("species", {"mouse", "human"}, must_be_written("mouse"), "",
             "whose blood, vessels and organs the defaults describe", run(&Scenario::species)),
      whole("seed", both("1"), {0, 9.2e18},
            "number that all random draws follow from; same file and seed, same result",
            run(&Scenario::seed)),
      quantity("duration", "min", must_be_written("2 d"), {0.01, 100 * year_min}, "",
               "how much biology is simulated", run(&Scenario::duration_min)),
      quantity("tick", "s", both("6 s"), {0.1, 3600}, "assumed", "the shortest step of any process",
               run(&Scenario::tick_s)),
      choice("values", {"realistic", "demo"}, both("realistic"), "",
             "which half of each { demo, realistic } pair is in force", run(&Scenario::demo)),
  };
}

std::vector<Key> of_a_cell_type() {
  return {choice("cell.*.kind", {"tumour", "NK cell", "T cell", "fibroblast"}, both("tumour"), "",
                 "what these cells are: tumour cells run through the cascade, NK and T cells kill "
                 "them, fibroblasts lay collagen",
                 cell_kind())};
}

std::vector<Key> of_a_site() {
  return {
      choice("site.*.role", {"secondary", "primary"}, must_be_written("primary"), "",
             "whether the tumour starts here or may arrive here", site(&SiteSpec::primary)),
      quantity("site.*.voxel", "um", both("20 um"), {1, 200}, "assumed",
               "edge of a voxel of oxygen, enzymes and collagen; cells move off this grid",
               site(&SiteSpec::spacing_um)),
      quantities("site.*.size", "um", must_be_written("0.96 mm"), {1, 1e5},
                 "edges of the block of tissue, multiples of 16 voxels; on a lattice of whole "
                 "voxels",
                 site(&SiteSpec::size_um)),
      choice("site.*.represents", {"itself", "whole organ"}, both("itself"), "assumed",
             "what share of the cells that enter the organ passes through the block",
             site(&SiteSpec::represents_whole_organ)),
      quantity("site.*.collagen", "mg/mL", both("2.5 mg/mL"), {0, 20}, "assumed",
               "collagen of intact tissue", site(&SiteSpec::collagen_mg_per_ml)),
      quantity("site.*.residents.*", "1/mm^3", left_out(), {0, 1e6}, "",
               "number per volume of these immune cells or fibroblasts at the start, anywhere "
               "outside the tumour",
               residents()),
      text("site.*.tumour.cell", must_be_written("carcinoma"),
           "type of the tumour's cells: a [cell.NAME] of this file", tumour(&TumourSpec::cell)),
      quantity("site.*.tumour.shape.sphere", "um", must_be_written("440 um"), {1, 1e5}, "",
               "diameter of the tumour at the start", tumour(&TumourSpec::diameter_um)),
      quantities("site.*.tumour.shape.centre", "um", left_out(), {0, 1e5},
                 "centre of the tumour, from the block's corner; the block's middle where it is "
                 "left out",
                 tumour(&TumourSpec::centre_um)),
      choice("site.*.tumour.basement_membrane.around", {"nothing", "tumour"}, both("nothing"),
             "assumed", "what the basement membrane encloses",
             tumour(&TumourSpec::basement_membrane)),
  };
}

std::vector<Key> of_its_blood() {
  const auto in = &SiteSpec::blood;
  return {
      text("site.*.blood.network", left_out(),
           "file of the vessel network, from the scenario's folder; instead of generating one",
           network(in, &NetworkSpec::file)),
      choice("site.*.blood.network.generate", {"capillary bed"}, left_out(), "",
             "generator of the vessel network; no vessels where it is left out",
             network(in, &NetworkSpec::generator)),
      quantity("site.*.blood.network.length_density", "mm/mm^3", both("150 mm/mm^3"), {1, 5000},
               "assumed", "length of vessels per volume of tissue",
               network(in, &NetworkSpec::length_density_mm_per_mm3)),
      choice("site.*.blood.network.keep_out", {"nothing", "tumour"}, both("nothing"), "assumed",
             "where the generator puts no vessels", network(in, &NetworkSpec::keep_out_of_tumour)),
      quantity("site.*.blood.capillary_diameter", "um", both("6 um"), {3, 20}, "assumed",
               "inner diameter of the narrowest vessels", blood(&BloodSpec::capillary_diameter_um)),
      quantity("site.*.blood.pressure.arteriole", "mmHg", both("45 mmHg"), {0, 200}, "assumed",
               "blood pressure where vessels enter the block", blood(&BloodSpec::arteriole_mmhg)),
      quantity("site.*.blood.pressure.venule", "mmHg", both("15 mmHg"), {0, 200}, "assumed",
               "blood pressure where vessels leave the block", blood(&BloodSpec::venule_mmhg)),
      quantity("site.*.blood.haematocrit", "1", both("0.42"), {0, 0.8}, "assumed",
               "the share of blood volume taken by red cells", blood(&BloodSpec::haematocrit)),
      quantity("site.*.blood.oxygen_at_inlet", "mmHg", both("60 mmHg"), {0, 150}, "assumed",
               "oxygen pressure of the blood that enters the block",
               blood(&BloodSpec::inlet_po2_mmhg)),
  };
}

std::vector<Key> of_interventions() {
  using I = InterventionSpec;
  const std::string at = "intervention.*.";
  return {
      choice(at + "kind", {"surgery", "protease inhibitor"}, must_be_written("surgery"), "",
             "what is done: surgery removes all cells of a region, a protease inhibitor slows the "
             "loss of collagen and basement membrane",
             intervention(&I::kind)),
      quantity(at + "at", "min", must_be_written("20 d"), {0, 100 * year_min}, "",
               "when it is done, or begins", intervention(&I::at_min)),
      quantity(at + "until", "min", left_out(), {0, 100 * year_min}, "",
               "when the last dose may be given; never ends where it is left out",
               intervention(&I::until_min)),
      text(at + "site", left_out(), "where the surgeon works: a [site.NAME] of this file",
           intervention(&I::site)),
      quantity(at + "region.sphere", "um", left_out(), {1, 1e5}, "",
               "diameter of what is removed; the tumour at the start where it is left out",
               intervention(&I::sphere_um)),
      quantities(at + "region.centre", "um", left_out(), {0, 1e5},
                 "its centre, from the block's corner; the block's middle where it is left out",
                 intervention(&I::centre_um)),
      quantity(at + "margin", "um", both("0 um"), {0, 1e4}, "assumed",
               "tissue that is removed around it", intervention(&I::margin_um)),
      quantity(at + "efficacy", "1", both("1"), {0, 1}, "assumed",
               "share of the activity that the drug takes away at its most",
               intervention(&I::efficacy)),
      quantity(
          at + "dose", "1", left_out(), {0, 1e6}, "",
          "what a dose adds, in concentrations of half effect; saturating where it is left out",
          intervention(&I::dose)),
      quantity(
          at + "half_life", "min", left_out(), {0.1, 1e6}, "",
          "time in which half of the drug is eliminated; held at its level until the end where "
          "it is left out",
          intervention(&I::half_life_min)),
      quantity(at + "every", "min", left_out(), {1, 1e6}, "",
               "time between two doses; a single one where it is left out",
               intervention(&I::every_min)),
  };
}

std::vector<Key> of_its_lymph() {
  const auto in = &SiteSpec::lymph;
  return {
      choice("site.*.lymph.network.generate", {"blind-ended tree"}, left_out(), "",
             "generator of the lymphatics; no lymphatics where it is left out",
             network(in, &NetworkSpec::generator)),
      quantity("site.*.lymph.network.length_density", "mm/mm^3", both("20 mm/mm^3"), {0.5, 200},
               "assumed", "length of lymphatics per volume of tissue",
               network(in, &NetworkSpec::length_density_mm_per_mm3)),
      choice("site.*.lymph.network.keep_out", {"nothing", "tumour"}, both("tumour"),
             "Padera 2002: no lymphatics work inside tumours", "where the generator puts none",
             network(in, &NetworkSpec::keep_out_of_tumour)),
      quantity("site.*.lymph.initial_diameter", "um", both("30 um"), {10, 60},
               "assumed; initial lymphatics measure 10 to 60 um",
               "inner diameter of a blind-ended vessel", lymph(&LymphSpec::initial_diameter_um)),
      text("site.*.lymph.drains_to", left_out(),
           "the place on the body's route that the lymph reaches first: a lymph node",
           lymph(&LymphSpec::drains_to)),
  };
}

std::vector<Key> of_injections() {
  using I = InjectionSpec;
  const std::string at = "injection.*.";
  return {
      text(at + "cell", must_be_written("carcinoma"),
           "type of the cells: a [cell.NAME] of this file", injection(&I::cell)),
      whole(at + "cells", must_be_written("1000"), {1, 1e8},
            "how many cells are given into the blood at the start", injection(&I::cells)),
      text(at + "into", both("veins"), "where: a place of body.route, veins for the tail vein",
           injection(&I::into)),
      whole(at + "cluster_of", both("1"), {1, 10000},
            "how many of them hang together; the last cluster takes what is left over",
            injection(&I::cluster_of)),
  };
}

std::vector<Key> of_body_and_output() {
  using B = BodySpec;
  using O = OutputSpec;
  const auto body = &Scenario::body;
  const auto output = &Scenario::output;
  return {
      quantity("body.cardiac_output", "mL/min", by_species("14 mL/min", "5600 mL/min"), {0.1, 5e4},
               "assumed", "blood that the heart pumps", run(body, &B::cardiac_output_ml_per_min)),
      quantity("body.blood_volume", "mL", by_species("1.8 mL", "5000 mL"), {0.1, 2e4}, "assumed",
               "all blood of the body", run(body, &B::blood_volume_ml)),
      plain(KeyType::route, "body.route", left_out(),
            "the blood's way around the body; per cents are shares of cardiac output",
            run(body, &B::route)),
      quantity("body.lymph_node_delay", "min", both("30 min"), {0.01, 1e5}, "assumed",
               "mean time that a cell needs to pass a lymph node", run(body, &B::node_delay_min)),
      quantity("body.lymph_duct_delay", "min", by_species("20 s", "100 s"), {0.01, 1e5},
               "volume over flow: 2 uL at 0.4 mL/h; 2.8 mL at 100 mL/h (assumed)",
               "mean time that a cell needs to pass the lymph duct", run(body, &B::duct_delay_min)),
      quantity("output.every", "min", both("30 min"), {0.001, 3650 * 1440}, "",
               "biology between two stored states", run(output, &O::every_min)),
      names("output.fields", "voxel fields to store; the usual ones where it is left out",
            run(output, &O::fields)),
      names("output.cells", "cell columns to store; the usual ones where it is left out",
            run(output, &O::cells)),
      names("output.vessels", "vessel columns to store; the usual ones where it is left out",
            run(output, &O::vessels)),
      quantity("output.checkpoint_every", "s", both("60 s"), {1, 86400}, "",
               "computing between two checkpoints: the most that a crash can cost",
               run(output, &O::checkpoint_every_s)),
  };
}

}  // namespace

std::vector<Key> structure() {
  std::vector<Key> all;
  for (auto&& rows : {of_the_run(), of_a_cell_type(), of_a_site(), of_its_blood(), of_its_lymph(),
                      of_interventions(), of_injections(), of_body_and_output()})
    all.insert(all.end(), rows.begin(), rows.end());
  return all;
}

}  // namespace metastasim::config
