#pragma once
#include "kernels/circulation/boarding.hpp"
#include "kernels/process.hpp"
#include "kernels/state/clusters.hpp"

/// What the members of a cluster have in common, and how a cluster comes apart.
namespace metastasim::circulation {

/// Those who travel together: places from .. end - 1 of a list of rows, by lineage. Who has died among
/// them is skipped.
struct Part {
  std::uint32_t from, end;
};

/// The entry number of a part that came off. It follows from its cluster's number and from who leads
/// the part: from nothing that depends on when, or after whom, it came off. Bit 62 tells it from running
/// numbers; that two parts of a run share one of 2^62 is not to be expected.
HD inline std::uint64_t number_of_part(std::uint64_t cluster, std::uint64_t leader) {
  const RandomBlock b = Draws{cluster, leader, 0, 0}.block(0);
  const std::uint64_t bits = (static_cast<std::uint64_t>(b.word[0]) << 32) | b.word[1];
  return (bits >> 2) | (std::uint64_t{1} << 62);
}

struct Company {
  const std::uint32_t* rows;
  const std::uint64_t* id;
  const std::uint8_t* intent;
  const std::uint32_t* hops;
  const float *own_size, *own_tension;
  std::uint64_t *entry, *cluster;
  std::uint32_t* members;
  float *size, *tension;
  std::int64_t *grip_left, *split_left;

  Company(Table& t, const std::uint32_t* list)
      : rows(list),
        id(t.data(cell::id)),
        intent(t.data(cell::intent)),
        hops(t.data(traveller::hops)),
        own_size(t.data(traveller::size)),
        own_tension(t.data(traveller::tension)),
        entry(t.data(traveller::entry)),
        cluster(t.data(traveller::cluster)),
        members(t.data(traveller::members)),
        size(t.data(traveller::cluster_size)),
        tension(t.data(traveller::cluster_tension)),
        grip_left(t.data(traveller::grip_left)),
        split_left(t.data(traveller::split_left)) {}

  HD bool lives(std::uint32_t row) const {
    return intent[row] != static_cast<std::uint8_t>(Intent::die);
  }
  /// f(row) for each who lives.
  template <class F>
  HD void each(Part part, const F& f) const {
    for (std::uint32_t i = part.from; i < part.end; ++i)
      if (lives(rows[i])) f(rows[i]);
  }
  HD std::uint32_t living(Part part) const {
    std::uint32_t n = 0;
    each(part, [&n](std::uint32_t) { ++n; });
    return n;
  }
  /// The place of the one who has so many living before.
  HD std::uint32_t place_after(Part part, std::uint32_t living_before) const {
    std::uint32_t i = part.from;
    for (std::uint32_t n = 0; i < part.end; ++i)
      if (lives(rows[i]) && n++ == living_before) break;
    return i;
  }
  /// The first of the parts of which these are all members.
  HD Part first_part(Part all) const {
    std::uint32_t i = place_after(all, 0);
    if (i == all.end) return all;
    const std::uint64_t number = entry[rows[i]];
    while (i < all.end && (entry[rows[i]] == number || !lives(rows[i]))) ++i;
    return {all.from, i};
  }

  /// The one that gives the cluster its name, else the first; when a journey begins the one is there.
  HD std::uint32_t leader(Part part) const {
    std::uint32_t found = rows[part.from];
    each(part, [&](std::uint32_t row) { found = id[row] == cluster[row] ? row : found; });
    return found;
  }

  /// How many they are, and what narrow vessels meet: their largest and their stiffest.
  HD void tell(Part part) const {
    std::uint32_t n = 0;
    float largest = 0, stiffest = 0;
    each(part, [&](std::uint32_t row) {
      ++n;
      largest = math::max(largest, own_size[row]);
      stiffest = math::max(stiffest, own_tension[row]);
    });
    each(part, [&](std::uint32_t row) {
      members[row] = n;
      size[row] = largest;
      tension[row] = stiffest;
    });
  }
  /// What follows of what has happened: who is left is told, worn bonds give way. Whether anything did.
  HD bool settle(const JourneyDraws& draws, Part part) const {
    const std::uint32_t n = living(part);
    if (n == 0) return false;
    const std::uint32_t row = rows[place_after(part, 0)];
    const bool news = n < members[row] || size[row] == 0, worn = n > 1 && split_left[row] <= 0;
    if (news) tell(part);
    if (worn) come_apart(draws, part, n);
    return news || worn;
  }

 private:
  /// In two; any split is as likely as another.
  HD void come_apart(const JourneyDraws& draws, Part part, std::uint32_t n) const {
    const std::uint32_t first = rows[place_after(part, 0)];
    const double point = draws.of(entry[first], hops[first]).uniform(coming_apart(n));
    const std::uint32_t stay = 1 + math::min(n - 2, static_cast<std::uint32_t>(point * (n - 1)));
    const Part rest{place_after(part, stay), part.end}, staying{part.from, rest.from};
    const std::uint64_t leader = cluster[first], next = id[rows[rest.from]];
    const bool leader_leaves = has(rest, leader);
    const std::uint64_t number = number_of_part(entry[first], next);
    begin(draws, rest, number, leader_leaves ? leader : next);
    begin(draws, staying, entry[first], leader_leaves ? id[first] : leader);
    each(rest, [&](std::uint32_t row) {  // adhesion has no memory
      grip_left[row] = as_hazard(
          draws.of(number, hops[row]).exponential(static_cast<std::uint16_t>(Draw::grip)));
    });
  }
  HD void begin(const JourneyDraws& draws, Part part, std::uint64_t number,
                std::uint64_t leader) const {
    const auto bonds = static_cast<std::uint16_t>(coming_apart(living(part)) + 1);
    each(part, [&](std::uint32_t row) {
      entry[row] = number;
      cluster[row] = leader;
      split_left[row] = bears(draws.of(number, hops[row]).exponential(bonds));
    });
    tell(part);
  }
  HD bool has(Part part, std::uint64_t wanted) const {
    bool found = false;
    each(part, [&](std::uint32_t row) { found = found || id[row] == wanted; });
    return found;
  }
  /// Draw number of a cluster of so many, behind those of the way; the next is that of its bonds.
  HD static std::uint16_t coming_apart(std::uint32_t n) {
    return static_cast<std::uint16_t>(static_cast<std::uint32_t>(Draw::rupture) + 2 * n);
  }
};

/// The travellers in company, neither dead nor about to leave their vessel, cluster by cluster.
Clusters clusters_of(const Table& travellers, const ChosenRows& in_company);
ChosenRows in_company(const Table& travellers);

/// After deaths outside `circulate` (in lymph nodes): tells the members of every cluster who is left.
void tell_clusters(Step& step);

}  // namespace metastasim::circulation
