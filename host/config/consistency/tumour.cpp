#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "host/config/consistency/checks.hpp"
#include "host/config/document.hpp"
#include "host/config/nearest.hpp"
#include "host/config/units.hpp"

namespace metastasim::config::consistency {

namespace {

void check_type(Context& c, const SiteSpec& site) {
  const std::string prefix = "site." + site.name + ".tumour.";
  const auto& types = c.scenario.cell_types;
  if (!c.have({prefix + "cell"})) return;
  if (std::find(types.begin(), types.end(), site.tumour->cell) != types.end())
    check_is_tumour(c, prefix + "cell", site.tumour->cell);
  else
    c.report(
        prefix + "cell", fmt::format("no cell type is called {}", text_literal(site.tumour->cell)),
        types.empty() ? "There is no [cell.NAME] in this scenario."
                      : fmt::format("Cell types here: {}.", fmt::join(types, ", ")),
        types.empty()
            ? fmt::format("[cell.{}]", key_literal(site.tumour->cell))
            : fmt::format("cell = {}",
                          text_literal(nearest(site.tumour->cell, types).value_or(types.front()))));
}

/// A tumour and the block that it must lie in. A lattice of one layer is a disc, which has no height.
struct Place {
  const SiteSpec& site;
  const bool lattice;

  double radius() const { return site.tumour->diameter_um / 2; }
  bool is_flat(std::size_t axis) const { return lattice && site.voxels[axis] == 1; }
  bool lies_within(std::size_t axis) const {
    const double centre = site.tumour->centre_um[axis];
    return is_flat(axis) || (centre - radius() >= 0 && centre + radius() <= site.size_um[axis]);
  }
  /// The centre nearest to the one written, in whole um where there is room for that.
  double nearest_centre(std::size_t axis) const {
    const double low = std::ceil(radius()), high = std::floor(site.size_um[axis] - radius());
    if (lies_within(axis)) return site.tumour->centre_um[axis];
    return low > high ? site.size_um[axis] / 2
                      : std::clamp(site.tumour->centre_um[axis], low, high);
  }
  double least_edge() const {
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t axis = 0; axis < 3; ++axis)
      if (!is_flat(axis)) least = std::min(least, site.size_um[axis]);
    return least;
  }
};

/// Completes the centre: the middle of the block.
void check_place(Context& c, SiteSpec& site) {
  const std::string prefix = "site." + site.name + ".tumour.shape.";
  if (!c.have({"site." + site.name + ".size", prefix + "sphere"})) return;
  const Place place{site, c.lattice};
  bool fits = true;
  std::array<std::string, 3> centre;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    if (!c.have({prefix + "centre"})) site.tumour->centre_um[axis] = site.size_um[axis] / 2;
    fits = fits && place.lies_within(axis);
    centre[axis] = text_literal(show(place.nearest_centre(axis), "um"));
  }
  const std::string what = "the tumour sticks out of its block";
  const std::string why = "Its cells would have to be placed outside the simulated tissue.";
  if (site.tumour->diameter_um > place.least_edge())
    c.report(prefix + "sphere", what, why,
             fmt::format("sphere = {}     or a larger size",
                         text_literal(show(std::floor(place.least_edge() / 2), "um"))));
  else if (!fits)
    c.report(prefix + "centre", what, why,
             fmt::format("centre = [{}]     or a smaller sphere", fmt::join(centre, ", ")));
}

}  // namespace

void check_is_tumour(Context& c, const std::string& key, const std::string& type) {
  const auto& types = c.scenario.cell_types;
  std::vector<std::string> tumours;
  for (std::size_t i = 0; i < types.size(); ++i)
    if (c.scenario.cell_kinds[i] == 0) tumours.push_back(types[i]);
  if (std::find(tumours.begin(), tumours.end(), type) != tumours.end()) return;
  c.report(
      key, fmt::format("{} are no tumour cells", type),
      "A tumour, and what is injected, is of cells that run through the cascade.",
      tumours.empty()
          ? fmt::format("kind = \"tumour\"     in [cell.{}]", type)
          : fmt::format("cell = {}", text_literal(nearest(type, tumours).value_or(tumours[0]))));
}

void check_tumour(Context& c, SiteSpec& site) {
  if (!site.tumour) return;
  check_type(c, site);
  check_place(c, site);
}

}  // namespace metastasim::config::consistency
