#include "host/geometry/network_csv.hpp"

#include <cmath>
#include <map>
#include <optional>

#include "host/geometry/network_limits.hpp"
#include "host/geometry/network_names.hpp"
#include "host/geometry/network_text.hpp"
#include "host/geometry/text_output.hpp"

namespace metastasim::geometry {

namespace {

using vessels::Boundary;
using vessels::Network;
using vessels::not_given;

/// A comma-separated file whose first line names its columns. What is wrong with its rows is kept in
/// a list, and something harmless given instead.
class Table {
 public:
  Table(const std::filesystem::path& path, Refusals& refusals,
        const std::vector<const char*>& needed)
      : file(path), refusals_(refusals) {
    file.require_next("a line with the names of its columns");
    const auto names = words(file.line(), ',');
    width_ = names.size();
    const bool is_parted_otherwise =
        width_ == 1 && file.line().find_first_of(";\t") != std::string::npos;
    if (is_parted_otherwise)
      spoil(
          "its columns are parted by semicolons or tabs: write commas between them, and points in "
          "numbers");
    for (std::size_t c = 0; c < names.size(); ++c)
      if (!columns_.emplace(names[c], c).second)
        spoil("column '" + names[c] + "' stands there twice: drop or rename one");
    for (const char* column : needed)
      if (!is_parted_otherwise && !has(column))
        spoil(std::string("there is no column '") + column + "': add it to the first line");
  }

  bool next() {
    if (!is_readable_ || !file.next()) return false;
    cells_ = words(file.line(), ',');
    if (++rows_ > most_rows) file.refuse("this is more rows than this program reads");
    note_what_has_no_column();
    return true;
  }
  bool is_readable() const { return is_readable_; }
  bool has(const char* column) const { return columns_.contains(column); }
  void note(const std::string& problem) { refusals_.add(file.told(problem)); }
  void note(const std::vector<std::string>& problems) {
    for (const std::string& problem : problems) note(problem);
  }
  /// Empty where there is no such column or nothing in it.
  std::string cell(const char* column) const {
    const auto found = columns_.find(column);
    return found == columns_.end() || found->second >= cells_.size() ? std::string()
                                                                     : cells_[found->second];
  }
  double number(const char* column) {
    return refusals_.noted(not_given, [&] { return number_in(file, cell(column), column); });
  }
  double number_or(const char* column, double otherwise) {
    const std::string text = cell(column);
    return text.empty() || text == "nan" ? otherwise : number(column);
  }
  std::optional<std::uint64_t> id(const char* column) {
    return refusals_.noted(std::optional<std::uint64_t>(),
                           [&] { return std::optional(id_in(file, cell(column), column)); });
  }
  /// Place of a name in a list, `otherwise` where the cell is empty.
  template <class E, std::size_t N>
  E choice(const char* column, const std::array<const char*, N>& names, E otherwise) {
    const std::string text = cell(column);
    if (text.empty()) return otherwise;
    std::string known;
    for (std::size_t i = 0; i < N; ++i) {
      if (text == names[i]) return static_cast<E>(i);
      known += *names[i] ? std::string(known.empty() ? "" : ", ") + names[i] : "";
    }
    note("'" + text + "' stands under " + column + ": write one of " + known);
    return otherwise;
  }

  TextFile file;

 private:
  /// A comma for a decimal point shifts what follows into wrong columns.
  void note_what_has_no_column() {
    while (cells_.size() > width_ && cells_.back().empty()) cells_.pop_back();
    if (cells_.size() > width_)
      note(fmt::format(
          "{} values stand under {} columns: write points in numbers, and quotes around "
          "texts with commas",
          cells_.size(), width_));
  }

  void spoil(const std::string& problem) {
    is_readable_ = false;
    note(problem);
  }

  Refusals& refusals_;
  std::map<std::string, std::size_t> columns_;
  std::vector<std::string> cells_;
  std::size_t rows_ = 0, width_ = 0;
  bool is_readable_ = true;
};

class CsvReader {
 public:
  explicit CsvReader(const std::filesystem::path& path)
      : path_(path), listed_(std::filesystem::exists(nodes_file_of(path))) {
    out_.title = path.filename().string();
  }

