#include "host/geometry/secomb.hpp"

#include "host/geometry/network_limits.hpp"
#include "host/geometry/network_text.hpp"

namespace metastasim::geometry {

namespace {

using vessels::Boundary;
using vessels::BoundaryCondition;
using vessels::NetworkNode;
using vessels::NetworkSegment;

constexpr const char* asks_for_count = "is the number of lines given above them right?";

/// A heading, or words behind a count, stand where the list of before was longer or shorter than said.
bool begins_a_number(const std::string& word) { return word.find_first_of("0123456789+-.") == 0; }

class SecombReader {
 public:
  explicit SecombReader(const std::filesystem::path& path) : file_(path) {}

  vessels::Network read() {
    read_head();
    const std::size_t segments = read_count("the number of segments");
    file_.require_next("the segments' header");
    for (std::size_t i = 0; i < segments; ++i) read_segment();
    const std::size_t nodes = read_count("the number of nodes");
    file_.require_next("the nodes' header");
    for (std::size_t i = 0; i < nodes; ++i) read_node();
    const std::size_t boundary = read_count("the number of boundary nodes");
    if (boundary > 0) file_.require_next("the boundary nodes' header");
    for (std::size_t i = 0; i < boundary; ++i) read_boundary();
    connect();
    return std::move(network_);
  }

 private:
  void read_head() {
    file_.require_next("its title");
    network_.title = file_.line();
    for (const char* what : {"the box", "the tissue points", "the outer bound", "the longest piece",
                             "the most segments at a node"})
      file_.require_next(what);
  }

  std::size_t read_count(const char* what) {
    file_.require_next(what);
    const auto row = words(file_.line());
    const std::uint64_t count = id_in(file_, row[0], what);
    if (count > most_rows) file_.refuse(row[0] + " is more rows than this program reads");
    return count;
  }

  std::vector<std::string> row(const char* what, std::size_t least) {
    file_.require_next(what);
    auto out = words(file_.line());
    if (out.size() < least)
      file_.refuse(std::string("a line of ") + what + " has " + std::to_string(out.size()) +
                   " columns where " + std::to_string(least) + " are needed: " + asks_for_count);
    for (std::size_t c = 0; c < 2; ++c)  // name, and type or first coordinate
      if (!begins_a_number(out[c]))
        file_.refuse("'" + out[c] + "' stands in a line of " + what +
                     " where a number should be: " + asks_for_count);
    return out;
  }

  void read_segment() {
    const auto cell = row("the segments", 5);
    const std::uint64_t type = id_in(file_, cell[1], "the segment's type");
    if (type != 3 && type != 4 && type != 5) return;  // sprouts and removed vessels
    NetworkSegment s;
    s.id = id_in(file_, cell[0], "the segment's name");
    segments_.add(file_, s.id, network_.segments.size());
    s.diameter_um = number_in(file_, cell[4], "the diameter in um");
    if (!(s.diameter_um > 0))
      file_.refuse("segment " + cell[0] + " has diameter " + cell[4] +
                   ": write a positive number of um");
    if (cell.size() > 5 && cell[5] != "*")
      s.flow_nl_per_min = number_in(file_, cell[5], "the flow in nl/min");
    if (cell.size() > 6 && cell[6] != "*")
      s.haematocrit = number_in(file_, cell[6], "the haematocrit");
    refuse_if(file_.number(), implausible(s));
    ends_.push_back({id_in(file_, cell[2], "the segment's first node"),
                     id_in(file_, cell[3], "the segment's second node"), file_.number()});
    network_.segments.push_back(s);
  }

  void read_node() {
    const auto cell = row("the nodes", 4);
    NetworkNode n;
    n.id = id_in(file_, cell[0], "the node's name");
    n.x_um = number_in(file_, cell[1], "x in um");
    n.y_um = number_in(file_, cell[2], "y in um");
    n.z_um = number_in(file_, cell[3], "z in um");
    nodes_.add(file_, n.id, network_.nodes.size());
    network_.nodes.push_back(n);
  }

  void read_boundary() {
    const auto cell = row("the boundary nodes", 3);
    BoundaryCondition b;
    b.node = nodes_.place(file_, id_in(file_, cell[0], "the boundary node's name"),
                          "the list of boundary nodes");
    b.kind = kind_of(cell[1]);
    b.value = number_in(file_, cell[2], "the pressure or flow");
    if (cell.size() > 3 && cell[3] != "*")
      b.haematocrit = number_in(file_, cell[3], "the haematocrit");
    if (cell.size() > 4 && cell[4] != "*")
      b.po2_mmhg = number_in(file_, cell[4], "the oxygen pressure");
    refuse_if(file_.number(), implausible(b, network_.nodes[b.node].id));
    network_.boundary.push_back(b);
  }

  Boundary kind_of(const std::string& code) const {
    const double type = number_in(file_, code, "bctype");
    if (type == 0 || type == 1) return Boundary::pressure;
    if (type == 2 || type == -2 || (type >= 4 && type <= 9)) return Boundary::flow;
    file_.refuse("bctype " + code +
                 " is not known: write 0 for a pressure in mmHg or 2 for a flow in nl/min");
  }

  /// Segments come before the nodes that they name.
  void connect() {
    for (std::size_t i = 0; i < ends_.size(); ++i) {
      NetworkSegment& s = network_.segments[i];
      const std::string who =
          "segment " + std::to_string(s.id) + " (line " + std::to_string(ends_[i].line) + ")";
      s.from = nodes_.place(file_, ends_[i].from, who.c_str());
      s.to = nodes_.place(file_, ends_[i].to, who.c_str());
      s.length_um = vessels::distance_um(network_.nodes[s.from], network_.nodes[s.to]);
      refuse_if(ends_[i].line, implausible(s));
    }
  }

  void refuse_if(int line, const std::vector<std::string>& found) const {
    if (!found.empty()) throw InputError(file_.told_at(line, found.front()));
  }

  struct Ends {
    std::uint64_t from, to;
    int line;
  };
  TextFile file_;
  vessels::Network network_;
  std::vector<Ends> ends_;
  Names nodes_{"node"}, segments_{"segment"};
};

}  // namespace

vessels::Network read_secomb(const std::filesystem::path& path) {
  return SecombReader(path).read();
}

}  // namespace metastasim::geometry
