// Recruitment: effector cells come out of perfused vessels where tumour cells call.
//
//   rate of a segment = r A c / (c_half + c)        number in dt: Poisson(rate dt)
//
//   r       arrivals per surface of vessel where the signal is strong   [1/(mm2 d)]
//   A       2 pi R L, lumen of the segment                              [mm2]
//   c       signal in the voxel at the segment's middle                 [1]
//   c_half  signal of half the arrivals                                 [1]      assumed
// Vessels in which no blood runs bring nobody, also where a cell plugs them, nor do lymphatics. r: QSPIO-TNBC, a model of quantitative systems
// pharmacology, lets 1.7e5 macrophages per mL and day into a tumour, which is 60 per mm2 and day of
// the surface that 150 mm of capillaries of 6 um have in a mm3; that effectors come as often is
// assumed. Saturation with the signal: form of Gong et al. 2017 (doi 10.1098/rsif.2017.0320). Those
// who come in one step out of one segment are of one type. The pool in the blood is taken as endless.
//
// A segment's arrivals are an intent: `resolve` makes the rows.
#include "kernels/circulation/segment_line.hpp"
#include "kernels/core/hash.hpp"
#include "kernels/core/launch.hpp"
#include "kernels/immunity/immune_columns.hpp"
#include "kernels/process.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/vessels/blood_flow.hpp"

namespace metastasim::immunity {

namespace {

constexpr std::uint32_t most_at_once = 1000;  // of a segment and step

struct RecruitmentParams {
  float half_signal;
};
struct RecruitmentCellParams {
  float per_mm2_min;
};

/// By inversion; `uniform` in (0, 1).
HD std::uint32_t poisson(double mean, double uniform) {
  double term = math::exp(-mean), sum = term;
  std::uint32_t n = 0;
  while (uniform > sum && n < most_at_once) {
    ++n;
    term *= mean / n;
    sum += term;
  }
  return n;
}

struct Recruit {
  std::int32_t site;
  const std::int32_t* site_of;
  const std::uint64_t* id;
  const std::uint8_t* kind;
  const float *radius, *length, *flow;
  const std::uint8_t* status;
  journey::SegmentLine line;
  Grid grid;
  const float* signal;
  RecruitmentParams params;
  const RecruitmentCellParams* by_type;
  const std::uint8_t* is_effector_type;
  int types;
  float dt_min;
  DrawKey key;
  std::uint32_t* arrivals;
  std::uint8_t* arriving_type;

  HD void operator()(std::uint32_t row) const {
    if (site_of[row] != site) return;
    const bool lymph = kind[row] == static_cast<std::uint8_t>(VesselKind::lymphatic);
    if (lymph || !vessels::blood_runs(flow[row], status[row])) return;
    const float total = arrivals_per_mm2();
    if (!(total > 0)) return;
    const double mean = static_cast<double>(total) * surface_mm2(row) * call(row) * dt_min;
    const Draws draws = key.of(mix64(id[row] + (static_cast<std::uint64_t>(site) << 48)));
    const std::uint32_t n = poisson(mean, draws.uniform(0));
    if (n > 0 && arrivals[row] == 0) arriving_type[row] = choose(total * draws.uniform(1));
    arrivals[row] += n;  // to those for whom resolve had no room
  }

 private:
  HD float rate_of(int type) const {
    return is_effector_type[type] != 0 ? by_type[type].per_mm2_min : 0.0f;
  }
  HD float arrivals_per_mm2() const {
    float sum = 0;
    for (int type = 0; type < types; ++type) sum += rate_of(type);
    return sum;
  }
  HD std::uint8_t choose(double mark) const {
    int last = 0;
    for (int type = 0; type < types; ++type) {
      if (!(rate_of(type) > 0)) continue;
      last = type;
      mark -= rate_of(type);
      if (mark < 0) break;
    }
    return static_cast<std::uint8_t>(last);
  }
  HD double surface_mm2(std::uint32_t row) const {
    return 2e-6 * math::pi * static_cast<double>(radius[row]) * length[row];
  }
  HD float call(std::uint32_t row) const {
    const journey::Vector middle = line.at(row, 0.5f);
    const float c = math::max(
        signal[grid.voxel_of({to_fixed(middle.x), to_fixed(middle.y), to_fixed(middle.z)})], 0.0f);
    return c > 0 ? c / (params.half_signal + c) : 0.0f;
  }
};

/// Scratch of a site.
struct EffectorTypes {
  Buffer<std::uint8_t> flags;
};

const std::uint8_t* effector_types(SiteStep& s) {
  auto& flags = s.site.workspace.get<EffectorTypes>().flags;
  if (flags.size() == 0) {
    std::vector<std::uint8_t> values;
    for (const CellKind kind : s.state.kind_of_type) values.push_back(kind == CellKind::effector);
    flags = Buffer<std::uint8_t>(s.device, values.size(), "effector types");
    flags.copy_from_host(values);
  }
  return flags.data();
}

}  // namespace

struct ImmuneRecruitment {
  static constexpr const char* meaning = "effector cells come out of vessels where tumours call";
  using Params = RecruitmentParams;
  using CellParams = RecruitmentCellParams;
  static std::vector<ParamSpec> params() {
    return {param("immunity.half_signal", &Params::half_signal, "1", 0.1, {1e-6, 1e3}, "assumed",
                  "signal at which half as many immune cells come as at the most")};
  }
  static std::vector<ParamSpec> cell_params() {
    return {param("cell.*.immune.arrivals", &CellParams::per_mm2_min, "1/(mm^2 min)", 60.0 / 1440,
                  {0, 100}, "assumed; macrophages 1.7e5 1/(mL d) (QSPIO-TNBC)",
                  "effectors that leave vessels per surface and time where the signal is strong")};
  }
  static std::vector<ColumnSpec> adds() { return {arrivals, arriving_type}; }
  static std::vector<ColumnSpec> writes() { return {arrivals, arriving_type}; }
  static void run(const Params& params, const CellParams* by_type, SiteStep& s) {
    if (!s.state.knows(CellKind::effector)) return;
    Table& segments = s.state.vessels.segments;
    for_each_row(
        s.device, "immune recruitment", segments.capacity(), segments.count(),
        Recruit{s.site.id.value, segments.data(segment::site), segments.data(segment::id),
                segments.data(segment::kind), segments.data(segment::radius),
                segments.data(segment::length), segments.data(segment::flow),
                segments.data(segment::flow_status), journey::SegmentLine(s.state.vessels),
                s.site.grid, s.site.fields.data(signal), params, by_type, effector_types(s),
                static_cast<int>(s.state.kind_of_type.size()), static_cast<float>(s.dt_min),
                DrawKey(s), segments.data(arrivals), segments.data(arriving_type)});
  }
};

}  // namespace metastasim::immunity

metastasim::Process metastasim::processes::immune_recruitment() {
  return make_process<immunity::ImmuneRecruitment>("immune_recruitment");
}
