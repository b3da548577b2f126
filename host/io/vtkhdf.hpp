#pragma once
#include <map>

#include "host/io/block.hpp"

/// VTKHDF 2.2, MultiBlockDataSet with time inside: the layout that ParaView 5.13 and 6.1 were seen
/// to open. One step at a time; `NSteps` is written last, so that a step counts only when all of it
/// is there.
namespace metastasim::vtkhdf {

/// Knows what was last written to each array, so that what does not change is written once and
/// pointed to.
class Unchanged {
 public:
  /// True where `values` equal the `rows` of `table` from `offset`; remembers them either way.
  bool operator()(const hdf5::File& file, const std::string& table, const hdf5::Values& values,
                  std::int64_t offset, std::uint64_t rows);

 private:
  std::map<std::string, std::array<std::uint64_t, 2>> digests_;
};

/// /VTKHDF without blocks.
void create(hdf5::File& file);
/// Names of the blocks, in the order of the picture; empty before the first output.
std::vector<std::string> block_names(const hdf5::File& file);
/// All blocks, without steps; the arrays of `blocks` fix names, units and types for the whole run.
void create_blocks(hdf5::File& file, const std::vector<Block>& blocks, int compression);

/// Steps that are complete in every block.
std::uint64_t steps(const hdf5::File& file);
void append(hdf5::File& file, Unchanged& unchanged, double time_min,
            const std::vector<Block>& blocks);
void truncate(hdf5::File& file, std::uint64_t steps);

/// Where one step of a PolyData block lies in its arrays.
struct PolyStep {
  std::int64_t part = 0, points = 0, cells = 0,
               ids = 0;  ///< cells and ids of the block's own category
  std::int64_t first_point = 0;
  std::array<std::int64_t, 4> first_cell{}, first_id{};
};
Topology topology_of(const hdf5::File& file, const std::string& block);
PolyStep poly_step(const hdf5::File& file, const std::string& block, std::uint64_t step);

inline constexpr const char* categories[] = {"Vertices", "Lines", "Polygons", "Strips"};
inline std::string path_of(const std::string& block) { return "/VTKHDF/" + block; }
inline bool is_image(const hdf5::File& file, const std::string& block) {
  return file.text_attribute(path_of(block), "Type") == "ImageData";
}

}  // namespace metastasim::vtkhdf
