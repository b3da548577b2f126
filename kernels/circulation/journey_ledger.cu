// The ledger of the journey, after every step: each cell that ever entered a vessel is on its way, has left it or died.
//
//   entered_blood + entered_lymph = travellers + extravasated + died of shear, immune cells, anoikis, other
//
// Travellers are all that are in transit, stopped in a vessel or held in a node. Nothing may read the counts on the host
// inside a step, so the device notes each step that does not add up; outputs show the number.
#include "kernels/core/launch.hpp"
#include "kernels/process.hpp"

namespace metastasim::circulation {

namespace {

struct Balance {
  const std::uint32_t* travellers;
  std::uint64_t* counters;
  HD void operator()(std::int64_t) const {
    const std::uint64_t left = of(Count::extravasated) + of(Count::died_shear) +
                               of(Count::died_immune) + of(Count::died_anoikis) +
                               of(Count::died_other);
    if (of(Count::entered_blood) + of(Count::entered_lymph) != *travellers + left)
      ++of(Count::steps_out_of_balance);
  }
  HD std::uint64_t& of(Count count) const { return counters[static_cast<std::size_t>(count)]; }
};

}  // namespace

struct JourneyLedger {
  static constexpr const char* meaning = "every cell that entered a vessel is accounted for";
  static std::vector<ColumnSpec> writes() { return {}; }
  static void run(Step& s) {
    for_each_index(s.device, "journey ledger", 1,
                   Balance{s.state.travellers.count(), s.state.counters.data()});
  }
};

}  // namespace metastasim::circulation

metastasim::Process metastasim::processes::journey_ledger() {
  return make_process<circulation::JourneyLedger>("journey_ledger");
}
