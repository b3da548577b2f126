#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace metastasim::config {

/// How many letters must be added, left out, changed or swapped with their neighbour to turn one
/// word into the other; upper and lower case count as the same.
int edit_distance(std::string_view a, std::string_view b);

/// The word that was probably meant; nothing where none is near.
std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& words);

/// Turns the path of an unknown setting into the path of the one that was probably meant: a
/// neighbour with a similar name, or the same name in another table.
std::optional<std::string> nearest_key(const std::string& path);

}  // namespace metastasim::config
