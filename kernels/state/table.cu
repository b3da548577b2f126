#include "kernels/state/table.hpp"

#include "kernels/core/launch.hpp"

namespace metastasim {

namespace {

/// The words of a table, in their order.
enum Word : std::uint8_t { rows, end_of_room, first_new, new_rows };

struct OpenRoom {
  std::uint32_t* word;
  Room room;
  const std::uint32_t* comers;
  std::uint32_t capacity;
  HD void operator()(std::int64_t) const {
    const std::uint32_t left = capacity - word[rows];
    word[end_of_room] = word[rows] + math::min(room.for_more(word[rows], *comers), left);
  }
};

struct AddRows {
  const std::uint32_t* wanted;
  std::uint32_t* word;
  HD void operator()(std::int64_t) const {
    const std::uint32_t left = word[end_of_room] - word[rows];
    word[first_new] = word[rows];
    word[new_rows] = math::min(*wanted, left);
    word[rows] += word[new_rows];
  }
};

struct Cut {
  const std::uint32_t* count;
  std::uint32_t* word;
  HD void operator()(std::int64_t) const { word[rows] = *count; }
};

}  // namespace

std::uint32_t Table::read_count() const {
  std::uint32_t count = 0;
  words_.copy_to_host(std::span(&count, 1));
  return count;
}

void Table::reserve(std::uint32_t needed) {
  if (needed > capacity()) columns_.resize(static_cast<std::size_t>(needed) + needed / 4);
}

void Table::fit(std::uint32_t needed, std::uint32_t comfortable) {
  const bool far_too_large = capacity() / 2 > comfortable;
  if (needed > capacity() || far_too_large) columns_.resize(comfortable);
}

std::uint32_t Table::append(std::uint32_t count) {
  const std::uint32_t old = read_count();
  reserve(old + count);
  columns_.fill_initial(old, static_cast<std::size_t>(old) + count);
  set_count(old + count);
  return old;
}

void Table::open_room(const Room& room, const std::uint32_t* comers) {
  for_each_index(device(), "open room", 1, OpenRoom{words_.data(), room, comers, capacity()});
}

NewRows Table::append_in_room(RowCount wanted) {
  for_each_index(device(), "add rows", 1, AddRows{wanted.now, words_.data()});
  const NewRows added{words_.data() + first_new, {words_.data() + new_rows, wanted.most}};
  columns_.fill_initial(added);
  return added;
}

void Table::cut(const std::uint32_t* count) {
  for_each_index(device(), "cut rows", 1, Cut{count, words_.data()});
}

}  // namespace metastasim
