#pragma once
#include "kernels/process.hpp"

namespace metastasim::resolve {

/// Interventions that begin now are told in the diary, after what they did is done. It costs nothing in
/// a step in which none begins.
class Interventions {
 public:
  explicit Interventions(Step& step);
  /// Once before a site's intents are carried out and once after.
  void count_removed(const SiteStep& here);
  void tell();

 private:
  void tell_one(std::size_t number);

  Step& step_;
  bool any_begins_;
  Buffer<std::uint64_t> removed_;  ///< by site: tumour cells that surgeons have removed now
};

}  // namespace metastasim::resolve
