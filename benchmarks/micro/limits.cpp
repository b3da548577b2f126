#include "benchmarks/micro/limits.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <bit>
#include <cmath>

namespace metastasim::bench {

namespace {

const char* name_of(Unit unit) {
  if (unit == Unit::vectors) return "vector";
  return unit == Unit::scalars ? "scalar" : "integer";
}

/// Of a cube of about as many voxels.
int edge_of(std::int64_t voxels) {
  return static_cast<int>(std::lround(std::cbrt(static_cast<double>(voxels))));
}

}  // namespace

double Limits::copied_voxels(std::int64_t voxels) {
  const auto [found, is_new] = voxels_.try_emplace(voxels);
  if (is_new) found->second = voxel_copy_bandwidth(device_, edge_of(voxels), at_least_s_);
  return found->second;
}

double Limits::copied_rows(double bytes) {
  const auto floats = static_cast<std::uint64_t>(bytes / (2 * sizeof(float))) + 1;
  const auto size = static_cast<std::int64_t>(std::bit_ceil(floats));  // few sizes
  const auto [found, is_new] = rows_.try_emplace(size);
  if (is_new) found->second = copy_bandwidth(device_, size, at_least_s_);
  return found->second;
}

const IssueLimit& Limits::issue(Unit unit) {
  const auto [found, is_new] = issues_.try_emplace(unit);
  if (is_new) found->second = issue_limit(device_, unit, at_least_s_);
  return found->second;
}

std::vector<Share> Limits::shares(const Case& c, double seconds) {
  std::vector<Share> all;
  const auto add = [&](const std::string& of, double an_item, double per_s) {
    if (an_item > 0)
      all.push_back({of, an_item, per_s, an_item * static_cast<double>(c.items) / seconds / per_s});
  };
  const double bytes = c.work.bytes * static_cast<double>(c.items);
  if (bytes > 0)
    add("copied bytes", c.work.bytes,
        c.item == "voxel" ? copied_voxels(c.items) : copied_rows(bytes));
  if (c.work.unit == Unit::none) return all;
  const std::string unit = name_of(c.work.unit);
  add(unit + " operations", c.work.operations, issue(c.work.unit).operations_per_s);
  add(unit + " divisions", c.work.divisions, issue(c.work.unit).divisions_per_s);
  return all;
}

const Share* nearest_of(const std::vector<Share>& shares) {
  const auto found = std::ranges::max_element(shares, {}, &Share::share);
  return found == shares.end() ? nullptr : &*found;
}

std::string text_of(const Share& s) {
  return fmt::format("{:4.0f} % of {}, {:.1f} an item, {:.1f} G/s", 100 * s.share, s.of, s.an_item,
                     s.per_s / 1e9);
}

}  // namespace metastasim::bench
