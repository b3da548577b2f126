#include "kernels/state/row_copy.hpp"

#include "kernels/core/launch.hpp"
#include "kernels/parallel/compact.hpp"
#include "kernels/parallel/sort.hpp"

namespace metastasim {

namespace {

template <class T>
struct CopyRows {
  const T* from;
  const std::uint32_t *rows, *first;
  T* to;
  HD void operator()(std::uint32_t i) const { to[*first + i] = from[rows[i]]; }
};

void copy_column(Device& device, const ColumnStore::Stored& source, const std::uint32_t* list,
                 ColumnStore::Stored& target, const NewRows& added) {
  with_width_of(target.spec.element, [&]<class T>(T*) {
    for_each_row(device, "copy rows", added.size,
                 CopyRows<T>{reinterpret_cast<const T*>(source.bytes.data()), list, added.first,
                             reinterpret_cast<T*>(target.bytes.data())});
  });
}

struct GatherIds {
  const std::uint64_t* id;
  const std::uint32_t* rows;
  std::uint64_t* keys;
  HD void operator()(std::uint32_t i) const { keys[i] = id[rows[i]]; }
};

struct FromList {
  const std::uint32_t* list;
  std::uint32_t* rows;  ///< places in the list, before
  HD void operator()(std::uint32_t i) const { rows[i] = list[rows[i]]; }
};

/// Where all rows stay, none has to move.
struct CountMoves {
  const std::uint32_t *kept, *rows;
  std::uint32_t* moves;
  HD void operator()(std::int64_t) const { *moves = *kept == *rows ? 0 : *kept; }
};

}  // namespace

void copy_rows(const Table& from, const std::uint32_t* list, Table& to, const NewRows& added) {
  for (auto& target : to.columns().columns())
    if (const ColumnStore::Stored* source = from.columns().find_or_null(target.spec.key))
      copy_column(to.device(), *source, list, target, added);
}

void inherit_rows(Table& table, const std::uint32_t* list, const NewRows& added) {
  for (auto& column : table.columns().columns())
    if (column.spec.entity == Entity::cell && column.spec.at_division == AtDivision::copy)
      copy_column(table.device(), column, list, column, added);
}

void keep_rows(Table& table, const std::uint8_t* keep) {
  Device& device = table.device();
  Buffer<std::uint32_t> order(device, table.capacity(), "rows kept", Contents::undefined);
  Buffer<std::uint32_t> numbers(device, 2, "number of rows kept");
  std::uint32_t *kept = numbers.data(), *moves = kept + 1;
  parallel::compact(device, keep, order.data(), kept, table.rows());
  for_each_index(device, "count moves", 1, CountMoves{kept, table.count(), moves});
  table.columns().pull_forward(order.data(), {moves, table.capacity()});
  table.cut(kept);
}

ChosenRows::ChosenRows(const Table& table, const std::uint64_t* id, const std::uint8_t* flags)
    : rows_(table.device(), table.capacity(), "rows chosen", Contents::undefined),
      size_(table.device(), 1, "number of rows chosen") {
  Device& device = table.device();
  parallel::compact(device, flags, rows_.data(), size_.data(), table.rows());
  Buffer<std::uint64_t> keys(device, rows_.size(), "sort by lineage", Contents::undefined);
  for_each_row(device, "gather lineage", size(), GatherIds{id, rows_.data(), keys.data()});
  parallel::sort_pairs(device, keys.data(), rows_.data(), size());
}

ChosenRows::ChosenRows(Device& device, RowList list, const std::uint8_t* flags)
    : rows_(device, list.size.most, "rows chosen", Contents::undefined),
      size_(device, 1, "number of rows chosen") {
  parallel::compact(device, flags, rows_.data(), size_.data(), list.size);
  for_each_row(device, "rows of list", size(), FromList{list.rows, rows_.data()});
}

}  // namespace metastasim
