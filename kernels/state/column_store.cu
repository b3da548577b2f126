#include "kernels/state/column_store.hpp"

#include <stdexcept>
#include <string>

#include "kernels/core/launch.hpp"

namespace metastasim {

namespace {

template <class T>
struct FillRows {
  T* values;
  T value;
  std::size_t first;
  HD void operator()(std::int64_t i) const { values[first + i] = value; }
};

template <class T>
struct FillNewRows {
  T* values;
  T value;
  const std::uint32_t* first;
  HD void operator()(std::uint32_t i) const { values[*first + i] = value; }
};

template <class T>
struct GatherRows {
  const T* from;
  const std::uint32_t* order;
  T* to;
  HD void operator()(std::uint32_t i) const { to[i] = from[order[i]]; }
};

template <class T>
struct PutBack {
  const T* from;
  T* to;
  HD void operator()(std::uint32_t i) const { to[i] = from[i]; }
};

}  // namespace

ColumnStore::ColumnStore(Device& device, std::span<const ColumnSpec> specs, std::size_t rows)
    : device_(&device), rows_(rows) {
  for (const ColumnSpec& spec : specs) {
    if (find_or_null(spec.key) != nullptr)
      throw std::logic_error(std::string("two columns are named ") + spec.name);
    columns_.push_back({spec, Buffer<std::byte>(device, rows * size_of(spec.element), spec.name)});
  }
  fill_initial(0, rows);
}

ColumnStore::Stored* ColumnStore::find_or_null(std::uint32_t key) {
  for (Stored& stored : columns_)
    if (stored.spec.key == key) return &stored;
  return nullptr;
}
const ColumnStore::Stored* ColumnStore::find_or_null(std::uint32_t key) const {
  return const_cast<ColumnStore*>(this)->find_or_null(key);
}
ColumnStore::Stored& ColumnStore::find(std::uint32_t key, const char* name) {
  if (Stored* stored = find_or_null(key)) return *stored;
  throw std::logic_error(std::string("no column '") + name +
                         "': list it in the adds() of a process in cascade.def");
}
const ColumnStore::Stored& ColumnStore::find(std::uint32_t key, const char* name) const {
  return const_cast<ColumnStore*>(this)->find(key, name);
}

void ColumnStore::resize(std::size_t rows) {
  for (Stored& stored : columns_) stored.bytes.resize(rows * size_of(stored.spec.element));
  rows_ = rows;
}

void ColumnStore::fill_initial(std::size_t first, std::size_t end) {
  for (Stored& stored : columns_)
    with_width_of(stored.spec.element, [&]<class T>(T*) {
      for_each_index(*device_, "fill column",
                     static_cast<std::int64_t>(end) - static_cast<std::int64_t>(first),
                     FillRows<T>{reinterpret_cast<T*>(stored.bytes.data()),
                                 static_cast<T>(stored.spec.initial_bits), first});
    });
}

void ColumnStore::fill_initial(const NewRows& rows) {
  for (Stored& stored : columns_)
    with_width_of(stored.spec.element, [&]<class T>(T*) {
      for_each_row(*device_, "fill column", rows.size,
                   FillNewRows<T>{reinterpret_cast<T*>(stored.bytes.data()),
                                  static_cast<T>(stored.spec.initial_bits), rows.first});
    });
}

void ColumnStore::gather(const std::uint32_t* order, RowCount count) {
  for (Stored& stored : columns_)
    with_width_of(stored.spec.element, [&]<class T>(T*) {
      Buffer<std::byte> sorted(*device_, rows_ * sizeof(T), stored.spec.name, Contents::undefined);
      for_each_row(*device_, "gather column", count,
                   GatherRows<T>{reinterpret_cast<const T*>(stored.bytes.data()), order,
                                 reinterpret_cast<T*>(sorted.data())});
      stored.bytes = std::move(sorted);
    });
}

void ColumnStore::pull_forward(const std::uint32_t* order, RowCount count) {
  if (surely_none(*device_, count)) return;
  Buffer<std::uint64_t> pulled(*device_, rows_, "rows pulled forward", Contents::undefined);
  for (Stored& stored : columns_)
    with_width_of(stored.spec.element, [&]<class T>(T*) {
      T* values = reinterpret_cast<T*>(stored.bytes.data());
      T* there = reinterpret_cast<T*>(pulled.data());
      for_each_row(*device_, "gather column", count, GatherRows<T>{values, order, there});
      for_each_row(*device_, "put back column", count, PutBack<T>{there, values});
    });
}

}  // namespace metastasim
