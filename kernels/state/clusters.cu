#include "kernels/state/clusters.hpp"

#include "kernels/core/launch.hpp"
#include "kernels/parallel/compact.hpp"
#include "kernels/parallel/sort.hpp"

namespace metastasim {

namespace {

struct NameClusters {
  const std::uint64_t *key, *id;
  const std::uint32_t* chosen;
  std::uint32_t* rows;
  std::uint64_t* names;
  HD void operator()(std::uint32_t i) const {
    const std::uint32_t row = rows[i] = chosen[i];
    names[i] = key[row] != 0 ? key[row] : id[row];
  }
};

struct FlagFirst {
  const std::uint64_t* names;
  std::uint8_t* flags;
  HD void operator()(std::uint32_t i) const { flags[i] = i == 0 || names[i] != names[i - 1]; }
};

struct CloseLast {
  const std::uint32_t *clusters, *cells;
  std::uint32_t* start;
  HD void operator()(std::int64_t) const { start[*clusters] = *cells; }
};

}  // namespace

Clusters::Clusters(Device& device, const ChosenRows& chosen, const std::uint64_t* key,
                   const std::uint64_t* id)
    : rows_(device, chosen.size().most, "rows of clusters", Contents::undefined),
      start_(device, std::size_t{chosen.size().most} + 1, "clusters", Contents::undefined),
      size_(device, 1, "number of clusters") {
  const RowCount cells = chosen.size();
  Buffer<std::uint64_t> names(device, cells.most, "names of clusters", Contents::undefined);
  Buffer<std::uint8_t> first(device, cells.most, "first of clusters", Contents::undefined);
  for_each_row(device, "name clusters", cells,
               NameClusters{key, id, chosen.rows(), rows_.data(), names.data()});
  parallel::sort_pairs(device, names.data(), rows_.data(), cells);
  for_each_row(device, "flag first", cells, FlagFirst{names.data(), first.data()});
  parallel::compact(device, first.data(), start_.data(), size_.data(), cells);
  for_each_index(device, "close clusters", 1, CloseLast{size_.data(), cells.now, start_.data()});
}

}  // namespace metastasim
