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
struct GatherRows {
  const T* from;
  const std::uint32_t* order;
  T* to;
  HD void operator()(std::int64_t i) const { to[i] = from[order[i]]; }
};

template <class T>
void fill(Device& device, std::byte* bytes, std::uint64_t bits, std::size_t first,
          std::size_t end) {
  for_each_index(device, "fill column",
                 static_cast<std::int64_t>(end) - static_cast<std::int64_t>(first),
                 FillRows<T>{reinterpret_cast<T*>(bytes), static_cast<T>(bits), first});
}

template <class T>
void gather(Device& device, const std::byte* from, const std::uint32_t* order, std::byte* to,
            std::size_t count) {
  for_each_index(device, "gather column", static_cast<std::int64_t>(count),
                 GatherRows<T>{reinterpret_cast<const T*>(from), order, reinterpret_cast<T*>(to)});
}

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
  const std::size_t old = rows_;
  rows_ = rows;
  if (rows > old) fill_initial(old, rows);
}

void ColumnStore::fill_initial(std::size_t first, std::size_t end) {
  for (Stored& stored : columns_) {
    const std::uint64_t bits = stored.spec.initial_bits;
    switch (size_of(stored.spec.element)) {
      case 1:
        fill<std::uint8_t>(*device_, stored.bytes.data(), bits, first, end);
        break;
      case 4:
        fill<std::uint32_t>(*device_, stored.bytes.data(), bits, first, end);
        break;
      default:
        fill<std::uint64_t>(*device_, stored.bytes.data(), bits, first, end);
    }
  }
}

void ColumnStore::gather(const std::uint32_t* order, std::size_t count) {
  for (Stored& stored : columns_) {
    Buffer<std::byte> sorted(*device_, rows_ * size_of(stored.spec.element), stored.spec.name);
    const std::byte* from = stored.bytes.data();
    switch (size_of(stored.spec.element)) {
      case 1:
        metastasim::gather<std::uint8_t>(*device_, from, order, sorted.data(), count);
        break;
      case 4:
        metastasim::gather<std::uint32_t>(*device_, from, order, sorted.data(), count);
        break;
      default:
        metastasim::gather<std::uint64_t>(*device_, from, order, sorted.data(), count);
    }
    stored.bytes = std::move(sorted);
  }
}

}  // namespace metastasim
