#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "host/config/scenario.hpp"
#include "host/io/hdf5.hpp"

namespace metastasim {

/// What somebody needs who finds the file in five years: where the numbers come from and how to
/// make them again.
struct Provenance {
  std::string scenario;       ///< its text as given
  std::string scenario_path;  ///< as given on the command line
  std::string resolved;       ///< every value in force, as a scenario that reads back as this one
  std::string settings;       ///< JSON: the same with units, ranges, sources and meanings
  std::string title, species;
  std::uint64_t seed = 0;
  bool demo = false;
  std::string version, commit,
      build;  ///< of the program; a changed tree has "+changes" behind its commit
  std::string device;
  int threads = 0;
  std::string host, command_line, started_utc;
  std::vector<std::string> citations;  ///< distinct sources of the parameters in force
  std::vector<std::pair<std::string, std::string>> inputs;  ///< file and its SHA-256
};

/// Gathers what the program knows by itself: build, host, time, digests of the scenario's input
/// files.
Provenance make_provenance(const Scenario& scenario, const std::string& device, int threads,
                           const std::string& command_line);

/// Hexadecimal SHA-256 of a file's bytes. Throws IoError.
std::string sha256_of_file(const std::filesystem::path& path);
/// 2026-11-20T19:27:21Z
std::string utc_now();

/// What every file of a run says of its rates.
inline const char* values_word(bool demo) { return demo ? "DEMO" : "realistic"; }

namespace provenance {
/// Of the layout that docs/file_format.md describes: another one where a name or a meaning changes.
inline constexpr int schema_version = 1;
inline constexpr const char* licence =
    "BSD-3-Clause is the licence of the program; that of these data is for who computed them to "
    "say";

/// With the first session, that which makes the file.
void write(hdf5::File& file, const Provenance& provenance);
/// Adds the session of a program that goes on with the run from this tick.
void add_session(hdf5::File& file, const Provenance& provenance, std::uint32_t tick);
/// Once an output: the last one's time is the run's end.
void note_time(hdf5::File& file);
/// Texts and numbers by name, as text; lists have one entry a line, also the sessions.
std::map<std::string, std::string> read(const hdf5::File& file);
/// values_word of the run that wrote the file.
std::string values(const hdf5::File& file);
}  // namespace provenance

}  // namespace metastasim
