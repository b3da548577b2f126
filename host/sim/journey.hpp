#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "host/sim/diary.hpp"
#include "host/sim/summary.hpp"

namespace metastasim {

/// Whose journey is worth telling: the founder of the largest colony, else the first that left a
/// vessel, else the first that entered one.
std::optional<std::uint64_t> traveller_of_note(const std::vector<DiaryEntry>& diary,
                                               const Summary& summary);

/// One cell's way in words, from the diary: "Cell 20252, mesenchymal, left the tumour on day 0 at
/// 06:15, entered ...". Site numbers become names by the summary,
/// which also tells whether the rates are DEMO; if so, a line below says it.
std::string journey_text(const std::vector<DiaryEntry>& diary, std::uint64_t cell,
                         const Summary& summary);

}  // namespace metastasim
