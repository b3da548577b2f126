#pragma once
#include "kernels/state/column.hpp"

/// What a lymph node's residents have beside their traveller row.
namespace metastasim::resident {

inline constexpr auto colony = traveller_column<std::uint32_t>(
    "node_colony", "1",
    "cells that came of it since it settled in a lymph node, itself included; 0: not settled");
inline constexpr auto shed = traveller_column<std::uint32_t>(
    "node_shed", "1", "cells that this colony has shed into the efferent lymph so far");
inline constexpr auto shedding = traveller_column<std::uint32_t>(
    "node_shedding", "1", "cells of it that resolve is to let go", {.output = false});
/// Sum of draws of Exp(1), so that it does not depend on the step.
inline constexpr auto sheds_at = traveller_column<std::int64_t>(
    "node_sheds_at", "2^-30",
    "cells shed on average by the time at which it sheds its next; 0 before the "
    "first is drawn",
    {.output = false});

}  // namespace metastasim::resident
