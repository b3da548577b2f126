// Oxygen carried by the blood: what a segment gives to the tissue is missing downstream.
//
//   Q (c(P) - c_in) = G (p - P)          c(P) = H C_0 S(P) + alpha_b P
//   S(P) = P^n / (P^n + P_50^n)
//
//   P        partial pressure of the blood in the segment, well mixed      [mmHg]
//   Q        flow                                                          [um3/min]
//   c, c_in  oxygen per volume of blood, here and as it enters             [1]
//   H        discharge haematocrit                                         [1]
//   C_0      what red cells bind, volume by volume                         [1]
//   alpha_b  solubility in blood                                           [1/mmHg]
//   P_50, n  half saturation and exponent of Hill's curve                  [mmHg], [1]
//   G, p     conductance of the wall to the voxels along the segment, and their mean pressure
// Where vessels join, bound oxygen mixes with the red cells and dissolved oxygen with the flow, so
// both are conserved whatever phase separation does (Secomb et al. 2004,
// doi 10.1114/b:abme.0000049036.08817.44). Blood crosses the block in seconds; the sweeps follow it
// downstream a few segments a call, which is enough for a bed that changes over hours.
#include "kernels/process.hpp"
#include "kernels/state/field_columns.hpp"
#include "kernels/tissue/blood.hpp"
#include "kernels/tissue/deposit.hpp"
#include "kernels/tissue/vessel_oxygen.hpp"

namespace metastasim::tissue {

namespace {

constexpr int sweeps_at_start = 128, sweeps = 8;  // even: back where they began
/// Conductance and conductance x pressure of all pieces, summed by segment in fixed point.
struct GatherWalls {
  Grid grid;
  VesselOxygen vessels;
  const float* oxygen;
  std::uint32_t first_segment;
  std::int64_t *conductance, *weighted;
  HD void operator()(int x, int y, int z) const {
    const std::int64_t voxel = grid.number(x, y, z);
    const double p = math::max(oxygen[grid.at(x, y, z)], 0.0f);
    for (std::uint32_t i = vessels.first[voxel]; i < vessels.first[voxel + 1]; ++i) {
      const double g = vessels.conductance(i);
      const std::uint32_t s = vessels.segment[i] - first_segment;
      add(conductance[s], g);
      add(weighted[s], g * p);
    }
  }
  HD static void add(std::int64_t& sum, double amount) {
    atomic_add(&sum, math::to_int64(math::round_to_nearest(amount * deposits_per_unit)));
  }
};

/// Pressure and saturation of every segment of the site.
struct Load {
  float *po2, *saturation;
};

struct Carry {
  Blood blood;
  std::uint32_t first_segment;
  const std::int32_t *from, *to;
  const std::uint8_t* kind;
  const float *flow, *haematocrit;
  const std::uint32_t *first_edge, *edges;
  const std::int64_t *conductance, *weighted;
  const float* po2_before;         // by row
  const float* saturation_before;  // by place in the site
  Load next;

