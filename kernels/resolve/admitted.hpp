#pragma once
#include "kernels/state/clusters.hpp"

namespace metastasim::resolve {

/// The first clusters, as many as a table has room for: all members of each.
class Admitted {
 public:
  Admitted(const Clusters& clusters, const Table& to);
  RowCount clusters() const { return {numbers_.data(), most_}; }
  RowCount cells() const { return {numbers_.data() + 1, most_}; }

 private:
  std::uint32_t most_;
  Buffer<std::uint32_t> numbers_;
};

}  // namespace metastasim::resolve
