#include "kernels/state/fingerprint.hpp"

#include <algorithm>
#include <cstdio>
#include <stdexcept>

#include "kernels/parallel/reduce.hpp"
#include "kernels/state/cell_columns.hpp"

namespace metastasim {

namespace {

constexpr int most_columns = 96;

/// The hashed columns of a store, ordered by key so that the order of processes does not matter.
struct HashedColumns {
  const std::byte* data[most_columns];
  std::uint8_t bytes[most_columns];
  std::uint32_t key[most_columns];
  int count = 0;

  HD void mix_row(EntityHash& hash, std::int64_t row) const {
    for (int c = 0; c < count; ++c) {
      std::uint64_t word = 0;
      memcpy(&word, data[c] + row * bytes[c], bytes[c]);
      hash.word(word ^ (static_cast<std::uint64_t>(key[c]) << 32));
    }
  }
};

HashedColumns hashed_columns(const ColumnStore& store) {
  std::vector<const ColumnStore::Stored*> hashed;
  for (const auto& stored : store.columns())
    if (stored.spec.hashed) hashed.push_back(&stored);
  if (hashed.size() > most_columns)
    throw std::logic_error("more hashed columns than a fingerprint kernel holds");
  std::sort(hashed.begin(), hashed.end(),
            [](auto* a, auto* b) { return a->spec.key < b->spec.key; });
  HashedColumns out;
  for (const auto* stored : hashed) {
    out.data[out.count] = stored->bytes.data();
    out.bytes[out.count] = static_cast<std::uint8_t>(size_of(stored->spec.element));
    out.key[out.count++] = stored->spec.key;
  }
  return out;
}

struct RowFingerprint {
  HashedColumns columns;
  const std::uint64_t* identity;
  const std::uint32_t* count;
  std::uint64_t kind;
  HD Fingerprint operator()(std::int64_t row) const {
    if (row >= *count) return {};
    EntityHash hash(kind, identity[row]);
    columns.mix_row(hash, row);
    return hash.value();
  }
};

struct VoxelFingerprint {
  HashedColumns columns;
  Grid grid;
  std::uint64_t kind;
  HD Fingerprint operator()(std::int64_t number) const {
    const int x = static_cast<int>(number % grid.nx),
              y = static_cast<int>(number / grid.nx % grid.ny);
    const int z = static_cast<int>(number / grid.nx / grid.ny);
    EntityHash hash(kind, static_cast<std::uint64_t>(number));
    columns.mix_row(hash, grid.at(x, y, z));
    return hash.value();
  }
};

std::uint64_t kind_of(Entity entity, std::int32_t site) {
  return (static_cast<std::uint64_t>(entity) << 32) | static_cast<std::uint32_t>(site);
}

Fingerprint fingerprint(const Counters& counters) {
  EntityHash hash(0xC0047, 0);
  for (const std::uint64_t count : counters.to_host()) hash.word(count);
  return hash.value();
}

}  // namespace

Fingerprint fingerprint(const Table& table, const Column<std::uint64_t>& identity,
                        std::uint64_t kind) {
  return parallel::sum(
      table.device(), "fingerprint rows", table.capacity(),
      RowFingerprint{hashed_columns(table.columns()), table.data(identity), table.count(), kind});
}

Fingerprint fingerprint(const Fields& fields, std::uint64_t kind) {
  return parallel::sum(fields.columns().device(), "fingerprint voxels", fields.grid().voxels(),
                       VoxelFingerprint{hashed_columns(fields.columns()), fields.grid(), kind});
}

Fingerprint fingerprint(const State& state) {
  EntityHash clock(0xC10CC, state.seed);
  clock.word(state.tick);
  clock.word(state.next_cell_id.read());
  clock.word(state.next_event.read());
  clock.word(state.next_entry.read());
  Fingerprint total = clock.value();
  total.add(fingerprint(state.travellers, cell::id, kind_of(Entity::traveller, 0)));
  total.add(fingerprint(state.vessels.segments, segment::id, kind_of(Entity::segment, 0)));
  total.add(fingerprint(state.vessels.nodes, node::id, kind_of(Entity::node, 0)));
  total.add(fingerprint(state.counters));
  for (const auto& site : state.sites) {
    total.add(fingerprint(site->cells, cell::id, kind_of(Entity::cell, site->id.value)));
    total.add(fingerprint(site->fields, kind_of(Entity::voxel, site->id.value)));
  }
  return total.carried();
}

std::string to_text(const Fingerprint& value) {
  char text[40];
  char* at = text;
  for (int i = 3; i >= 0; --i)
    at += std::snprintf(at, 11, "%04x %04x%s", static_cast<unsigned>(value.limb[i] >> 16),
                        static_cast<unsigned>(value.limb[i] & 0xFFFF), i > 0 ? " " : "");
  return text;
}

}  // namespace metastasim
