#pragma once
#include "kernels/state/state.hpp"

namespace metastasim::resolve {

/// Between steps, before one in which `resolve` is due: tables get memory for all that it may add. The
/// host looks at the counts once, in one explicit copy.
///
/// Cells and travellers get what `room` gives to their counts, and some more so that they need not grow
/// each time: 1.25 of the count where they are large. The diary gets the most that one `resolve` can
/// tell, so that it never has a say in what happens: outputs empty it whenever they like.
void make_room(Device& device, State& state, const Room& room);

/// In host work inside a step that has made new vessels: each may be told when blood first runs in it.
void make_room_for_vessels(State& state, std::uint32_t more);

}  // namespace metastasim::resolve
