#pragma once
#include <array>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "host/io/io_error.hpp"

/// A thin coat over the HDF5 C API: handles that close themselves, errors that are exceptions with
/// file, object and cause. Objects are named by their path in the file. One thread at a time
/// (Debian's HDF5 is not thread-safe).
namespace metastasim::hdf5 {

/// Call before anything else touches HDF5: no exit handler (it crashes after a failed write), no
/// printing of its own.
void start();

/// The number types that stand in our files; all little-endian.
using Values = std::variant<std::vector<float>, std::vector<double>, std::vector<std::int32_t>,
                            std::vector<std::int64_t>, std::vector<std::uint8_t>,
                            std::vector<std::uint32_t>, std::vector<std::uint64_t>>;
inline std::size_t size(const Values& values) {
  return std::visit([](const auto& v) { return v.size(); }, values);
}

/// An HDF5 identifier that closes itself.
class Handle {
 public:
  using Close = int (*)(std::int64_t);
  Handle() = default;
  Handle(std::int64_t id, Close close) : id_(id), close_(close) {}
  Handle(Handle&& other) noexcept { *this = std::move(other); }
  Handle& operator=(Handle&& other) noexcept {
    std::swap(id_, other.id_);
    std::swap(close_, other.close_);
    return *this;
  }
  ~Handle() {
    if (id_ >= 0) close_(id_);
  }
  std::int64_t id() const { return id_; }
  bool ok() const { return id_ >= 0; }
  /// Closes now; false where HDF5 says that it could not.
  bool close() { return id_ < 0 || close_(std::exchange(id_, -1)) >= 0; }

 private:
  std::int64_t id_ = -1;
  Close close_ = nullptr;
};

enum class Access { create, read, append };
enum class Order { unspecified, creation };  ///< creation: link order tracked and indexed

/// How a table (a dataset that grows along its first dimension) is made.
struct TableLayout {
  std::vector<std::uint64_t> row;    ///< shape of one row; empty for a plain number
  std::vector<std::uint64_t> chunk;  ///< one number more than `row`
  int compression = 0;               ///< deflate level, with shuffle; 0 = none
};

class File {
 public:
  /// Access::create refuses a file that exists. Locking is off: a reader that holds the file must
  /// not stop a run.
  File(std::filesystem::path path, Access access);
  /// Checked, unlike the destructor: what HDF5 still holds reaches the file here.
  void close();
  void flush();
  const std::filesystem::path& path() const { return path_; }

  bool exists(const std::string& object) const;
  std::vector<std::string> children(const std::string& group) const;
  void remove(const std::string& object);
  void create_group(const std::string& path, Order order = Order::unspecified);
  void soft_link(const std::string& target, const std::string& path);
  void external_link(const std::string& file, const std::string& target, const std::string& path);

  /// Attributes: numbers as a scalar or a list, text of fixed length. Replaced where they exist.
  void set_attribute(const std::string& object, const char* name, const Values& values,
                     bool scalar = false);
  void set_attribute(const std::string& object, const char* name, const std::string& text);
  std::vector<std::int64_t> integers(const std::string& object, const char* name) const;
  std::vector<double> reals(const std::string& object, const char* name) const;
  std::string text_attribute(const std::string& object, const char* name) const;

  /// Texts as fixed-length datasets: one, or a list.
  void write_text(const std::string& path, const std::string& text);
  /// In place: nothing in the file moves. `text` is as long as the one there.
  void overwrite_text(const std::string& path, const std::string& text);
  void write_texts(const std::string& path, const std::vector<std::string>& texts);
  std::vector<std::string> read_texts(const std::string& path) const;

  /// Numbers that will not grow, in one piece.
  void write(const std::string& path, const Values& values);
  /// `like` gives the number type.
  void create_table(const std::string& path, const Values& like, const TableLayout& layout);
  std::vector<std::uint64_t> shape(const std::string& table) const;
  std::uint64_t rows(const std::string& table) const { return shape(table)[0]; }
  /// Returns the first new row. The number of values must be a multiple of a row's.
  std::uint64_t append(const std::string& table, const Values& values);
  /// Rows from `first` on; the table grows where they reach beyond its end.
  void overwrite(const std::string& table, std::uint64_t first, const Values& values);
  void truncate(const std::string& table, std::uint64_t rows);
  /// The type the values have in the file, empty.
  Values type_of(const std::string& table) const;
  Values read(const std::string& table, const Values& like, std::uint64_t first,
              std::uint64_t rows) const;
  template <class T>
  std::vector<T> read(const std::string& table) const {
    return std::get<std::vector<T>>(read(table, std::vector<T>{}, 0, rows(table)));
  }
  template <class T>
  std::vector<T> read_row(const std::string& table, std::uint64_t row) const {
    return std::get<std::vector<T>>(read(table, std::vector<T>{}, row, 1));
  }

 private:
  friend class Task;
  std::filesystem::path path_;
  Handle handle_;
};

}  // namespace metastasim::hdf5
