#include "kernels/state/row_copy.hpp"

#include "kernels/core/launch.hpp"
#include "kernels/parallel/compact.hpp"
#include "kernels/parallel/sort.hpp"

namespace metastasim {

namespace {

template <class T>
struct CopyRows {
  const T* from;
  const std::uint32_t* rows;
  T* to;
  HD void operator()(std::int64_t i) const { to[i] = from[rows[i]]; }
};

template <class T>
void copy_values(Device& device, const std::byte* from, const std::uint32_t* rows, std::uint32_t n,
                 std::byte* to, std::uint32_t first) {
  for_each_index(
      device, "copy rows", n,
      CopyRows<T>{reinterpret_cast<const T*>(from), rows, reinterpret_cast<T*>(to) + first});
}

struct GatherIds {
  const std::uint64_t* id;
  const std::uint32_t* rows;
  std::uint64_t* keys;
  HD void operator()(std::int64_t i) const { keys[i] = id[rows[i]]; }
};

void copy_column(Device& device, const ColumnStore::Stored& source, const std::uint32_t* rows,
                 std::uint32_t n, ColumnStore::Stored& target, std::uint32_t first) {
  const std::byte* from = source.bytes.data();
  std::byte* to = target.bytes.data();
  switch (size_of(target.spec.element)) {
    case 1:
      return copy_values<std::uint8_t>(device, from, rows, n, to, first);
    case 4:
      return copy_values<std::uint32_t>(device, from, rows, n, to, first);
    default:
      return copy_values<std::uint64_t>(device, from, rows, n, to, first);
  }
}

}  // namespace

void copy_rows(const Table& from, const std::uint32_t* rows, std::uint32_t n, Table& to,
               std::uint32_t first) {
  for (auto& target : to.columns().columns())
    if (const ColumnStore::Stored* source = from.columns().find_or_null(target.spec.key))
      copy_column(to.device(), *source, rows, n, target, first);
}

void inherit_rows(Table& table, const std::uint32_t* rows, std::uint32_t n, std::uint32_t first) {
  for (auto& column : table.columns().columns())
    if (column.spec.entity == Entity::cell && column.spec.at_division == AtDivision::copy)
      copy_column(table.device(), column, rows, n, column, first);
}

void keep_rows(Table& table, const std::uint8_t* keep) {
  const std::uint32_t count = table.read_count();
  Buffer<std::uint32_t> order(table.device(), count, "rows kept");
  const std::uint32_t kept = parallel::compact(table.device(), keep, order.data(), count);
  if (kept == count) return;
  table.columns().gather(order.data(), kept);
  table.set_count(kept);
}

ChosenRows::ChosenRows(Table& table, const std::uint64_t* id, const std::uint8_t* flags,
                       std::uint32_t count)
    : rows_(table.device(), count, "rows chosen") {
  Device& device = table.device();
  size_ = parallel::compact(device, flags, rows_.data(), count);
  Buffer<std::uint64_t> keys(device, size_, "sort by lineage");
  for_each_index(device, "gather lineage", size_, GatherIds{id, rows_.data(), keys.data()});
  parallel::sort_pairs(device, keys.data(), rows_.data(), size_);
}

}  // namespace metastasim
