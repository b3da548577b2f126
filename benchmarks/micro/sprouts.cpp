#include <cmath>
#include <memory>

#include "benchmarks/micro/beds.hpp"
#include "benchmarks/micro/cases.hpp"
#include "kernels/state/field_columns.hpp"
#include "kernels/vessels/blood_flow.hpp"
#include "kernels/vessels/vessel_geometry.hpp"
#include "tests/support/bench.hpp"

namespace metastasim::bench {

namespace {

/// A bed in a block full of VEGF, in wide voxels: it is the vessels that are timed.
struct CalledBed {
  explicit CalledBed(std::int64_t segments)
      : network(generate_capillary_bed(bed_of(segments))),
        parameters(testing::default_parameters()),
        state(testing::box(voxels(segments), voxel_um)) {
    Site& site = *state.sites[0];
    const std::vector<float> vegf(static_cast<std::size_t>(site.grid.voxels()), 1.0f);
    site.fields.from_host(field::vegf, std::span<const float>(vegf));
  }

  static constexpr float voxel_um = 80;
  static int voxels(std::int64_t segments) {
    return static_cast<int>(std::ceil(bed_of(segments).block_um[0] / voxel_um));
  }

  void lay() {
    state.vessels.nodes.set_count(0);
    state.vessels.segments.set_count(0);
    state.vessels.of_site[0] = {};
    state.tick = 1;
    vessels::add_network(state, testing::device(), state.sites[0]->id, network);
    vessels::rebuild_vessel_geometry(state, testing::device());
    const std::vector<std::uint8_t> status(
        network.segments.size(), static_cast<std::uint8_t>(vessels::SegmentStatus::flows));
    state.vessels.segments.from_host(segment::flow_status, std::span<const std::uint8_t>(status));
  }
  void sprout() { testing::run_once(state, parameters, "sprouting", 60); }

  vessels::Network network;
  Parameters parameters;
  State state;
};

}  // namespace

std::vector<Case> sprouting_cases(std::int64_t segments, const std::string& filter) {
  const std::string laid = "bed laid into the state", hour = "bed laid, an hour of sprouting";
  if ((laid + "\n" + hour).find(filter) == std::string::npos) return {};
  const auto bed = std::make_shared<CalledBed>(segments);
  const auto count = static_cast<std::int64_t>(bed->network.segments.size());
  const auto lay_and_sprout = [bed] {
    bed->lay();
    bed->sprout();
  };
  return {{laid, "segment", count, {}, [bed] { bed->lay(); }},
          {hour, "segment", count, {}, lay_and_sprout}};
}

}  // namespace metastasim::bench
