#pragma once
#include <array>
#include <bit>
#include <cstdint>
#include <string_view>
#include <type_traits>

#include "kernels/core/hash.hpp"

/// Columns are described once, here or in the process that adds them; the description drives
/// memory, division, sorting, checkpoints, the fingerprint, output files and the reference page.
namespace metastasim {

enum class Entity : std::uint8_t { cell, traveller, voxel, segment, node, event };
enum class Element : std::uint8_t { u8, i32, u32, f32, i64, u64 };

/// What the two daughters of a dividing cell get.
enum class AtDivision : std::uint8_t {
  copy,              ///< both get the mother's value
  initial,           ///< both start again from the initial value
  daughter_initial,  ///< the row that stays keeps its value, the new row starts from the initial
                     ///< one
};

struct ColumnSpec {
  const char* name;     ///< as it stands in files; unique per entity
  const char* unit;     ///< UDUNITS-2 spelling, "1" for a pure number
  const char* meaning;  ///< one sentence
  Entity entity;
  Element element;
  AtDivision at_division;
  bool output;  ///< written to run.vtkhdf unless the scenario says otherwise
  bool hashed;  ///< part of the fingerprint (everything that later states depend on)
  std::uint64_t initial_bits;
  std::uint32_t key;
};

/// Choices with a usual answer; write only those that differ: {.initial = 38.0f, .output = false}.
template <class T>
struct ColumnOptions {
  T initial{};
  AtDivision at_division = AtDivision::copy;
  bool output = true;
  bool hashed = true;
};

/// A typed handle to a column: the only way a kernel gets at its values.
template <class T>
struct Column : ColumnSpec {};

template <class T>
constexpr Element element_of() {
  if constexpr (std::is_same_v<T, std::uint8_t>)
    return Element::u8;
  else if constexpr (std::is_same_v<T, std::int32_t>)
    return Element::i32;
  else if constexpr (std::is_same_v<T, std::uint32_t>)
    return Element::u32;
  else if constexpr (std::is_same_v<T, float>)
    return Element::f32;
  else if constexpr (std::is_same_v<T, std::int64_t>)
    return Element::i64;
  else {
    static_assert(std::is_same_v<T, std::uint64_t>, "columns hold u8, i32, u32, f32, i64 or u64");
    return Element::u64;
  }
}

constexpr std::size_t size_of(Element e) {
  constexpr std::array<std::size_t, 6> bytes{1, 4, 4, 4, 8, 8};
  return bytes[static_cast<std::size_t>(e)];
}

/// f of a null pointer to the unsigned integer that is as wide as the element.
template <class F>
void with_width_of(Element element, const F& f) {
  switch (size_of(element)) {
    case 1:
      return f(static_cast<std::uint8_t*>(nullptr));
    case 4:
      return f(static_cast<std::uint32_t*>(nullptr));
    default:
      return f(static_cast<std::uint64_t*>(nullptr));
  }
}

template <class T>
constexpr std::uint64_t bits_of_initial(T value) {
  if constexpr (sizeof(T) == 8)
    return std::bit_cast<std::uint64_t>(value);
  else if constexpr (sizeof(T) == 4)
    return std::bit_cast<std::uint32_t>(value);
  else
    return value;
}

template <class T>
constexpr Column<T> column_of(Entity entity, const char* name, const char* unit,
                              const char* meaning, ColumnOptions<T> o) {
  return {{name, unit, meaning, entity, element_of<T>(), o.at_division, o.output, o.hashed,
           bits_of_initial(o.initial), name_key(name)}};
}

template <class T>
constexpr Column<T> cell_column(const char* name, const char* unit, const char* meaning,
                                ColumnOptions<T> o = {}) {
  return column_of<T>(Entity::cell, name, unit, meaning, o);
}
template <class T>
constexpr Column<T> traveller_column(const char* name, const char* unit, const char* meaning,
                                     ColumnOptions<T> o = {}) {
  return column_of<T>(Entity::traveller, name, unit, meaning, o);
}
template <class T>
constexpr Column<T> voxel_column(const char* name, const char* unit, const char* meaning,
                                 ColumnOptions<T> o = {}) {
  return column_of<T>(Entity::voxel, name, unit, meaning, o);
}
template <class T>
constexpr Column<T> segment_column(const char* name, const char* unit, const char* meaning,
                                   ColumnOptions<T> o = {}) {
  return column_of<T>(Entity::segment, name, unit, meaning, o);
}
template <class T>
constexpr Column<T> node_column(const char* name, const char* unit, const char* meaning,
                                ColumnOptions<T> o = {}) {
  return column_of<T>(Entity::node, name, unit, meaning, o);
}
template <class T>
constexpr Column<T> event_column(const char* name, const char* unit, const char* meaning,
                                 ColumnOptions<T> o = {}) {
  return column_of<T>(Entity::event, name, unit, meaning, o);
}

constexpr std::string_view name_of(Entity e) {
  constexpr std::array<std::string_view, 6> names{"cell",    "traveller", "voxel",
                                                  "segment", "node",      "event"};
  return names[static_cast<std::size_t>(e)];
}
constexpr std::string_view name_of(Element e) {
  constexpr std::array<std::string_view, 6> names{"u8", "i32", "u32", "f32", "i64", "u64"};
  return names[static_cast<std::size_t>(e)];
}

}  // namespace metastasim
