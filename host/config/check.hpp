#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "host/config/reader.hpp"

/// What `metastasim check` says about a scenario that is right.
namespace metastasim::config {

/// A line that the caller knows better: {"memory", "0.3 GB (0.02 fields, 0.02 cells)"}.
struct Estimate {
  std::string name, text;
};

/// Every value in force with its range and source. `all` includes the defaults.
std::string check_text(const Scenario& scenario, bool all,
                       const std::vector<Estimate>& estimates = {});
/// The same, always with the defaults, as one object.
nlohmann::json check_json(const Scenario& scenario, const std::vector<Estimate>& estimates = {});
/// What render_problems says, as one object.
nlohmann::json problems_json(const ReadResult& result);

/// Every value in force as a scenario that reads back as the same one.
std::string resolved_toml(const Scenario& scenario);

/// A TOML value as people read it: without the quotation marks of a text.
std::string plain(const std::string& literal);

}  // namespace metastasim::config
