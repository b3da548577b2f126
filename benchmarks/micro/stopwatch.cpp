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

}  // namespace

Timing time(Device& device, const std::function<void()>& run, double at_least_s) {
  run();  // the first touch of memory and of the code is not the kernel's cost
  const int batch = batch_size(device, run);
  std::vector<double> samples;
  double spent = 0;
  while (spent < at_least_s || samples.size() < 5) {
    const double s = seconds_of(device, run, batch);
    spent += s;
    samples.push_back(s / batch);
  }
  std::sort(samples.begin(), samples.end());
  const auto quantile = [&](double q) {
    return samples[static_cast<std::size_t>(q * static_cast<double>(samples.size() - 1))];
  };
  return {quantile(0.5), samples.front(), (quantile(0.75) - quantile(0.25)) / quantile(0.5),
          static_cast<int>(samples.size())};
}

}  // namespace metastasim::bench
