#include "benchmarks/micro/stopwatch.hpp"

#include <algorithm>
#include <chrono>

namespace metastasim::bench {

namespace {

double seconds_of(Device& device, const std::function<void()>& run, int runs) {
  using clock = std::chrono::steady_clock;
  device.synchronize();
  const auto begun = clock::now();
  for (int i = 0; i < runs; ++i) run();
  device.synchronize();
  return std::chrono::duration<double>(clock::now() - begun).count();
}

/// So many runs that one sample lasts a few milliseconds.
int batch_size(Device& device, const std::function<void()>& run) {
  constexpr double sample_s = 5e-3;
  int runs = 1;
  while (runs < 1 << 20 && seconds_of(device, run, runs) < sample_s) runs *= 2;
  return runs;
}

Timing summary(std::vector<double> samples) {
  std::sort(samples.begin(), samples.end());
  const auto quantile = [&](double q) {
    return samples[static_cast<std::size_t>(q * static_cast<double>(samples.size() - 1))];
  };
  return {quantile(0.5), samples.front(), (quantile(0.75) - quantile(0.25)) / quantile(0.5),
          static_cast<int>(samples.size())};
}

}  // namespace

Timing time(Device& device, const std::function<void()>& run, double at_least_s) {
  constexpr std::size_t enough = 5;
  // The first touch of memory and of the code is not the kernel's cost, unless that is small beside it.
  const double cold_s = seconds_of(device, run, 1);
  std::vector<double> samples;
  if (cold_s > at_least_s) samples.push_back(cold_s);
  double spent = samples.empty() ? 0 : cold_s;
  const int batch = samples.empty() ? batch_size(device, run) : 1;
  const auto goes_on = [&] {
    if (samples.empty()) return true;
    if (spent + samples.back() * batch > 25 * at_least_s) return false;
    return spent < at_least_s || samples.size() < enough;
  };
  while (goes_on()) {
    const double s = seconds_of(device, run, batch);
    spent += s;
    samples.push_back(s / batch);
  }
  return summary(std::move(samples));
}

}  // namespace metastasim::bench
