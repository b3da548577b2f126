#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "host/config/document.hpp"
#include "host/config/registry.hpp"

namespace metastasim::config {

/// A bare number with the unit that was probably meant: of those in which the key allows the
/// number, the one that brings it nearest to the usual value. 36 of a doubling time is "36 h".
/// Nothing where the key allows the number in no unit.
std::optional<std::string> with_likely_unit(double number, const Key& key,
                                            std::string_view species);

/// The value with a unit wherever the key wants one and a number stands without, in lists and in
/// { demo, realistic } pairs too; the number as it is where no unit brings it into range.
Node with_likely_units(Node value, const Key& key, std::string_view species);

}  // namespace metastasim::config