  Network read() {
    if (listed_) read_nodes();
    read_segments();
    refusals_.raise();
    return std::move(out_);
  }

 private:
  void read_nodes() {
    Table table(nodes_file_of(path_), refusals_, {"node", "x_um", "y_um", "z_um"});
    all_nodes_known_ = table.is_readable();
    while (table.next()) read_node(table);
  }

  void read_node(Table& table) {
    const int place = static_cast<int>(out_.nodes.size());
    const auto id = table.id("node");
    all_nodes_known_ = all_nodes_known_ && id;
    if (id)
      refusals_.noted(false, [&] {
        nodes_.add(table.file, *id, out_.nodes.size());
        return true;
      });
    out_.nodes.push_back({id.value_or(0), table.number("x_um"), table.number("y_um"),
                          table.number("z_um"), table.choice("port", port_names, Port::none)});
    const Boundary kind = table.choice("boundary", boundary_names, Boundary::none);
    if (kind == Boundary::none) return note_value_without_kind(table);
    out_.boundary.push_back({place, kind, table.number("value"),
                             table.number_or("haematocrit", not_given),
                             table.number_or("pO2_mmHg", not_given)});
    if (!std::isnan(out_.boundary.back().value))
      table.note(implausible(out_.boundary.back(), id.value_or(0)));
  }

  /// 0 is what other programs write where there is none.
  void note_value_without_kind(Table& table) {
    if (table.cell("boundary").empty() && table.number_or("value", 0) != 0)
      table.note("the value " + table.cell("value") +
                 " stands without its kind: write pressure or flow under boundary");
  }

  void read_segments() {
    std::vector<const char*> needed{"segment", "from", "to", "diameter_um"};
    if (!listed_) needed.push_back("length_um");
    Table table(path_, refusals_, needed);
    while (table.next()) read_segment(table);
  }

  void read_segment(Table& table) {
    vessels::NetworkSegment s;
    const auto id = table.id("segment");
    s.id = id.value_or(0);
    if (id) note_if_twice(table, *id);
    const auto from = end_of(table, "from"), to = end_of(table, "to");
    s.from = from.value_or(0);
    s.to = to.value_or(0);
    s.diameter_um = table.number("diameter_um");
    if (s.diameter_um <= 0)
      table.note("diameter_um is " + table.cell("diameter_um") + ": write a positive number of um");
    if (!listed_ || !table.cell("length_um").empty())
      s.length_um = table.number("length_um");
    else if (from && to)
      s.length_um = distance_um(out_.nodes[s.from], out_.nodes[s.to]);
    s.kind = table.choice("kind", kind_names, VesselKind::capillary);
    s.flow_nl_per_min = table.number_or("flow_nl_per_min", not_given);
    s.haematocrit = table.number_or("discharge_haematocrit", not_given);
    table.note(implausible(s));
    out_.segments.push_back(s);
  }

  void note_if_twice(Table& table, std::uint64_t segment) {
    refusals_.noted(false, [&] {
      segments_.add(table.file, segment, out_.segments.size());
      return true;
    });
  }

  /// The node that a segment names; a new one where no file lists the nodes.
  std::optional<int> end_of(Table& table, const char* column) {
    const auto id = table.id(column);
    if (!id) return {};
    if (!listed_ && !nodes_.has(*id)) {
      nodes_.add(table.file, *id, out_.nodes.size());
      out_.nodes.push_back({*id});
    }
    if (!all_nodes_known_ && !nodes_.has(*id)) return {};  // it may be in a line that was refused
    return refusals_.noted(std::optional<int>(), [&] {
      return std::optional(
          nodes_.place(table.file, *id, ("segment " + table.cell("segment")).c_str()));
    });
  }

  std::filesystem::path path_;
  bool listed_, all_nodes_known_ = true;
  Refusals refusals_;
  Network out_;
  Names nodes_{"node"}, segments_{"segment"};
};

}  // namespace

std::filesystem::path nodes_file_of(const std::filesystem::path& path) {
  return std::filesystem::path(path).replace_extension(".nodes.csv");
}

Network read_network_csv(const std::filesystem::path& path) { return CsvReader(path).read(); }

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
