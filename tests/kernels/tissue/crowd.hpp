#pragma once
#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

#include "kernels/core/hash.hpp"
#include "kernels/state/cell_columns.hpp"
#include "tests/support/bench.hpp"

/// Cells strewn about, for tests of what depends on neighbours.
namespace metastasim::testing {

inline double unit_noise(std::uint64_t i) { return static_cast<double>(mix64(i) >> 11) * 0x1p-53; }

/// n cells in a cube of the given edge, its low corner at `from_um`; radii from 6 to 9 um.
inline std::vector<PlacedCell> strewn(int n, float from_um, float edge_um) {
  std::vector<PlacedCell> cells;
  for (std::uint64_t i = 0; i < static_cast<std::uint64_t>(n); ++i) {
    const auto noise = [&](std::uint64_t k) { return static_cast<float>(unit_noise(4 * i + k)); };
    const auto at = [&](std::uint64_t k) { return from_um + edge_um * noise(k); };
    cells.push_back({at(0), at(1), at(2), 6 + 3 * noise(3)});
  }
  return cells;
}

/// Row i becomes what row order[i] was.
inline void reorder(Table& cells, const std::vector<std::uint32_t>& order) {
  Buffer<std::uint32_t> on_device(device(), order.size(), "order");
  on_device.copy_from_host(order);
  cells.columns().gather(on_device.data(), cells.rows());
}

/// A permutation of n rows that looks random.
inline std::vector<std::uint32_t> shuffled(std::uint32_t n, std::uint64_t seed) {
  std::vector<std::uint32_t> order(n);
  for (std::uint32_t i = 0; i < n; ++i) order[i] = i;
  for (std::uint32_t i = n; i > 1; --i)
    std::swap(order[i - 1], order[mix64(seed * 1000003 + i) % i]);
  return order;
}

/// Sets a parameter of cell type 0.
inline void set_cell(Parameters& parameters, const char* process, const std::string& key,
                     double value) {
  const std::size_t p = process_index(process);
  for (const ParamSpec& spec : cascade()[p].process.cell_params.specs)
    if (spec.key == key) {
      parameters.set_cell(p, spec, 0, value);
      return parameters.upload();
    }
  throw std::invalid_argument(std::string(process) + " has no parameter " + key);
}

/// Sets a parameter of site 0.
inline void set_site(Parameters& parameters, const char* process, const std::string& key,
                     double value) {
  const std::size_t p = process_index(process);
  for (const ParamSpec& spec : cascade()[p].process.params.specs)
    if (spec.key == key) return parameters.set(p, spec, 0, value);
  throw std::invalid_argument(std::string(process) + " has no parameter " + key);
}

/// One value for all rows, those to come included.
template <class T>
void set_all(Table& cells, const Column<T>& column, T value) {
  const std::vector<T> values(cells.capacity(), value);
  cells.from_host(column, std::span<const T>(values));
}

/// n cells at one place, each a clone of its own: lineages to be counted.
inline State founders(int n) {
  State state = box();
  place(state, *state.sites[0],
        std::vector<PlacedCell>(static_cast<std::size_t>(n), {100, 100, 100}));
  std::vector<std::uint64_t> clone(static_cast<std::size_t>(n));
  for (std::size_t i = 0; i < clone.size(); ++i) clone[i] = i;
  state.sites[0]->cells.from_host(cell::clone, std::span<const std::uint64_t>(clone));
  return state;
}

/// Living cells of each clone.
inline std::vector<double> clone_sizes(State& state, int n) {
  std::vector<double> sizes(static_cast<std::size_t>(n), 0);
  for (const std::uint64_t clone : state.sites[0]->cells.to_host(cell::clone)) ++sizes[clone];
  return sizes;
}

/// Mean and variance of a sample, with their standard errors.
struct Estimate {
  double mean = 0, variance = 0, mean_error = 0, variance_error = 0;
  explicit Estimate(const std::vector<double>& sample) {
    const double n = static_cast<double>(sample.size());
    for (const double v : sample) mean += v / n;
    double fourth = 0;
    for (const double v : sample) {
      variance += (v - mean) * (v - mean) / n;
      fourth += (v - mean) * (v - mean) * (v - mean) * (v - mean) / n;
    }
    mean_error = std::sqrt(variance / n);
    variance_error = std::sqrt((fourth - variance * variance) / n);
  }
};

}  // namespace metastasim::testing
