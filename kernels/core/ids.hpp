#pragma once
#include <compare>
#include <cstdint>

#include "kernels/core/platform.hpp"

namespace metastasim {

/// An index or lineage number that cannot be mistaken for another kind of number.
template <class Tag, class Value>
struct Id {
  Value value{};
  HD friend constexpr bool operator==(Id a, Id b) { return a.value == b.value; }
  HD friend constexpr auto operator<=>(Id a, Id b) { return a.value <=> b.value; }
};

using CellId = Id<struct CellTag, std::uint64_t>;  ///< lineage number, unique for the whole run,
                                                   ///< never an array index
using VoxelId = Id<struct VoxelTag, std::int64_t>;
using SegmentId = Id<struct SegmentTag, std::int32_t>;
using NodeId = Id<struct NodeTag, std::int32_t>;
using SiteId = Id<struct SiteTag, std::int32_t>;
using CloneId = Id<struct CloneTag, std::uint32_t>;
using ProcessId = Id<struct ProcessTag, std::uint16_t>;  ///< part of every random draw's number

}  // namespace metastasim