  HD void operator()(std::int64_t place) const {
    const auto row = first_segment + static_cast<std::uint32_t>(place);
    float p = po2_before[row];
    if (kind[row] != static_cast<std::uint8_t>(VesselKind::lymphatic)) p = balance(row, place);
    next.po2[place] = p;
    next.saturation[place] = blood.saturation(p);
  }
  HD float balance(std::uint32_t row, std::int64_t place) const {
    const float g = real(conductance[place]), gp = real(weighted[place]);
    const float q = um3_per_nl * math::abs(flow[row]);
    if (!(q > 0)) return g > 0 ? gp / g : po2_before[row];
    const float bound = q * haematocrit[row] * blood.p.capacity;
    const float dissolved = q * blood.p.solubility + g;
    const Entering in = entering(row);
    return solve(bound, dissolved, bound * in.saturation + q * blood.p.solubility * in.mmhg + gp,
                 {po2_before[row], saturation_before[place]});
  }
  HD static float real(std::int64_t fixed) {
    return static_cast<float>(static_cast<double>(fixed) * (1.0 / deposits_per_unit));
  }
  struct Guess {
    float mmhg, saturation;
  };
  /// P with bound S(P) + dissolved P = total: Newton, kept inside a bracket. Where it has arrived
  /// it stays at an end of the bracket, which is no reason to bisect. Saturations cost most of it, and
  /// that of the guess is known.
  HD float solve(float bound, float dissolved, float total, const Guess& guess) const {
    float low = 0, high = total / dissolved, p = math::clamp(guess.mmhg, low, high);
    for (int i = 0; i < 24; ++i) {
      const float s = i == 0 && p == guess.mmhg ? guess.saturation : blood.saturation(p);
      const float excess = bound * s + dissolved * p - total;
      (excess > 0 ? high : low) = p;
      const float slope = bound * blood.p.hill * s * (1 - s) / math::max(p, 1e-3f) + dissolved;
      float next_p = p - excess / slope;
      if (!(next_p >= low && next_p <= high)) next_p = 0.5f * (low + high);
      if (math::abs(next_p - p) < 1e-4f) return next_p;
      p = next_p;
    }
    return p;
  }
  struct Entering {
    float saturation, mmhg;
  };
  HD Entering entering(std::uint32_t row) const {
    const std::int32_t node = flow[row] > 0 ? from[row] : to[row];
    float flow_in = 0, cells_in = 0, bound = 0, dissolved = 0;
    for (std::uint32_t e = first_edge[node]; e < first_edge[node + 1]; ++e) {
      const std::uint32_t other = edges[e];
      const bool arrives = flow[other] > 0 ? to[other] == node : from[other] == node;
      const float q = math::abs(flow[other]);
      if (!arrives || !(q > 0) || other == row) continue;
      flow_in += q;
      cells_in += q * haematocrit[other];
      bound += q * haematocrit[other] * saturation_before[other - first_segment];
      dissolved += q * po2_before[other];
    }
    if (!(flow_in > 0)) return {blood.saturation(blood.p.inlet_mmhg), blood.p.inlet_mmhg};
    return {cells_in > 0 ? bound / cells_in : 0.0f, dissolved / flow_in};
  }
};

struct Saturate {
  Blood blood;
  const float* po2;
  float* saturation;
  HD void operator()(std::int64_t i) const { saturation[i] = blood.saturation(po2[i]); }
};

/// Scratch of a site, by place among its segments.
struct BloodScratch {
  Buffer<std::int64_t> conductance, weighted;
  Buffer<float> po2, saturation, saturation_next;
  void fit(Device& device, std::size_t segments) {
    conductance.at_least(device, segments, "wall conductance");
    weighted.at_least(device, segments, "wall conductance x pressure");
    po2.at_least(device, segments, "blood pO2");
    saturation.at_least(device, segments, "saturation");
    saturation_next.at_least(device, segments, "saturation");
    conductance.fill_zero();
    weighted.fill_zero();
  }
};

}  // namespace

struct BloodOxygen {
  static constexpr const char* meaning =
      "blood carries oxygen: what it gives to the tissue is missing downstream";
  using Params = BloodParams;
  static std::vector<ParamSpec> params() {
    return {
        param("site.*.blood.oxygen_at_inlet", &Params::inlet_mmhg, "mmHg", 60, {0, 150}, "assumed",
              "oxygen pressure of the blood that enters the block"),
        param("blood.half_saturation", &Params::half_saturation_mmhg, "mmHg", {40.2, 26}, {5, 100},
              "Alberding and Secomb 2021 (AngioAdapt20; human: AngioAdaptRetina)",
              "oxygen at which half the haemoglobin is loaded"),
        param("blood.Hill_exponent", &Params::hill, "1", {2.59, 2.7}, {1, 5},
              "Alberding and Secomb 2021 (AngioAdapt20; human: AngioAdaptRetina)",
              "steepness of the saturation curve"),
        param("blood.oxygen_capacity", &Params::capacity, "1", {0.516, 0.47}, {0.1, 1},
              "Alberding and Secomb 2021 (AngioAdapt20; human: AngioAdaptRetina)",
              "oxygen that red cells bind, volume by volume"),
        param("blood.oxygen_solubility", &Params::solubility, "1/mmHg", 3.1e-5, {1e-6, 1e-3},
              "Secomb 2004", "oxygen dissolved in blood, volume by volume, per partial pressure"),
        param("substance.oxygen.diffusion", &Params::diffusion, "um2/min", 1.45e5, {1e3, 1e6},
              "Owen 2011", "diffusion coefficient"),
        param("substance.oxygen.solubility", &Params::tissue_solubility, "1/mmHg", 2.8e-5,
              {1e-6, 1e-3}, "Welter and Rieger 2016 (breast)",
              "oxygen in tissue, volume by volume, per partial pressure"),
    };
  }
  static std::vector<ColumnSpec> writes() { return {segment::po2}; }

  static void run(const Params& params, SiteStep& s) {
    const auto site = static_cast<std::size_t>(s.site.id.value);
    const VesselRange range = s.state.vessels.of_site[site];
    if (range.segments == 0 || s.state.vessels.pieces_of_site[site].segment.size() == 0) return;
    auto& scratch = s.site.workspace.get<BloodScratch>();
    scratch.fit(s.device, range.segments);
    gather_walls(params, s, range, scratch);
    float* po2 = s.state.vessels.segments.data(segment::po2) + range.first_segment;
    const Blood blood{params};
    for_each_index(s.device, "blood saturation", range.segments,
                   Saturate{blood, po2, scratch.saturation.data()});
    Carry there = carry(blood, s, range, scratch), back = there;
    back.po2_before = scratch.po2.data() - range.first_segment;
    back.saturation_before = scratch.saturation_next.data();
    back.next = {po2, scratch.saturation.data()};
    for (int i = 0; i < (s.tick == 0 ? sweeps_at_start : sweeps); i += 2) {
      for_each_index(s.device, "blood oxygen", range.segments, there);
      for_each_index(s.device, "blood oxygen", range.segments, back);
    }
  }

 private:
  static void gather_walls(const Params& params, SiteStep& s, const VesselRange& range,
                           BloodScratch& scratch) {
    const Grid& grid = s.site.grid;
    const float krogh = params.diffusion * params.tissue_solubility;
    for_each_voxel(s.device, "blood walls", grid,
                   GatherWalls{grid, vessel_oxygen(s.state.vessels, s.site.id, grid, krogh),
                               s.site.fields.data(field::oxygen), range.first_segment,
                               scratch.conductance.data(), scratch.weighted.data()});
  }
  static Carry carry(const Blood& blood, SiteStep& s, const VesselRange& range,
                     BloodScratch& scratch) {
    const Vessels& v = s.state.vessels;
    return {blood,
            range.first_segment,
            v.segments.data(segment::from),
            v.segments.data(segment::to),
            v.segments.data(segment::kind),
            v.segments.data(segment::flow),
            v.segments.data(segment::haematocrit),
            v.first_edge.data(),
            v.edges.data(),
            scratch.conductance.data(),
            scratch.weighted.data(),
            v.segments.data(segment::po2),
            scratch.saturation.data(),
            {scratch.po2.data(), scratch.saturation_next.data()}};
  }
};

}  // namespace metastasim::tissue

metastasim::Process metastasim::processes::blood_oxygen() {
  return make_process<tissue::BloodOxygen>("blood_oxygen");
}
