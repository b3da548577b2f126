#include "kernels/state/column_digest.hpp"

#include "kernels/parallel/reduce.hpp"

namespace metastasim {

namespace {

struct RowDigest {
  const std::byte* data;
  std::uint32_t bytes;
  HD Fingerprint operator()(std::int64_t row) const {
    std::uint64_t word = 0;
    memcpy(&word, data + row * bytes, bytes);
    EntityHash hash(0xD16E57, static_cast<std::uint64_t>(row));
    hash.word(word);
    return hash.value();
  }
};

void add_columns(std::map<std::string, Fingerprint>& out, const std::string& owner,
                 const ColumnStore& store, std::int64_t rows) {
  for (const auto& column : store.columns()) {
    const auto bytes = static_cast<std::uint32_t>(size_of(column.spec.element));
    out[owner + "." + column.spec.name] =
        parallel::sum(store.device(), "column digest", rows, RowDigest{column.bytes.data(), bytes})
            .carried();
  }
}

void add_table(std::map<std::string, Fingerprint>& out, const std::string& owner,
               const Table& table) {
  add_columns(out, owner, table.columns(), table.read_count());
}

}  // namespace

std::map<std::string, Fingerprint> column_digests(const State& state) {
  std::map<std::string, Fingerprint> out;
  add_table(out, "traveller", state.travellers);
  add_table(out, "segment", state.vessels.segments);
  add_table(out, "node", state.vessels.nodes);
  for (const auto& site : state.sites) {
    add_table(out, site->name + "/cell", site->cells);
    add_columns(out, site->name + "/voxel", site->fields.columns(),
                static_cast<std::int64_t>(site->fields.columns().rows()));
  }
  return out;
}

}  // namespace metastasim
