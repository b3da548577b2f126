#include "host/geometry/network_csv.hpp"

#include <cmath>
#include <map>
#include <unordered_set>

#include "host/geometry/network_names.hpp"
#include "host/geometry/network_text.hpp"
#include "host/geometry/text_output.hpp"

namespace metastasim::geometry {

namespace {

using vessels::Boundary;
using vessels::Network;
using vessels::not_given;

/// A comma-separated file whose first line names its columns.
class Table {
 public:
  explicit Table(const std::filesystem::path& path) : file(path) {
    file.require_next("a line with the names of its columns");
    const auto names = words(file.line(), ',');
    for (std::size_t c = 0; c < names.size(); ++c)
      if (!columns_.emplace(names[c], c).second)
        file.refuse("column '" + names[c] + "' stands there twice: drop or rename one");
  }

  bool next() {
    if (!file.next()) return false;
    cells_ = words(file.line(), ',');
    if (++rows_ > most_rows) file.refuse("this is more rows than this program reads");
    return true;
  }
  bool has(const char* column) const { return columns_.contains(column); }
  /// Empty where there is no such column or nothing in it.
  std::string cell(const char* column) const {
    const auto found = columns_.find(column);
    return found == columns_.end() || found->second >= cells_.size() ? std::string()
                                                                     : cells_[found->second];
  }
  double number(const char* column) const {
    if (!has(column))
      file.refuse(std::string("there is no column '") + column + "': add it to the first line");
    return number_in(file, cell(column), column);
  }
  double number_or(const char* column, double otherwise) const {
    const std::string text = cell(column);
    return text.empty() || text == "nan" ? otherwise : number_in(file, text, column);
  }
  std::uint64_t id(const char* column) const {
    if (!has(column))
      file.refuse(std::string("there is no column '") + column + "': add it to the first line");
    return id_in(file, cell(column), column);
  }
  /// Place of a name in a list, `otherwise` where the cell is empty.
  template <class E, std::size_t N>
  E choice(const char* column, const std::array<const char*, N>& names, E otherwise) const {
    const std::string text = cell(column);
    if (text.empty()) return otherwise;
    std::string known;
    for (std::size_t i = 0; i < N; ++i) {
      if (text == names[i]) return static_cast<E>(i);
      known += *names[i] ? std::string(known.empty() ? "" : ", ") + names[i] : "";
    }
    file.refuse("'" + text + "' stands under " + column + ": write one of " + known);
  }

  TextFile file;

 private:
  std::map<std::string, std::size_t> columns_;
  std::vector<std::string> cells_;
  std::size_t rows_ = 0;
};

void read_nodes(const std::filesystem::path& path, Network& out, NodeNames& names) {
  Table table(path);
  while (table.next()) {
    const int place = static_cast<int>(out.nodes.size());
    names.add(table.file, table.id("node"), place);
    out.nodes.push_back({table.id("node"), table.number("x_um"), table.number("y_um"),
                         table.number("z_um"), table.choice("port", port_names, Port::none)});
    const Boundary kind = table.choice("boundary", boundary_names, Boundary::none);
    if (kind == Boundary::none) continue;
    out.boundary.push_back({place, kind, table.number("value"),
                            table.number_or("haematocrit", not_given),
                            table.number_or("pO2_mmHg", not_given)});
  }
}

/// The node that a segment names; a new one where no file lists the nodes.
int end_of(const Table& table, const char* column, bool listed, Network& out, NodeNames& names) {
  const std::uint64_t id = table.id(column);
  if (!listed && !names.has(id)) {
    names.add(table.file, id, static_cast<int>(out.nodes.size()));
    out.nodes.push_back({id});
  }
  return names.place(table.file, id, ("segment " + table.cell("segment")).c_str());
}

}  // namespace

std::filesystem::path nodes_file_of(const std::filesystem::path& path) {
  return std::filesystem::path(path).replace_extension(".nodes.csv");
}

Network read_network_csv(const std::filesystem::path& path) {
  Network out;
  NodeNames names;
  out.title = path.filename().string();
  const bool listed = std::filesystem::exists(nodes_file_of(path));
  if (listed) read_nodes(nodes_file_of(path), out, names);
  Table table(path);
  std::unordered_set<std::uint64_t> segments;
  while (table.next()) {
    vessels::NetworkSegment s;
    s.id = table.id("segment");
    if (!segments.insert(s.id).second)
      table.file.refuse("segment " + table.cell("segment") +
                        " is listed twice, so reports cannot tell which is meant: rename or drop "
                        "one");
    s.from = end_of(table, "from", listed, out, names);
    s.to = end_of(table, "to", listed, out, names);
    s.diameter_um = table.number("diameter_um");
    if (!(s.diameter_um > 0))
      table.file.refuse("diameter_um is " + table.cell("diameter_um") +
                        ": write a positive number of um");
    s.length_um = listed && table.cell("length_um").empty()
                      ? distance_um(out.nodes[s.from], out.nodes[s.to])
                      : table.number("length_um");
    s.kind = table.choice("kind", kind_names, VesselKind::capillary);
    s.flow_nl_per_min = table.number_or("flow_nl_per_min", not_given);
    s.haematocrit = table.number_or("discharge_haematocrit", not_given);
    out.segments.push_back(s);
  }
  return out;
}

void write_network_csv(const std::filesystem::path& path, const Network& network) {
  TextOutput segments(path);
  segments.print("segment,from,to,diameter_um,length_um,kind\n");
  for (const auto& s : network.segments)
    segments.print("{},{},{},{},{},{}\n", s.id, network.nodes[s.from].id, network.nodes[s.to].id,
                   s.diameter_um, s.length_um, name_in(kind_names, s.kind));
  segments.close();
  std::vector<const vessels::BoundaryCondition*> at(network.nodes.size());
  for (const auto& b : network.boundary) at[b.node] = &b;
  TextOutput nodes(nodes_file_of(path));
  nodes.print("node,x_um,y_um,z_um,port,boundary,value,haematocrit,pO2_mmHg\n");
  const auto given = [](double v) { return std::isnan(v) ? std::string() : fmt::format("{}", v); };
  for (std::size_t n = 0; n < network.nodes.size(); ++n) {
    const auto& node = network.nodes[n];
    nodes.print("{},{},{},{},{},", node.id, node.x_um, node.y_um, node.z_um,
                name_in(port_names, node.port));
    if (at[n] == nullptr)
      nodes.print(",,,\n");
    else
      nodes.print("{},{},{},{}\n", name_in(boundary_names, at[n]->kind), at[n]->value,
                  given(at[n]->haematocrit), given(at[n]->po2_mmhg));
  }
  nodes.close();
}

}  // namespace metastasim::geometry
