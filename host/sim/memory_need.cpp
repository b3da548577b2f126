#include "host/sim/memory_need.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "host/config/lattice.hpp"
#include "host/geometry/network_vtp.hpp"
#include "host/io/write_output.hpp"
#include "host/sim/site_setup.hpp"
#include "kernels/cascade.hpp"
#include "kernels/state/room.hpp"

namespace metastasim {

namespace {

/// The program and its libraries, with what they keep for themselves, and VTK's where it is linked; measured.
constexpr double program_bytes = 30e6, vtk_bytes = 10e6;
/// What resolve and the flow solve keep for a while, measured: by cell (bins, sorts, lists), and by
/// vessel on the host (factor, right-hand sides, the network as it was laid).
constexpr double scratch_per_cell = 150, solve_per_segment = 450;
/// A piece of a vessel in a voxel (VesselPieces), and scratch that grows a quarter ahead of its use.
constexpr double piece_bytes = 16, ahead = 1.25;
constexpr double multigrid_bytes = 14;  // by voxel: tissue/multigrid.hpp

double row_bytes(Entity entity) {
  double bytes = 0;
  for (const ColumnSpec& column : columns_of(entity)) bytes += size_of(column.element);
  return bytes;
}

template <class Of>
double sum_of(const std::vector<MemoryPart>& parts, const Of& of) {
  double sum = 0;
  for (const MemoryPart& part : parts) sum += of(part);
  return sum;
}

double volume_um3(const SiteSpec& spec) {
  return spec.size_um[0] * spec.size_um[1] * spec.size_um[2];
}

/// Rows for which a table has memory where it holds so many: resolve/make_room.cu.
double capacity(double rows, double comers, const Room& room) {
  const double more =
      std::max<double>(room.least, room.all_at_once ? rows + comers : rows / room.one_in);
  return rows + more + std::max(more / 4, rows / 8);
}

class Needs {
 public:
  Needs(const Scenario& scenario, const CellNumbers& cells)
      : scenario_(scenario),
        cells_(cells),
        lattice_(config::on_lattice(scenario)),
        room_(lattice_ ? room_on_a_lattice : Room{}) {
    add({"the program", 0, program_bytes + (geometry::can_read_vtp() ? vtk_bytes : 0), 0, ""});
    for (std::size_t s = 0; s < scenario.sites.size(); ++s) add_site(scenario.sites[s], s);
    add_travellers();
    std::ranges::stable_sort(need_.parts, std::greater{}, &MemoryPart::on_cpu_cores);
  }
  MemoryNeed take() { return std::move(need_); }

 private:
  void add(MemoryPart part) {
    if (part.state + part.host > 0) need_.parts.push_back(std::move(part));
  }

  void add_site(const SiteSpec& spec, std::size_t s) {
    add_voxels(spec);
    add_cells(spec, s);
    add_vessels(spec, "blood", spec.blood.network,
                729 / std::sqrt(spec.blood.network.length_density_mm_per_mm3));
    add_vessels(spec, "lymph", spec.lymph.network, 100);
  }

  void add_voxels(const SiteSpec& spec) {
    const Grid grid = grid_of(spec);
    const auto stored = static_cast<double>(grid.stored());
    const auto voxels = static_cast<double>(grid.voxels());
    double scratch = 2 * stored * sizeof(float);  // next MMP-2, and its source
    if (lattice_)                                 // census
      scratch += ahead * voxels * sizeof(std::uint32_t) *
                 (1 + config::value_of(scenario_, "lattice.capacity", 4));
    else  // deposits of two kinds
      scratch += stored * (multigrid_bytes + 2 * ahead * sizeof(std::int64_t));
    if (spec.blood.network.present() || spec.lymph.network.present())
      scratch += voxels * sizeof(std::uint32_t);  // where a voxel's pieces begin
    // Which rows, and one column as it is stored.
    const double copies =
        voxels * (sizeof(std::uint32_t) + output_bytes(Entity::voxel, scenario_.output.fields)) +
        stored * sizeof(float);
    add({fmt::format("site.{}: {} x {} x {} voxels", spec.name, grid.nx, grid.ny, grid.nz),
         stored * row_bytes(Entity::voxel) + scratch, copies, 0,
         fmt::format("a larger site.{0}.voxel or a smaller site.{0}.size", spec.name)});
  }

