#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

/// Files that are either wholly there or not at all, whatever happens while they are written. All
/// failures are IoErrors.
namespace metastasim::durable {

/// Where a file is written before it gets its name.
std::filesystem::path unfinished(const std::filesystem::path& file);

/// Appends a trailer (mark, length, SHA-256 of all before it) and waits until the disk has it all.
void seal(const std::filesystem::path& file);
/// Why a sealed file is not what was sealed; nothing where it is.
std::optional<std::string> flaw(const std::filesystem::path& file);

/// Gives unfinished(file) its name, and waits until the folder knows it.
void put_in_place(const std::filesystem::path& file);

/// A small file at one stroke: unfinished, synced, in place.
void write(const std::filesystem::path& file, std::string_view text);
/// All of a file.
std::string read(const std::filesystem::path& file);

/// The folder and those above it, where they are missing.
void make_folder(const std::filesystem::path& folder);

}  // namespace metastasim::durable
