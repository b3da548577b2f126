// When a vessel that grew during the run first carries blood. `resolve` tells the first piece of
// each sprout.
#include "kernels/core/launch.hpp"
#include "kernels/process.hpp"
#include "kernels/vessels/blood_flow.hpp"
#include "kernels/vessels/sprouts.hpp"

namespace metastasim::vessels {

namespace {

struct NotePerfused {
  const std::uint64_t* sprout;
  const float* flow;
  const std::uint8_t* status;
  std::uint32_t tick;
  std::uint32_t* perfused;
  HD void operator()(std::uint32_t row) const {
    const bool runs = blood_runs(flow[row], status[row]);
    if (sprout[row] != 0 && perfused[row] == 0 && runs) perfused[row] = tick;
  }
};

}  // namespace

struct Perfusion {
  static constexpr const char* meaning = "new vessels that first carry blood are noted";
  static std::vector<ColumnSpec> adds() { return {segment::perfused}; }
  static std::vector<ColumnSpec> writes() { return {segment::perfused}; }
  static void run(Step& s) {
    Table& t = s.state.vessels.segments;
    for_each_row(s.device, "perfusion", t.capacity(), t.count(),
                 NotePerfused{t.data(segment::sprout), t.data(segment::flow),
                              t.data(segment::flow_status), s.tick, t.data(segment::perfused)});
  }
};

}  // namespace metastasim::vessels

metastasim::Process metastasim::processes::perfusion() {
  return make_process<vessels::Perfusion>("perfusion");
}
