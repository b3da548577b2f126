#pragma once
#include "host/config/registry.hpp"

namespace metastasim::config {

/// Adds a key, or to the one of that name the processes that use it. Throws std::logic_error where two
/// descriptions of one key say different things: people would read the one, a process would take the other.
void add_key(std::vector<Key>& keys, Key key);

}  // namespace metastasim::config
