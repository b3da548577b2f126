#include <limits>

#include "host/config/registry.hpp"

// The structure of a scenario, one row a key. Adding a key is adding a row.
namespace metastasim::config {

namespace {

using enum KeyType;

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
template <class Member>
SlotOf network(Member member) {
  return
      [member](Scenario& s, std::size_t i) -> Slot { return &(s.sites[i].blood.network.*member); };
}
template <class Member>
SlotOf tumour(Member member) {
  return [member](Scenario& s, std::size_t i) -> Slot {
    if (!s.sites[i].tumour) return {};
    return &((*s.sites[i].tumour).*member);
  };
}

constexpr double any = std::numeric_limits<double>::infinity();
constexpr double year_min = 525960;

std::vector<Key> of_the_run() {
  return {
      {"format",
       whole,
       "1",
       must_be_written("1"),
       1,
       1,
       "",
       "version of the vocabulary that this file is written in",
       {},
       run(&Scenario::format)},
      {"title",
       text,
       "1",
       left_out(),
       -any,
       any,
       "",
       "one line for people",
       {},
       run(&Scenario::title)},
      {"species",
       choice,
       "1",
       must_be_written("mouse"),
       0,
       1,
       "",
       "whose blood, vessels and organs the defaults describe",
       {"mouse", "human"},
       run(&Scenario::species)},
      {"seed",
       whole,
       "1",
       both("1"),
       0,
       9.2e18,
       "",
       "number that all random draws follow from; same file and seed, same result",
       {},
       run(&Scenario::seed)},
      {"duration",
       quantity,
       "min",
       must_be_written("2 d"),
       0.01,
       100 * year_min,
       "",
       "how much biology is simulated",
       {},
       run(&Scenario::duration_min)},
      {"tick",
       quantity,
       "s",
       both("6 s"),
       0.1,
       3600,
       "assumed",
       "the shortest step of any process",
       {},
       run(&Scenario::tick_s)},
      {"values",
       choice,
       "1",
       both("realistic"),
       0,
       1,
       "",
       "which half of each { demo, realistic } pair is in force",
       {"realistic", "demo"},
       run(&Scenario::demo)},
  };
}

std::vector<Key> of_a_site() {
  return {
      {"site.*.role",
       choice,
       "1",
       must_be_written("primary"),
       0,
       1,
       "",
       "whether the tumour starts here or may arrive here",
       {"secondary", "primary"},
       site(&SiteSpec::primary)},
      {"site.*.voxel",
       quantity,
       "um",
       both("20 um"),
       1,
       200,
       "assumed",
       "edge of a voxel of oxygen, enzymes and collagen; cells move off this grid",
       {},
       site(&SiteSpec::spacing_um)},
      {"site.*.size",
       quantities,
       "um",
       must_be_written("0.96 mm"),
       16,
       1e5,
       "",
       "edges of the block of tissue, multiples of 16 voxels",
       {},
       site(&SiteSpec::size_um)},
      {"site.*.represents",
       choice,
       "1",
       both("itself"),
       0,
       1,
       "assumed",
       "what share of the cells that enter the organ passes through the block",
       {"itself", "whole organ"},
       site(&SiteSpec::represents_whole_organ)},
      {"site.*.collagen",
       quantity,
       "mg/mL",
       both("2.5 mg/mL"),
       0,
       20,
       "assumed",
       "collagen of intact tissue",
       {},
       site(&SiteSpec::collagen_mg_per_ml)},
      {"site.*.tumour.cell",
       text,
       "1",
       must_be_written("carcinoma"),
       -any,
       any,
       "",
       "type of the tumour's cells: a [cell.NAME] of this file",
       {},
       tumour(&TumourSpec::cell)},
      {"site.*.tumour.shape.sphere",
       quantity,
       "um",
       must_be_written("440 um"),
       1,
       1e5,
       "",
       "diameter of the tumour at the start",
       {},
       tumour(&TumourSpec::diameter_um)},
      {"site.*.tumour.shape.centre",
       quantities,
       "um",
       left_out(),
       0,
       1e5,
       "",
       "centre of the tumour, from the block's corner; the block's middle where it is left out",
       {},
       tumour(&TumourSpec::centre_um)},
      {"site.*.tumour.basement_membrane.around",
       choice,
       "1",
       both("nothing"),
       0,
       1,
       "assumed",
       "what the basement membrane encloses",
       {"nothing", "tumour"},
       tumour(&TumourSpec::basement_membrane)},
  };
}

std::vector<Key> of_its_blood() {
  return {
      {"site.*.blood.network",
       text,
       "1",
       left_out(),
       -any,
       any,
       "",
       "file of the vessel network, from the scenario's folder; instead of generating one",
       {},
       network(&NetworkSpec::file)},
      {"site.*.blood.network.generate",
       choice,
       "1",
       left_out(),
       0,
       0,
       "",
       "generator of the vessel network; no vessels where it is left out",
       {"capillary bed"},
       network(&NetworkSpec::generator)},
      {"site.*.blood.network.length_density",
       quantity,
       "mm/mm^3",
       both("150 mm/mm^3"),
       1,
       5000,
       "assumed",
       "length of vessels per volume of tissue",
       {},
       network(&NetworkSpec::length_density_mm_per_mm3)},
      {"site.*.blood.network.keep_out",
       choice,
       "1",
       both("nothing"),
       0,
       1,
       "assumed",
       "where the generator puts no vessels",
       {"nothing", "tumour"},
       network(&NetworkSpec::keep_out_of_tumour)},
      {"site.*.blood.capillary_diameter",
       quantity,
       "um",
       both("6 um"),
       3,
       20,
       "assumed",
       "inner diameter of the narrowest vessels",
       {},
       blood(&BloodSpec::capillary_diameter_um)},
      {"site.*.blood.pressure.arteriole",
       quantity,
       "mmHg",
       both("45 mmHg"),
       0,
       200,
       "assumed",
       "blood pressure where vessels enter the block",
       {},
       blood(&BloodSpec::arteriole_mmhg)},
      {"site.*.blood.pressure.venule",
       quantity,
       "mmHg",
       both("15 mmHg"),
       0,
       200,
       "assumed",
       "blood pressure where vessels leave the block",
       {},
       blood(&BloodSpec::venule_mmhg)},
      {"site.*.blood.haematocrit",
       quantity,
       "1",
       both("0.42"),
       0,
       0.8,
       "assumed",
       "the share of blood volume taken by red cells",
       {},
       blood(&BloodSpec::haematocrit)},
      {"site.*.blood.oxygen_at_inlet",
       quantity,
       "mmHg",
       both("60 mmHg"),
       0,
       150,
       "assumed",
       "oxygen pressure of the blood that enters the block",
       {},
       blood(&BloodSpec::inlet_po2_mmhg)},
  };
}

std::vector<Key> of_body_and_output() {
  using B = BodySpec;
  using O = OutputSpec;
  const auto body = &Scenario::body;
  const auto output = &Scenario::output;
  return {
      {"body.cardiac_output",
       quantity,
       "mL/min",
       by_species("14 mL/min", "5600 mL/min"),
       0.1,
       5e4,
       "assumed",
       "blood that the heart pumps",
       {},
       run(body, &B::cardiac_output_ml_per_min)},
      {"body.blood_volume",
       quantity,
       "mL",
       by_species("1.8 mL", "5000 mL"),
       0.1,
       2e4,
       "assumed",
       "all blood of the body",
       {},
       run(body, &B::blood_volume_ml)},
      {"body.route",
       route,
       "1",
       left_out(),
       0,
       1,
       "",
       "the blood's way around the body; per cents are shares of cardiac output",
       {},
       run(body, &B::route)},
      {"output.every",
       quantity,
       "min",
       both("30 min"),
       0.001,
       3650 * 1440,
       "",
       "biology between two stored states",
       {},
       run(output, &O::every_min)},
      {"output.fields",
       names,
       "1",
       left_out(),
       0,
       0,
       "",
       "voxel fields to store; the usual ones where it is left out",
       {},
       run(output, &O::fields)},
      {"output.cells",
       names,
       "1",
       left_out(),
       0,
       0,
       "",
       "cell columns to store; the usual ones where it is left out",
       {},
       run(output, &O::cells)},
      {"output.vessels",
       names,
       "1",
       left_out(),
       0,
       0,
       "",
       "vessel columns to store; the usual ones where it is left out",
       {},
       run(output, &O::vessels)},
      {"output.checkpoint_every",
       quantity,
       "s",
       both("60 s"),
       1,
       86400,
       "",
       "computing between two checkpoints: the most that a crash can cost",
       {},
       run(output, &O::checkpoint_every_s)},
  };
}

}  // namespace

std::vector<Key> structure() {
  std::vector<Key> all;
  for (auto&& rows : {of_the_run(), of_a_site(), of_its_blood(), of_body_and_output()})
    all.insert(all.end(), rows.begin(), rows.end());
  return all;
}

}  // namespace metastasim::config
