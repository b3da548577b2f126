#include "host/sim/funnel_text.hpp"

#include <fmt/format.h>

#include <cmath>

#include "host/sim/expected_colonies.hpp"
#include "host/sim/time_text.hpp"

namespace metastasim {

namespace {

/// One line: who, what, how many, and the details in words.
std::string line(const std::string& who, const std::string& what, std::uint64_t number,
                 const std::string& detail = "") {
  const std::string text = fmt::format("  {:<9}{:<32}{:>8}{}{}", who, what, grouped(number),
                                       detail.empty() ? "" : "    ", detail);
  return text + '\n';
}

std::string heading(const Summary& s) {
  if (s.values != "demo") return "WHERE THE CELLS WENT\n";
  return fmt::format("{:54}({})\n", "WHERE THE CELLS WENT", demo_words);
}

std::uint64_t whole(double number) { return static_cast<std::uint64_t>(std::llround(number)); }

std::string residents(const SiteSummary& site) {
  std::string text;
  if (site.immune_cells > 0) text += line("", "immune cells in the tissue", site.immune_cells);
  if (site.stroma_cells > 0) text += line("", "fibroblasts", site.stroma_cells);
  return text;
}

std::string clones(const SiteSummary& site) {
  return site.clones > 1 ? fmt::format("; {} clones", grouped(site.clones)) : "";
}

std::string tissue(const Summary& s) {
  std::string text;
  for (const SiteSummary& site : s.sites)
    text +=
        line(site.name, "cells alive", site.cells,
             fmt::format("{} epithelial, {} partial, {} mesenchymal{}", grouped(site.epithelial),
                         grouped(site.partial), grouped(site.mesenchymal), clones(site))) +
        residents(site);
  if (s.funnel.killed_in_tissue > 0)
    text += line("", "killed by immune cells", s.funnel.killed_in_tissue);
  if (s.funnel.removed_by_surgery > 0)
    text += line("", "removed by surgery", s.funnel.removed_by_surgery);
  return text;
}

std::string listed(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts)
    if (!part.empty()) text += (text.empty() ? "" : "; ") + part;
  return text;
}

std::string some(std::uint64_t number, const char* what) {
  return number > 0 ? grouped(number) + what : "";
}

std::string departure(const Funnel& f) {
  return line("", "let go of their neighbours", f.detached) +
         line("", "crossed the basement membrane", f.invaded) +
         line("", "entered the blood", f.entered_blood,
              listed(
                  {f.blood_entries_as_cluster > 0
                       ? fmt::format("{} of {} times a cluster",
                                     grouped(f.blood_entries_as_cluster), grouped(f.blood_entries))
                       : "",
                   some(f.shed_by_metastases, " of all who entered were born of newcomers")})) +
         line("", "entered the lymph", f.entered_lymph,
              listed({some(f.shed_by_node_colonies, " of them shed by who settled in nodes"),
                      some(f.entries_as_cluster, " of all entered in clusters")}));
}

std::string by_place(const std::vector<Stopped>& places) {
  std::string text;
  for (const Stopped& stopped : places)
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", stopped.place, grouped(stopped.cells));
  return text;
}

std::string settled_there(const NodeColonies& nodes) {
  if (nodes.founders == 0) return "";
  return fmt::format("{} settled there, {} cells with all descendants", grouped(nodes.founders),
                     grouped(nodes.cells));
}

std::string held(const Summary& s) {
  const bool one = s.held.size() == 1;
  return line("", one ? "held in the " + s.held[0].place : "held in lymph nodes",
              s.funnel.held_in_nodes,
              listed({one ? "" : by_place(s.held), settled_there(s.in_nodes),
                      some(s.in_nodes.colonies, " colonies (two divisions or more)")}));
}

std::string journey(const Summary& s) {
  const Funnel& f = s.funnel;
  return line("journey", "entered in all", f.entered(),
              f.adds_up() ? "= the five lines below, exactly"
                          : "DOES NOT equal the five lines below: report this as a bug") +
         line("", "still travelling", f.in_transit) + held(s) +
         line("", "stopped in a vessel, alive", f.arrested, by_place(s.stopped)) +
         line("", "died on the way", f.died_on_the_way(),
              fmt::format("shear {}, NK cells {}, loss of anchorage {}, other {}", f.died_shear,
                          f.died_immune, f.died_anoikis, f.died_other)) +
         line("", "left the vessel", f.extravasated);
}

/// Who has founded no colony by now and may do so later.
std::string open_still(const Funnel& f) {
  const std::string who = listed({some(f.undecided_families(), " families"),
                                  some(f.undecided_cells(), " cells on their way")});
  return who.empty() ? "" : "; undecided: " + who;
}

/// DEMO rates say how, not how often: a frequency is told of realistic ones alone. Zero is one.
std::string expectation(const Summary& s) {
  if (s.values == "demo") return "";
  const Funnel& f = s.funnel;
  const ExpectedColonies e = expected_colonies(f.colonies);
  return line("", "to expect of runs like this one", f.colonies,
              fmt::format("95 %: {:.1f} to {:.1f} by {}{}", e.low, e.high, day_text(s.time_min),
                          open_still(f))) +
         fmt::format(
             "{:55}from this one run alone, exact Poisson; runs with other vessel layouts scatter "
             "more\n",
             "");
}

std::string afterwards(const Summary& s) {
  const Funnel& f = s.funnel;
  std::string text = line("after", "families asleep", f.dormant) +
                     line("", "families growing", f.growing) +
                     line("", "died after arrival", f.died_after_extravasation) +
                     line("", "colonies (two divisions or more)", f.colonies) + expectation(s);
  for (const SiteSummary& site : s.sites)
    if (site.colonies > 0)
      text += line(site.name, "colonies", site.colonies,
                   fmt::format("largest {} cells", grouped(site.largest_colony)));
  return text;
}

std::string new_vessels(const SiteSummary& site) {
  if (site.new_vessels_mm_per_mm3 == 0) return "";
  return fmt::format(" ({:.1f} of them new, {:.1f} new with blood)", site.new_vessels_mm_per_mm3,
                     site.new_perfused_mm_per_mm3);
}

std::string membrane(const SiteSummary& site) {
  if (site.membrane_laid_um2 == 0) return "";
  return line("", "um2 of basement membrane", whole(site.membrane_laid_um2),
              grouped(whole(site.membrane_breached_um2)) + " of them breached");
}

/// To one decimal, without the sign of -0.0.
double tenths(double number) { return std::round(10 * number) / 10 + 0.0; }

std::string oxygen(const SiteSummary& site) {
  return fmt::format(", oxygen {:.1f} mmHg on average", tenths(site.mean_po2_mmhg));
}

std::string surroundings(const Summary& s) {
  std::string text;
  for (const SiteSummary& site : s.sites)
    text += fmt::format("  {:<9}vessels {:.1f}{}{} mm per mm3{}\n", site.name,
                        site.vessel_length_mm_per_mm3, new_vessels(site),
                        site.lymph_length_mm_per_mm3 > 0
                            ? fmt::format(", lymphatics {:.1f}", site.lymph_length_mm_per_mm3)
                            : "",
                        s.has_oxygen ? oxygen(site) : "") +
            membrane(site);
  return text;
}

std::string in_sites(const std::vector<std::string>& names) {
  return names.empty() ? "" : fmt::format(" in {}", fmt::join(names, ", "));
}

/// A ledger of nothing closes to the last bit; one of something never does.
std::string oxygen_ledger(const Summary& s) {
  if (!s.has_oxygen) return "";
  if (!s.is_finite())
    return fmt::format(", oxygen{} is not a finite number: report this as a bug",
                       in_sites(s.sites_without_finite_oxygen()));
  if (s.oxygen_imbalance == 0 && s.oxygen_unsolved == 0) return ", no oxygen is brought anywhere";
  constexpr double at_rest = 0.02;
  return fmt::format(
      ", oxygen to {:.0e} of what is exchanged, {} {:.0e}", s.oxygen_imbalance,
      s.oxygen_unsolved <= at_rest ? "with the blood to" : "not at rest with the blood yet:",
      s.oxygen_unsolved);
}

std::string ledgers(const Summary& s) {
  return fmt::format("\n  {}: cells {} at every step{}.\n",
                     s.adds_up() ? "Everything adds up" : "IT DOES NOT ADD UP",
                     s.funnel.adds_up() ? "exactly" : "not", oxygen_ledger(s));
}

}  // namespace

std::string funnel_text(const Summary& s) {
  return heading(s) + tissue(s) + departure(s.funnel) + journey(s) + afterwards(s) +
         surroundings(s) + ledgers(s) +
         fmt::format("  {}, step {}: fingerprint {}\n", day_text(s.time_min), grouped(s.steps),
                     s.state_hash);
}

}  // namespace metastasim
