#include "host/sim/expected_colonies.hpp"

#include "kernels/core/math.hpp"

namespace metastasim {

namespace {

constexpr double tail = 0.025;

/// The tails of Poisson's distribution that begin with one count.
class Tails {
 public:
  explicit Tails(std::uint64_t count) : count_(count) {
    for (std::uint64_t i = 2; i <= count; ++i) log_factorial_ += math::log(static_cast<double>(i));
  }
  /// P(this count or fewer).
  double below(double mean) const {
    double term = here(mean), sum = term;
    for (std::uint64_t k = count_; k > 0; --k) sum += term *= static_cast<double>(k) / mean;
    return sum;
  }
  /// P(this count or more), for means below it.
  double above(double mean) const {
    double term = here(mean), sum = term;
    for (std::uint64_t k = count_ + 1; term > 1e-17 * sum; ++k)
      sum += term *= mean / static_cast<double>(k);
    return sum;
  }

 private:
  double here(double mean) const {
    return math::exp(static_cast<double>(count_) * math::log(mean) - mean - log_factorial_);
  }

  std::uint64_t count_;
  double log_factorial_ = 0;
};

/// Where `is_beyond`, false at `from` and true at `to`, turns.
template <class F>
double turn(double from, double to, const F& is_beyond) {
  for (int i = 0; i < 60; ++i) (is_beyond((from + to) / 2) ? to : from) = (from + to) / 2;
  return (from + to) / 2;
}

}  // namespace

ExpectedColonies expected_colonies(std::uint64_t colonies) {
  const Tails tails(colonies);
  const auto c = static_cast<double>(colonies);
  const auto enough = [&](double mean) { return tails.above(mean) > tail; };
  const auto too_many = [&](double mean) { return tails.below(mean) < tail; };
  return {c, colonies == 0 ? 0 : turn(0, c, enough), turn(c, c + 4 * math::sqrt(c) + 10, too_many)};
}

}  // namespace metastasim
