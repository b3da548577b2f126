#include "host/config/structure/rows.hpp"
#include "host/config/structure/slots.hpp"

namespace metastasim::config::rows {

std::vector<Key> of_the_body() {
  using B = BodySpec;
  const auto body = &Scenario::body;
  return {
      quantity("body.cardiac_output", "mL/min", by_species("14 mL/min", "5600 mL/min"), {0.1, 5e4},
               "Brown 1997 (mouse, second-hand); man 5 to 6.5 L/min (PBPK models)",
               "blood that the heart pumps", run(body, &B::cardiac_output_ml_per_min)),
      quantity("body.blood_volume", "mL", by_species("1.8 mL", "5000 mL"), {0.1, 2e4},
               "assumed; mouse of 25 g 1.2 mL (Brown 1997), man 5 to 5.6 L (PBPK models)",
               "all blood of the body", run(body, &B::blood_volume_ml)),
      plain(KeyType::route, "body.route", left_out("left heart -> brain 3.3 %, rest 96.7 %"),
            "the blood's way around the body; per cents are shares of cardiac output",
            run(body, &B::route)),
      quantity("body.lymph_node_delay", "min", both("30 min"), {0.01, 1e5}, "assumed",
               "mean time that a cell needs to pass a lymph node", run(body, &B::node_delay_min)),
      quantity("body.lymph_duct_delay", "min", by_species("20 s", "100 s"), {0.01, 1e5},
               "assumed: volume over flow, 2 uL at 0.4 mL/h; 2.8 mL at 100 mL/h (physiology)",
               "mean time that a cell needs to pass the lymph duct", run(body, &B::duct_delay_min)),
  };
}

}  // namespace metastasim::config::rows
