#pragma once
#include <filesystem>
#include <string>

namespace metastasim {

/// Writes `path`.tmp and renames it, so that a reader sees the old text or the new one, never half
/// of one. Throws IoError.
void replace_file(const std::filesystem::path& path, const std::string& text);

}  // namespace metastasim
