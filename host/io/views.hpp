#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "host/io/block.hpp"

namespace metastasim {

/// run_<block>.vtkhdf beside run.vtkhdf: one block each, by external link, a kilobyte.
void write_views(const std::filesystem::path& directory, const std::vector<Block>& blocks);
/// view.py beside run.vtkhdf: scripts/paraview/view.py, which knows where it was put and whether the rates are DEMO.
void write_paraview_script(const std::filesystem::path& directory, bool demo);
/// How to look at a run, for the end of one: a line per version of ParaView.
std::string paraview_commands(const std::filesystem::path& directory);

}  // namespace metastasim
