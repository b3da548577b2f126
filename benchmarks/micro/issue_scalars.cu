// The ceiling of kernels that take one item after the other: branches, own math functions, draws. CMakeLists.txt forbids
// vector instructions to this file alone.
#include "benchmarks/micro/issue.hpp"
#include "kernels/core/buffer.hpp"
#include "kernels/core/launch.hpp"

namespace metastasim::bench {

namespace {

constexpr int steps = 16;

template <class Step, class T>
struct Chains {
  const T* from;
  T* to;
  HD void operator()(std::int64_t i) const { to[i] = all_chains<steps>(Step{}, from[i] + T{9}); }
};

template <class Step, class T>
double items_per_s(Device& device, double at_least_s) {
  constexpr std::int64_t items = 1 << 14;
  Buffer<T> from(device, items, "start"), to(device, items, "end");
  const Chains<Step, T> body{from.data(), to.data()};
  const auto run = [&] { for_each_index(device, "issue", items, body); };
  return static_cast<double>(items) / time(device, run, at_least_s).best;
}

template <class Step>
constexpr int operations = chains* steps* Step::operations + beside_the_steps + 1;

}  // namespace

IssueLimit scalar_issue(Device& device, double at_least_s) {
  using Step = MultiplyAdd<double>;
  return {operations<Step> * items_per_s<Step, double>(device, at_least_s),
          chains * steps * items_per_s<Divide<double>, double>(device, at_least_s)};
}

/// Nothing here divides integers.
IssueLimit integer_issue(Device& device, double at_least_s) {
  return {operations<MixBits> * items_per_s<MixBits, std::uint32_t>(device, at_least_s), 0};
}

IssueLimit issue_limit(Device& device, Unit unit, double at_least_s) {
  if (unit == Unit::vectors) return vector_issue(device, at_least_s);
  if (unit == Unit::scalars) return scalar_issue(device, at_least_s);
  return integer_issue(device, at_least_s);
}

}  // namespace metastasim::bench
