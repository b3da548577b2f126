#include "host/io/xdmf.hpp"

#include <fmt/format.h>

#include "host/io/durable.hpp"
#include "host/io/provenance.hpp"

namespace metastasim {

namespace {

using Shape = std::vector<std::uint64_t>;

std::string list(const Shape& shape) { return fmt::format("{}", fmt::join(shape, " ")); }
std::string list_like(const Shape& shape, std::uint64_t first, std::uint64_t others) {
  Shape values(shape.size(), others);
  values[0] = first;
  return list(values);
}

std::string number_type(const hdf5::Values& like) {
  const bool real = std::holds_alternative<std::vector<float>>(like) ||
                    std::holds_alternative<std::vector<double>>(like);
  const std::size_t bytes = std::visit([](const auto& v) { return sizeof(v[0]); }, like);
  return fmt::format("NumberType=\"{}\" Precision=\"{}\"", real ? "Float" : "Int", bytes);
}

/// Rows first .. first + count - 1 of a table, shown in the shape `shown`.
std::string slab(const hdf5::File& run, const std::string& table, std::uint64_t first,
                 std::uint64_t count, const Shape& shown) {
  const Shape whole = run.shape(table);
  Shape part = whole;
  part[0] = count;
  return fmt::format(
      "<DataItem ItemType=\"HyperSlab\" Dimensions=\"{}\" Type=\"HyperSlab\">"
      "<DataItem Dimensions=\"3 {}\" Format=\"XML\" NumberType=\"Int\" Precision=\"8\">{} {} "
      "{}</DataItem>"
      "<DataItem Dimensions=\"{}\" {} Format=\"HDF\">{}:{}</DataItem></DataItem>\n",
      list(shown), whole.size(), list_like(whole, first, 0), list_like(whole, 1, 1), list(part),
      list(whole), number_type(run.type_of(table)), run.path().filename().string(), table);
}

std::string attribute(const std::string& name, const char* centre, bool vector,
                      const std::string& data) {
  return fmt::format("<Attribute Name=\"{}\" AttributeType=\"{}\" Center=\"{}\">{}</Attribute>\n",
                     name, vector ? "Vector" : "Scalar", centre, data);
}

std::uint64_t offset_of(const hdf5::File& run, const std::string& block, const std::string& group,
                        const std::string& name, std::uint64_t step) {
  return static_cast<std::uint64_t>(
      run.read_row<std::int64_t>(block + "/Steps/" + group + "Offsets/" + name, step)[0]);
}

/// The arrays of a group at one step; `rows` of each.
std::string attributes(const hdf5::File& run, const std::string& block, const std::string& group,
                       const char* centre, std::uint64_t step, std::uint64_t rows) {
  std::string out;
  for (const std::string& name : run.children(block + "/" + group)) {
    const std::string table = block + "/" + group + "/" + name;
    Shape shown = run.shape(table);
    shown[0] = rows;
    out += attribute(name, centre, shown.size() > 1,
                     slab(run, table, offset_of(run, block, group, name, step), rows, shown));
  }
  return out;
}

std::string vector_item(const std::vector<double>& xyz) {  // XDMF wants z, y, x
  return fmt::format(
      "<DataItem Dimensions=\"3\" NumberType=\"Float\" Precision=\"8\" Format=\"XML\">{} {} "
      "{}</DataItem>",
      xyz[2], xyz[1], xyz[0]);
}

std::string image_grid(const hdf5::File& run, const std::string& block, std::uint64_t step) {
  const auto extent = run.integers(block, "WholeExtent");
  std::string out = fmt::format(
      "<Topology TopologyType=\"3DCoRectMesh\" Dimensions=\"{} {} {}\"/>\n"
      "<Geometry GeometryType=\"ORIGIN_DXDYDZ\">{}{}</Geometry>\n",
      extent[5] + 1, extent[3] + 1, extent[1] + 1, vector_item(run.reals(block, "Origin")),
      vector_item(run.reals(block, "Spacing")));
  for (const std::string& name : run.children(block + "/CellData")) {
    const std::string table = block + "/CellData/" + name;
    const Shape whole = run.shape(table);
    out += attribute(name, "Cell", false,
                     slab(run, table, offset_of(run, block, "CellData", name, step), 1,
                          {whole[1], whole[2], whole[3]}));
  }
  return out;
}

std::string poly_grid(const hdf5::File& run, const std::string& name, std::uint64_t step) {
  const std::string block = vtkhdf::path_of(name);
  const auto topology = vtkhdf::topology_of(run, name);
  const auto category = static_cast<std::size_t>(topology);
  const vtkhdf::PolyStep place = vtkhdf::poly_step(run, name, step);
  const auto points = static_cast<std::uint64_t>(place.points),
             cells = static_cast<std::uint64_t>(place.cells);
  const auto ids = static_cast<std::uint64_t>(place.ids);
  const bool lines = topology == Topology::lines;
  return fmt::format(
             "<Topology TopologyType=\"{}\" NumberOfElements=\"{}\" "
             "NodesPerElement=\"{}\">{}</Topology>\n"
             "<Geometry GeometryType=\"XYZ\">{}</Geometry>\n",
             lines ? "Polyline" : "Polyvertex", cells, lines ? 2 : 1,
             slab(run, block + "/" + vtkhdf::categories[category] + "/Connectivity",
                  static_cast<std::uint64_t>(place.first_id[category]), ids,
                  lines ? Shape{cells, 2} : Shape{ids}),
             slab(run, block + "/Points", static_cast<std::uint64_t>(place.first_point), points,
                  {points, 3})) +
         attributes(run, block, "PointData", "Node", step, points) +
         attributes(run, block, "CellData", "Cell", step, cells);
}

/// A step without points. The reader crashes on a grid that holds nothing, and shows the points of another step where one
/// is left out: so there is one point, in the block's corner, that no cell uses and that has no values.
std::string empty_grid(const hdf5::File& run, const std::string& block) {
  const auto corner = run.reals(block, "Origin");
  return fmt::format(
      "<Topology TopologyType=\"Polyvertex\" NumberOfElements=\"0\" NodesPerElement=\"1\">"
      "<DataItem Dimensions=\"1\" NumberType=\"Int\" Format=\"XML\">0</DataItem></Topology>\n"
      "<Geometry GeometryType=\"XYZ\"><DataItem Dimensions=\"1 3\" NumberType=\"Float\" "
      "Precision=\"4\" "
      "Format=\"XML\">{} {} {}</DataItem></Geometry>\n",
      corner[0], corner[1], corner[2]);
}

std::string grid(const hdf5::File& run, const std::string& name, std::uint64_t step) {
  if (vtkhdf::is_image(run, name)) return image_grid(run, vtkhdf::path_of(name), step);
  return vtkhdf::poly_step(run, name, step).points == 0 ? empty_grid(run, vtkhdf::path_of(name))
                                                        : poly_grid(run, name, step);
}

std::string collection(const hdf5::File& run, const std::string& name, std::uint64_t steps) {
  const std::vector<double> times = run.read<double>(vtkhdf::path_of(name) + "/Steps/Values");
  std::string grids;
  for (std::uint64_t step = 0; step < steps; ++step)
    grids += fmt::format("<Grid Name=\"{}\" GridType=\"Uniform\"><Time Value=\"{}\"/>\n{}</Grid>\n",
                         name, times[step], grid(run, name, step));
  return fmt::format(
      "<Grid Name=\"{}\" GridType=\"Collection\" CollectionType=\"Temporal\">\n{}</Grid>\n", name,
      grids);
}

}  // namespace

void write_xdmf(const hdf5::File& run, const std::filesystem::path& sidecar, std::uint64_t steps) {
  std::string text = fmt::format(
      "<?xml version=\"1.0\"?>\n<Xdmf Version=\"3.0\">\n<Domain>\n"
      "<Information Name=\"values\" Value=\"{}\"/>\n",
      provenance::values(run));
  for (const std::string& name : vtkhdf::block_names(run)) text += collection(run, name, steps);
  durable::write(sidecar, text + "</Domain>\n</Xdmf>\n");
}

}  // namespace metastasim
