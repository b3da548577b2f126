#pragma once
#include "benchmarks/micro/stopwatch.hpp"
#include "kernels/core/platform.hpp"

namespace metastasim::bench {

/// What our own launcher issues a second, all threads together, when nothing waits for memory or for
/// another result: the ceiling of kernels that compute.
///   vectors    float, as wide as this build's vectors
///   scalars    double, one at a time
///   integers   32 bits, one at a time
struct IssueLimit {
  double operations_per_s, divisions_per_s;
};
IssueLimit issue_limit(Device& device, Unit unit, double at_least_s);

/// The parts of it, each in a file compiled for it.
IssueLimit vector_issue(Device& device, double at_least_s);
IssueLimit scalar_issue(Device& device, double at_least_s);
IssueLimit integer_issue(Device& device, double at_least_s);

/// Eight chains of dependent steps for each item: enough for the processor to fill the latency of each
/// with the others, few enough to stay in registers.
constexpr int chains = 8;

template <int left, class Step, class T>
HD inline T repeat(const Step& step, T value) {
  if constexpr (left == 0)
    return value;
  else
    return repeat<left - 1>(step, step(value));
}

/// What an item does: `steps` steps in each chain from starts that differ, then their sum.
template <int steps, class Step, class T>
HD inline T all_chains(const Step& step, T start) {
  T sum = repeat<steps>(step, start);
  sum += repeat<steps>(step, start + T{1}) + repeat<steps>(step, start + T{2});
  sum += repeat<steps>(step, start + T{3}) + repeat<steps>(step, start + T{4});
  sum += repeat<steps>(step, start + T{5}) + repeat<steps>(step, start + T{6});
  return sum + repeat<steps>(step, start + T{7});
}
constexpr int beside_the_steps = 14;  // additions of starts and of results

/// An addition and a multiplication, which no compiler may melt into others.
template <class T>
struct MultiplyAdd {
  static constexpr int operations = 2;
  HD T operator()(T v) const { return v * T(0.75) + T(3); }
};
template <class T>
struct Divide {
  HD T operator()(T v) const { return T(100) / v; }
};
struct MixBits {
  static constexpr int operations = 2;
  HD std::uint32_t operator()(std::uint32_t v) const { return (v ^ 0x5bd1e995u) + 0x9e3779b9u; }
};

}  // namespace metastasim::bench