  void add_cells(const SiteSpec& spec, std::size_t s) {
    const double n = cells_.of_site[s];
    const double rows = capacity(n, cells_.travellers, room_);
    const double place = 3 * sizeof(float) + sizeof(std::int64_t);
    const double copies =
        n * (output_bytes(Entity::cell, scenario_.output.cells) + place + sizeof(std::uint64_t));
    const double diary = 2 * n * row_bytes(Entity::event);
    const double row = row_bytes(Entity::cell) + scratch_per_cell;
    add({fmt::format("site.{}: {:.0f} cells", spec.name, n), rows * row + diary, copies,
         (rows - n) * row + diary,
         fmt::format("a smaller tumour (site.{0}.tumour.shape), or fewer site.{0}.residents",
                     spec.name)});
  }

  void add_travellers() {
    const double rows = capacity(cells_.travellers, cells_.in_sites(), room_);
    const double row = row_bytes(Entity::traveller) + scratch_per_cell;
    const double diary = (4 * cells_.travellers + rows) * row_bytes(Entity::event);
    add({fmt::format("{:.0f} cells in the blood", cells_.travellers), rows * row + diary, 0,
         (rows - cells_.travellers) * row + diary, "fewer injection.*.cells"});
  }

  /// `usual_um`: mean length of a generated segment; none is longer than 100 um.
  void add_vessels(const SiteSpec& spec, const char* kind, const NetworkSpec& network,
                   double usual_um) {
    if (!network.present()) return;
    const double um = network.length_density_mm_per_mm3 * 1e-6 * volume_um3(spec);
    const double segments =
        network.file.empty() ? um / std::min(usual_um, 100.0) : segments_in(network.file);
    const double columns = row_bytes(Entity::segment) + row_bytes(Entity::node);
    const double pieces = um / spec.spacing_um + segments;
    const double copies = output_bytes(Entity::segment, scenario_.output.vessels) +
                          2 * output_bytes(Entity::node, scenario_.output.vessels);
    add({fmt::format("site.{}: {:.0f} segments of {}", spec.name, segments, kind),
         ahead * segments * columns + pieces * piece_bytes, segments * (copies + solve_per_segment),
         0,
         fmt::format("{} site.{}.{}.network",
                     network.file.empty() ? "a lower length_density in" : "a smaller network as",
                     spec.name, kind)});
  }

  /// A line of text holds a segment, in 40 letters or so.
  double segments_in(const std::string& file) const {
    std::error_code none;
    const auto beside = std::filesystem::path(scenario_.path).parent_path();
    const auto bytes = std::filesystem::file_size(beside / file, none);
    return none ? 0 : static_cast<double>(bytes) / 40;
  }

  const Scenario& scenario_;
  const CellNumbers& cells_;
  bool lattice_;
  Room room_;
  MemoryNeed need_;
};

}  // namespace

double MemoryNeed::state() const {
  return sum_of(parts, [](const MemoryPart& part) { return part.state; });
}
double MemoryNeed::host() const {
  return sum_of(parts, [](const MemoryPart& part) { return part.host; });
}
double MemoryNeed::on_cpu_cores() const {
  return sum_of(parts, [](const MemoryPart& part) { return part.on_cpu_cores(); });
}

MemoryNeed memory_need(const Scenario& scenario, const CellNumbers& cells) {
  return Needs(scenario, cells).take();
}

std::string bytes_text(double bytes) {
  if (bytes < 1e9) return fmt::format("{:.1f} MB", bytes / 1e6);
  if (bytes < 1e12) return fmt::format("{:.1f} GB", bytes / 1e9);
  return fmt::format("{:.1f} TB", bytes / 1e12);
}

}  // namespace metastasim
