#include "host/io/replace_file.hpp"

#include <fstream>

#include "host/io/io_error.hpp"

namespace metastasim {

void replace_file(const std::filesystem::path& path, const std::string& text) {
  std::filesystem::path beside = path;
  beside += ".tmp";
  std::ofstream out(beside, std::ios::binary);
  out << text;
  out.close();
  if (!out) throw_errno(path, "cannot write");
  std::error_code error;
  std::filesystem::rename(beside, path, error);
  if (error) throw_io_error(path, "cannot replace", error.message());
}

}  // namespace metastasim
