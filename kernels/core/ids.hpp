#pragma once
#include <compare>
#include <cstdint>

#include "kernels/core/platform.hpp"

namespace metastasim {

/// A number that cannot be mistaken for another kind of number.
template <class Tag, class Value>
struct Id {
  Value value{};
  HD friend constexpr bool operator==(Id a, Id b) { return a.value == b.value; }
  HD friend constexpr auto operator<=>(Id a, Id b) { return a.value <=> b.value; }
};

using SiteId = Id<struct SiteTag, std::int32_t>;
using ProcessId = Id<struct ProcessTag, std::uint16_t>;  ///< part of every random draw's number

}  // namespace metastasim
