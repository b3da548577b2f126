#include "host/config/registry.hpp"
#include "host/config/structure/rows.hpp"

namespace metastasim::config {

std::vector<Key> structure() {
  using namespace rows;
  std::vector<Key> all;
  for (auto&& rows : {of_the_run(), of_a_cell_type(), of_a_site(), of_its_blood(), of_its_lymph(),
                      of_interventions(), of_injections(), of_the_body(), of_the_output()})
    all.insert(all.end(), rows.begin(), rows.end());
  return all;
}

}  // namespace metastasim::config
