#pragma once
#include <optional>
#include <string>
#include <variant>

#include "host/config/document.hpp"
#include "host/config/registry.hpp"

/// From what is written to a value in its internal unit, or to the problem that prevents it.
namespace metastasim::config {

/// A quantity, a whole number (also the place of a choice, and yes as 1), or the other types.
using Value = std::variant<double, std::int64_t, std::string, std::array<double, 3>,
                           std::vector<std::string>, std::vector<RouteEdge>>;

using ReadValue = std::variant<Value, Problem>;
ReadValue read_value(const Node& node, const Key& key, const std::string& path,
                     const std::string& species);

/// A default as a node: the same reader serves what is written and what is not.
Node default_node(const Key& key, const std::string& text);

void store(const Value& value, const Key& key, const Slot& slot);
/// The number that a process gets.
double number_of(const Value& value);

}  // namespace metastasim::config
