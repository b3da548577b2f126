#include "kernels/vessels/probes.hpp"

#include "kernels/core/hash.hpp"
#include "kernels/core/math.hpp"
#include "kernels/core/random.hpp"

namespace metastasim::vessels {

namespace {

/// Gives each conductor the probe of none of those nearest to it.
class Spread {
 public:
  explicit Spread(const Conductors& c)
      : c_(c), first_(c.unknowns + 2), probe_(c.count(), -1), seen_(c.count(), -1) {
    for (int i = 0; i < c.count(); ++i) ++first_[c.from[i] + 1], ++first_[c.to[i] + 1];
    for (int n = 0; n <= c.unknowns; ++n) first_[n + 1] += first_[n];
    at_.resize(first_.back());
    std::vector<int> next = first_;
    for (int i = 0; i < c.count(); ++i) at_[next[c.from[i]]++] = at_[next[c.to[i]]++] = i;
    for (int i = 0; i < c.count(); ++i) place(i);
  }
  const std::vector<int>& probe() const { return probe_; }

 private:
  void place(int conductor) {
    look_around(conductor);
    taken_.assign(Probes::count, 0);
    int free = Probes::count;
    for (const int near : near_) {
      const int p = probe_[near];
      if (p >= 0 && !taken_[p] && free > 1) taken_[p] = 1, --free;
    }
    int p = conductor % Probes::count;
    while (taken_[p]) p = (p + 1) % Probes::count;
    probe_[conductor] = p;
  }

  /// The nearest conductors, from neighbour to neighbour; half of them have a probe by then.
  void look_around(int conductor) {
    near_.assign(1, conductor);
    seen_[conductor] = conductor;
    for (std::size_t i = 0; i < near_.size() && near_.size() < enough; ++i)
      for (const int end : {c_.from[near_[i]], c_.to[near_[i]]})
        if (end != c_.ground()) look_at(end, conductor);
  }
  void look_at(int node, int conductor) {
    for (int at = first_[node]; at < first_[node + 1] && near_.size() < enough; ++at) {
      int& seen = seen_[at_[at]];
      if (seen != conductor) near_.push_back(at_[at]);
      seen = conductor;
    }
  }

  static constexpr std::size_t enough = 2 * Probes::count;
  const Conductors& c_;
  std::vector<int> first_, at_;  ///< conductors at each node
  std::vector<int> probe_, seen_;
  std::vector<int> near_;  ///< scratch
  std::vector<char> taken_;
};

double sign_of(int conductor) {
  static constexpr auto process = static_cast<std::uint16_t>(name_key("probes"));
  const Draws draws{0, static_cast<std::uint64_t>(conductor), 0, process};
  return draws.block(0).word[0] % 2 == 0 ? 1.0 : -1.0;
}

}  // namespace

Probes::Probes(const Conductors& c)
    : conductors_(c),
      probe_(Spread(c).probe()),
      strength_(c.count()),
      through_(c.count()),
      circulates_(c.count()) {
  for (int i = 0; i < c.count(); ++i) strength_[i] = sign_of(i) * math::sqrt(c.conductance[i]);
}

std::vector<double> Probes::flow() const {
  std::vector<double> out(static_cast<std::size_t>(conductors_.unknowns + 1) * at_once);
  for (int c = 0; c < conductors_.count(); ++c) {
    const int lane = probe_[c] - batch_ * at_once;
    if (lane < 0 || lane >= at_once) continue;
    out[static_cast<std::size_t>(conductors_.from[c]) * at_once + lane] += strength_[c];
    out[static_cast<std::size_t>(conductors_.to[c]) * at_once + lane] -= strength_[c];
  }
  for (int l = 0; l < at_once; ++l) out[out.size() - at_once + l] = 0;
  return out;
}

void Probes::answer(const std::vector<double>& pressure) {
  for (int c = 0; c < conductors_.count(); ++c)
    for (int l = 0; l < at_once; ++l) {
      const std::size_t a = static_cast<std::size_t>(conductors_.from[c]) * at_once + l;
      const std::size_t b = static_cast<std::size_t>(conductors_.to[c]) * at_once + l;
      const double own = probe_[c] == batch_ * at_once + l ? 1 : 0;
      const double through = strength_[c] * (pressure[a] - pressure[b]);
      through_[c] += math::square(through);
      circulates_[c] += math::square(own - through);
    }
}

/// T_ee + P_ee = 1; where the two miss that, they mostly do so together.
std::vector<double> Probes::resistance() const {
  std::vector<double> out(through_.size());
  for (std::size_t c = 0; c < out.size(); ++c)
    out[c] = through_[c] / (through_[c] + circulates_[c]) / conductors_.conductance[c];
  return out;
}

}  // namespace metastasim::vessels
