#pragma once
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "kernels/state/state.hpp"

namespace metastasim {

/// Something that happened for the first time.
struct Milestone {
  double time_min;
  std::string text;  ///< "first cell in the blood, alone"
};

/// Watches the diary of the cascade for firsts.
class Milestones {
 public:
  /// What is in the diary already (of a resumed run) is not news.
  explicit Milestones(const State& state);
  /// The firsts since the last call, in the order in which they happened.
  std::vector<Milestone> news(const State& state);

 private:
  std::uint64_t next_event_;
  std::set<std::string> told_;
};

}  // namespace metastasim
