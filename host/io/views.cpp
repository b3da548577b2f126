#include "host/io/views.hpp"

#include <fmt/format.h>

#include "host/io/durable.hpp"

namespace metastasim {

namespace {

constexpr const char* script =
#include "paraview_view.inc"
    ;

/// The script with one of its lines written anew.
std::string with_line(std::string text, const std::string& begins, const std::string& line) {
  const std::size_t first = text.find("\n" + begins) + 1;
  return text.replace(first, text.find('\n', first) - first, line);
}

/// A Python string literal, whatever the path holds.
std::string quoted(const std::string& path) {
  std::string out = "\"";
  for (const char c : path) out += c == '"' || c == '\\' ? std::string{'\\', c} : std::string{c};
  return out + "\"";
}

}  // namespace

void write_views(const std::filesystem::path& directory, const std::vector<Block>& blocks) {
  for (const Block& block : blocks) {
    const std::filesystem::path path = directory / ("run_" + block.name + ".vtkhdf");
    std::filesystem::remove(path);
    hdf5::File file(path, hdf5::Access::create);
    file.external_link("run.vtkhdf", "/VTKHDF/" + block.name, "/VTKHDF");
    file.close();
  }
}

void write_paraview_script(const std::filesystem::path& directory, bool demo) {
  const std::string here = std::filesystem::absolute(directory).lexically_normal().string();
  std::string text = with_line(script, "RUN = ", "RUN = " + quoted(here));
  if (demo) text = with_line(text, "NOTE = ", "NOTE = \"   DEMO rates: how, not how often\"");
  durable::write(directory / "view.py", text);
}

std::string paraview_commands(const std::filesystem::path& directory) {
  const std::string run = directory.string();
  return fmt::format(
      "  ParaView      paraview --script={0}/view.py      (coloured cells, tubes, oxygen; press "
      "play)\n"
      "                bare, 5.13 or newer:  paraview {0}/run.vtkhdf      5.11 (Debian):  paraview "
      "{0}/run.xdmf2\n"
      "  table         {0}/funnel.csv      opens in a spreadsheet\n",
      run);
}

}  // namespace metastasim
