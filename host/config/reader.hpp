#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/config/consistency.hpp"
#include "host/config/problem.hpp"
#include "host/config/scenario.hpp"

/// From the text of a scenario to a Scenario, or to all of its errors at once.
namespace metastasim::config {

struct ReadResult {
  std::optional<Scenario> scenario;  ///< where there are no problems
  std::vector<Problem> problems;     ///< in the order of the file, then of the command line
  std::vector<Note> notes;
  std::string name;                    ///< of the file, as people know it
  std::string text;                    ///< as read
  std::vector<std::string> overrides;  ///< as given
  bool complete = true;                ///< false where there may be more problems behind these
  std::optional<Scenario> draft;       ///< where there are problems: what could be read
};

/// In the order of the file, then of the command line.
void sort_by_place(std::vector<Problem>& problems);

/// `overrides` are "key=value" texts that replace what the file says (--set).
ReadResult read_scenario(const std::string& path, const std::vector<std::string>& overrides = {});
ReadResult read_scenario_text(std::string text, std::string name,
                              const std::vector<std::string>& overrides = {},
                              InputFiles files = InputFiles::read);

/// The report of `metastasim check` on a scenario with problems: each with its line and what to
/// write.
std::string render_problems(const ReadResult& result);

}  // namespace metastasim::config
