#include <fmt/format.h>

#include <array>
#include <cmath>

#include "host/config/consistency/checks.hpp"
#include "host/config/document.hpp"
#include "host/config/units.hpp"

namespace metastasim::config::consistency {

namespace {

/// The next size that is a multiple of a length.
double next_size(double size, double length) {
  return std::max(1.0, std::ceil(size / length - 1e-9)) * length;
}

void check_size(Context& c, SiteSpec& site) {
  const std::string key = "site." + site.name + ".size";
  if (!c.have({key, "site." + site.name + ".voxel"})) return;
  bool good = true;
  std::array<std::string, 3> proposed;
  const int multiple = c.lattice ? 1 : 16;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double next = next_size(site.size_um[axis], multiple * site.spacing_um);
    good = good && std::abs(next - site.size_um[axis]) <= 1e-6 * next;
    site.voxels[axis] = static_cast<int>(std::llround(next / site.spacing_um));
    proposed[axis] = text_literal(show(next, "um"));
  }
  if (!good && c.lattice)
    c.report(key, "not a whole number of voxels", "On a lattice cells step from voxel to voxel.",
             fmt::format("size = [{}]", fmt::join(proposed, ", ")));
  else if (!good)
    c.report(key, "not a multiple of 16 voxels",
             fmt::format("A voxel of {} makes multiples of {}, which the solver of oxygen halves "
                         "four times.",
                         show(site.spacing_um, "um"), show(16 * site.spacing_um, "um")),
             fmt::format("size = [{}]", fmt::join(proposed, ", ")));
}

void check_blood(Context& c, const SiteSpec& site) {
  const std::string prefix = "site." + site.name + ".blood.";
  const BloodSpec& blood = site.blood;
  if (blood.network.file.empty() &&
      c.have({prefix + "pressure.arteriole", prefix + "pressure.venule"}) &&
      blood.venule_mmhg >= blood.arteriole_mmhg)
    c.report(prefix + "pressure.venule", "not below the arteriole's pressure",
             "Blood would not flow, or backwards.",
             "pressure = { arteriole = \"45 mmHg\", venule = "
             "\"15 mmHg\" }");
}

/// Tumour cells outside the tumour would be no part of any count.
void check_residents(Context& c, const SiteSpec& site) {
  for (std::size_t type = 0; type < c.scenario.cell_types.size(); ++type)
    if (site.residents_per_mm3[type] > 0 && c.scenario.cell_kinds[type] == 0)
      c.report(fmt::format("site.{}.residents.{}", site.name, c.scenario.cell_types[type]),
               fmt::format("{} are tumour cells", c.scenario.cell_types[type]),
               "Those who live in the tissue are immune cells or fibroblasts.",
               fmt::format("kind = \"NK cell\"     in [cell.{}]", c.scenario.cell_types[type]));
}

}  // namespace

void check_site(Context& c, SiteSpec& site) {
  check_size(c, site);
  check_tumour(c, site);
  check_blood(c, site);
  check_network_file(c, site);
  check_lymph(c, site);
  check_residents(c, site);
}

}  // namespace metastasim::config::consistency
