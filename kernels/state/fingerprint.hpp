#pragma once
#include <string>

#include "kernels/core/hash.hpp"
#include "kernels/state/state.hpp"

namespace metastasim {

/// The sum mod 2^128 of one hash per entity (its identity and its hashed columns, by name):
/// independent of storage order, thread count and machine. Two runs agree when their fingerprints
/// do.
Fingerprint fingerprint(const State& state);
Fingerprint fingerprint(const Table& table, const Column<std::uint64_t>& identity,
                        std::uint64_t kind);
Fingerprint fingerprint(const Fields& fields, std::uint64_t kind);

/// 32 hexadecimal digits in groups of four.
std::string to_text(const Fingerprint& value);

}  // namespace metastasim
