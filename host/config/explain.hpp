#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

/// The registry of keys in words: for the terminal, for the reference page, for editors.
namespace metastasim::config {

/// Whether a key, the beginning of one ("substance"), or a single name of one ("haematocrit") is
/// known. A name that the user chose may stand where the registry has '*'.
bool is_explainable(std::string_view key);

/// One setting in full, or a table of all that begin with `key`; everything where it is empty. An
/// unknown key is answered with the nearest one.
std::string explain(std::string_view key);

/// docs/reference.md.
std::string reference_markdown();

/// JSON Schema (2020-12) of a scenario, for editors that complete and check TOML.
nlohmann::json json_schema();

}  // namespace metastasim::config
