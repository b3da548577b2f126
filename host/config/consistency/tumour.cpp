#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "host/config/consistency/checks.hpp"
#include "host/config/document.hpp"
#include "host/config/nearest.hpp"
#include "host/config/units.hpp"

namespace metastasim::config::consistency {

namespace {

void check_type(Context& c, const SiteSpec& site) {
  const std::string prefix = "site." + site.name + ".tumour.";
  const auto& types = c.scenario.cell_types;
  if (c.have({prefix + "cell"}) &&
      std::find(types.begin(), types.end(), site.tumour->cell) == types.end())
    c.report(
        prefix + "cell", fmt::format("no cell type is called {}", text_literal(site.tumour->cell)),
        types.empty() ? "There is no [cell.NAME] in this scenario."
                      : fmt::format("Cell types here: {}.", fmt::join(types, ", ")),
        types.empty()
            ? fmt::format("[cell.{}]", key_literal(site.tumour->cell))
            : fmt::format("cell = {}",
                          text_literal(nearest(site.tumour->cell, types).value_or(types.front()))));
}

/// Completes the centre: the middle of the block.
void check_place(Context& c, SiteSpec& site) {
  const std::string prefix = "site." + site.name + ".tumour.";
  if (!c.have({"site." + site.name + ".size", prefix + "shape.sphere"})) return;
  const double radius = site.tumour->diameter_um / 2;
  bool fits = true;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    double& centre = site.tumour->centre_um[axis];
    if (!c.have({prefix + "shape.centre"})) centre = site.size_um[axis] / 2;
    const bool flat = c.lattice && site.voxels[axis] == 1;  // a disc of one layer
    fits = fits && (flat || (centre - radius >= 0 && centre + radius <= site.size_um[axis]));
  }
  if (!fits)
    c.report(
        prefix + "shape.sphere", "the tumour sticks out of its block",
        "Its cells would have to be placed outside the simulated tissue.",
        fmt::format("sphere = {}     or a larger size",
                    text_literal(show(
                        std::floor(*std::min_element(site.size_um.begin(), site.size_um.end()) / 2),
                        "um"))));
}

}  // namespace

void check_tumour(Context& c, SiteSpec& site) {
  if (!site.tumour) return;
  check_type(c, site);
  check_place(c, site);
}

}  // namespace metastasim::config::consistency
