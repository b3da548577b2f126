#include "kernels/resolve/clusters.hpp"

#include "kernels/circulation/traveller_columns.hpp"
#include "kernels/core/atomic.hpp"
#include "kernels/core/launch.hpp"
#include "kernels/parallel/compact.hpp"
#include "kernels/parallel/scan.hpp"
#include "kernels/parallel/sort.hpp"
#include "kernels/resolve/intents.hpp"
#include "kernels/state/cell_columns.hpp"

namespace metastasim::resolve {

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

/// Clusters end in ascending order, so those that fit are the first.
struct Admit {
  const std::uint32_t *start, *rows, *end_of_room;
  std::uint32_t *clusters, *cells;
  HD void operator()(std::uint32_t c) const {
    if (start[c + 1] > *end_of_room - *rows) return;
    atomic_max(clusters, c + 1);
    atomic_max(cells, start[c + 1]);
  }
};

struct FlagCompany {
  const std::uint32_t* members;
  std::uint8_t* flags;
  HD void operator()(std::uint32_t row) const { flags[row] = members[row] > 1; }
};

/// Draws of what becomes of a cluster: numbered by its journey, as those of `circulate`, and apart from
/// all lineage numbers.
struct Fate {
  std::uint64_t seed;
  std::uint16_t process;
  /// How many stay with the first; any split is as likely as another.
  HD std::uint32_t staying(std::uint64_t entry, std::uint32_t hops, std::uint32_t cells) const {
    const double u = of(entry, hops).uniform(static_cast<std::uint16_t>(2 * cells));
    return 1 + math::min(cells - 2, static_cast<std::uint32_t>(u * (cells - 1)));
  }
  HD std::int64_t bears(std::uint64_t entry, std::uint32_t hops, std::uint32_t cells) const {
    const double e = of(entry, hops).exponential(static_cast<std::uint16_t>(2 * cells + 1));
    return math::max(std::int64_t{1}, math::to_int64(e * hazard_units));
  }

 private:
  HD Draws of(std::uint64_t entry, std::uint32_t hops) const {
    return {seed, entry | (std::uint64_t{1} << 63), hops, process};
  }
};

struct FlagSplit {
  ClusterView clusters;
  const std::int64_t* split_left;
  const float* size;
  std::uint32_t* splits;
  HD void operator()(std::uint32_t c) const {
    const std::uint32_t first = clusters.rows[clusters.start[c]];
    const bool boarded = size[first] > 0;
    splits[c] = boarded && split_left[first] <= 0 && clusters.size(c) > 1;
  }
};

struct Tend {
  ClusterView clusters;
  const std::uint32_t *splits, *split_number, *hops;
  const std::uint64_t* next_entry;
  Fate fate;
  const std::uint64_t* id;
  const float *size, *tension;
  std::uint64_t *entry, *cluster;
  std::uint32_t* members;
  float *cluster_size, *cluster_tension;
  std::int64_t* split_left;

  HD void operator()(std::uint32_t c) const {
    const std::uint32_t from = clusters.start[c], end = clusters.start[c + 1];
    const std::uint32_t first = clusters.rows[from];
    if (splits[c] == 0) return tell(from, end);
    const std::uint32_t rest = from + fate.staying(entry[first], hops[first], clusters.size(c));
    begin_part(rest, end, *next_entry + split_number[c], id[clusters.rows[rest]]);
    begin_part(from, rest, entry[first], cluster[first]);
  }

 private:
  HD void begin_part(std::uint32_t from, std::uint32_t end, std::uint64_t number,
                     std::uint64_t leader) const {
    const std::int64_t bonds = fate.bears(number, hops[clusters.rows[from]], end - from);
    for (std::uint32_t i = from; i < end; ++i) {
      const std::uint32_t row = clusters.rows[i];
      entry[row] = number;
      cluster[row] = leader;
      split_left[row] = bonds;
    }
    tell(from, end);
  }
  HD void tell(std::uint32_t from, std::uint32_t end) const {
    float largest = 0, stiffest = 0;
    for (std::uint32_t i = from; i < end; ++i) {
      largest = math::max(largest, size[clusters.rows[i]]);
      stiffest = math::max(stiffest, tension[clusters.rows[i]]);
    }
    for (std::uint32_t i = from; i < end; ++i) {
      const std::uint32_t row = clusters.rows[i];
      members[row] = end - from;
      cluster_size[row] = largest;
      cluster_tension[row] = stiffest;
    }
  }
};

/// Those that come apart are numbered in order, and their number stands in *parts.
void number_splits(Step& s, const Clusters& clusters, std::uint32_t* splits, std::uint32_t* number,
                   std::uint32_t* parts) {
  const Table& t = s.state.travellers;
  for_each_row(
      s.device, "flag splits", clusters.size(),
      FlagSplit{clusters.view(), t.data(traveller::split_left), t.data(traveller::size), splits});
  parallel::exclusive_scan(s.device, splits, number, clusters.size(), parts);
}

ChosenRows in_company(const Table& t) {
  auto flags = flags_for(t);
  for_each_row(t.device(), "flag company", t.rows(),
               FlagCompany{t.data(traveller::members), flags.data()}, rows_shared_if_cheap);
  return ChosenRows(t, t.data(cell::id), flags.data());
}

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

Admitted::Admitted(const Clusters& clusters, const Table& to)
    : most_(clusters.size().most), numbers_(to.device(), 2, "clusters admitted") {
  for_each_row(to.device(), "admit clusters", clusters.size(),
               Admit{clusters.view().start, to.count(), to.end_of_room(), numbers_.data(),
                     numbers_.data() + 1});
}

void tend_clusters(Step& s) {
  Table& t = s.state.travellers;
  const ChosenRows rows = in_company(t);
  if (surely_none(s.device, rows.size())) return;
  const Clusters clusters(s.device, rows, t.data(traveller::entry), t.data(cell::id));
  const std::size_t most = clusters.size().most;
  Buffer<std::uint32_t> splits(s.device, most, "splits", Contents::undefined);
  Buffer<std::uint32_t> number(s.device, most + 1, "split numbers", Contents::undefined);
  Buffer<std::uint32_t> parts(s.device, 1, "number of splits");
  number_splits(s, clusters, splits.data(), number.data(), parts.data());
  for_each_row(
      s.device, "tend clusters", clusters.size(),
      Tend{clusters.view(), splits.data(), number.data(), t.data(traveller::hops),
           s.state.next_entry.next(), Fate{s.state.seed, s.process.value}, t.data(cell::id),
           t.data(traveller::size), t.data(traveller::tension), t.data(traveller::entry),
           t.data(traveller::cluster), t.data(traveller::members), t.data(traveller::cluster_size),
           t.data(traveller::cluster_tension), t.data(traveller::split_left)});
  s.state.next_entry.advance(s.device, parts.data());
}

}  // namespace metastasim::resolve
