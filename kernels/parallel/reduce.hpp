#pragma once
#include "kernels/core/atomic.hpp"
#include "kernels/core/hash.hpp"
#include "kernels/core/launch.hpp"

/// Sums over many entities. Only integers: their sum does not depend on the order, so neither
/// threads nor machines can change it. Sums of floating-point fields go brick by brick
/// (state/brick_sum.hpp).
namespace metastasim::parallel {

namespace detail {
template <class Term>
struct AddFingerprints {
  Term term;
  Fingerprint* slots;
  std::int64_t n;
  std::int64_t chunk;
  HD void operator()(std::int64_t c) const {
    Fingerprint sum;
    const std::int64_t end = math::min((c + 1) * chunk, n);
    for (std::int64_t i = c * chunk; i < end; ++i) sum.add(term(i));
    for (int limb = 0; limb < 4; ++limb) atomic_add(&slots->limb[limb], sum.limb[limb]);
  }
};
}  // namespace detail

/// The sum of term(i) for 0 <= i < n, with 32-bit limbs not yet carried. term: HD functor returning
/// Fingerprint.
template <class Term>
Fingerprint sum(Device& device, const char* label, std::int64_t n, const Term& term) {
  Buffer<Fingerprint> slots(device, 1, label);
  const std::int64_t chunk = 64;
  for_each_index(device, label, (n + chunk - 1) / chunk,
                 detail::AddFingerprints<Term>{term, slots.data(), n, chunk});
  return slots.to_host()[0];
}

}  // namespace metastasim::parallel
