#include "host/sim/expected_colonies.hpp"

#include <algorithm>
#include <numeric>

#include "kernels/circulation/boarding.hpp"

namespace metastasim {

namespace {

constexpr std::uint32_t samples = 20'000;

/// Numbered draws of one sample of the posterior; each stage has two numbers of its own.
struct Sample {
  std::uint64_t number;

  double gamma(double shape, std::uint32_t stage) const {
    return shape * circulation::gamma_of_mean_one(Draws{0, number, stage, 0}, shape);
  }
  double share(std::uint64_t yes, std::uint64_t no, std::uint32_t stage) const {
    const double a = gamma(static_cast<double>(yes) + 0.5, 2 * stage);
    const double b = gamma(static_cast<double>(no) + 0.5, 2 * stage + 1);
    return a / (a + b);
  }
};

double draw(const Funnel& f, std::uint64_t number) {
  const Sample sample{number};
  const std::uint64_t growing = std::min(f.growing, f.extravasated);
  const std::uint64_t colonies = std::min(f.colonies, growing);
  return sample.gamma(static_cast<double>(f.entered()) + 0.5, 0) *
         sample.share(f.extravasated, f.died_on_the_way(), 1) *
         sample.share(growing, f.extravasated - growing, 2) *
         sample.share(colonies, f.died_after_extravasation, 3);
}

}  // namespace

ExpectedColonies expected_colonies(const Funnel& funnel) {
  std::vector<double> drawn(samples);
  for (std::uint32_t i = 0; i < samples; ++i) drawn[i] = draw(funnel, i);
  std::sort(drawn.begin(), drawn.end());
  const double sum = std::accumulate(drawn.begin(), drawn.end(), 0.0);
  return {sum / samples, drawn[samples / 40], drawn[samples - samples / 40 - 1]};
}

}  // namespace metastasim
