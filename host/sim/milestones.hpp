#pragma once
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "host/io/series.hpp"
#include "host/sim/diary.hpp"

namespace metastasim {

/// Something that happened for the first time.
struct Milestone {
  double time_min;
  std::string text;  ///< "first cell in the blood, alone"
};

/// Watches the diary of the cascade for firsts.
class Milestones {
 public:
  /// What a resumed run has behind it is not news.
  explicit Milestones(const State& state, const std::vector<DiaryEntry>& behind = {});
  /// The firsts since the last call, in the order in which they happened.
  std::vector<Milestone> news(const State& state);
  /// Firsts that stand in no diary, as of an output: a basement membrane open somewhere. Reads the
  /// state's fields.
  std::vector<Milestone> seen_at_output(const State& state);
  /// What the outputs of a resumed run have seen is not news.
  void pass_over(const State& state, const Series& outputs);

 private:
  void tell(const State& state, const std::vector<DiaryEntry>& entries,
            std::vector<Milestone>& out);

  std::uint64_t next_event_;
  std::set<std::string> told_;
};

}  // namespace metastasim
