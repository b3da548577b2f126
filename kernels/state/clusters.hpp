#pragma once
#include "kernels/state/row_copy.hpp"

namespace metastasim {

/// For kernels: the members of cluster c are rows[start[c]] .. rows[start[c + 1] - 1], by lineage.
struct ClusterView {
  const std::uint32_t *rows, *start;
  HD std::uint32_t size(std::uint32_t c) const { return start[c + 1] - start[c]; }
};

/// Chosen rows of a table, those that belong together side by side. A cell alone is a cluster of one.
class Clusters {
 public:
  /// `key` names the cluster by row; where it is 0 the row goes by its lineage number `id`.
  Clusters(Device& device, const ChosenRows& chosen, const std::uint64_t* key,
           const std::uint64_t* id);
  ClusterView view() const { return {rows_.data(), start_.data()}; }
  const std::uint32_t* rows() const { return rows_.data(); }
  RowCount size() const { return {size_.data(), static_cast<std::uint32_t>(rows_.size())}; }

 private:
  Buffer<std::uint32_t> rows_, start_, size_;
};

}  // namespace metastasim
