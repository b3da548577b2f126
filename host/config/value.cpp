#include "host/config/value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "host/config/likely_unit.hpp"
#include "host/config/nearest.hpp"
#include "host/config/route.hpp"
#include "host/config/units.hpp"

namespace metastasim::config {

namespace {

/// What every answer about one setting needs to know.
struct Context {
  const Key& key;
  const std::string& path;
  const std::string& species;

  Problem problem(const Node& at, std::string what, std::string why, std::string write) const {
    return {
        at.origin, path, std::move(what), std::move(why), std::move(write), allowed(key, species)};
  }
  std::string line(const std::string& value) const { return last_part(path) + " = " + value; }
  std::string usual() const {
    const std::string example = example_line(key, species);
    return last_part(path) + example.substr(example.find(" = "));
  }
  std::string meaning() const { return it_is(key) + "."; }
};

bool inside(const Key& key, double value) { return value >= key.low && value <= key.high; }

ReadValue wrong_type(const Context& c, const Node& node, const std::string& wanted) {
  return c.problem(node, fmt::format("{} instead of {}", name_of(node.kind), wanted), c.meaning(),
                   c.usual());
}

/// Per cent for a fraction is the usual slip.
std::optional<Problem> per_cent(const Context& c, const Node& node, double value,
                                const std::string& what) {
  const bool fraction = is_pure_number(c.key.unit) && c.key.high <= 1;
  const bool looks_like_it = fraction && node.kind != Node::Kind::text && value > 1 &&
                             value <= 100 && inside(c.key, value / 100);
  if (!looks_like_it) return {};
  return c.problem(
      node, what,
      fmt::format("It is {}, as a fraction. {} looks like per cent.", c.key.meaning, show(value)),
      fmt::format("{}   or   \"{} %\"", c.line(show(value / 100)), show(value)));
}

ReadValue checked(const Context& c, const Node& node, double value) {
  if (!std::isfinite(value))
    return c.problem(node, literal(node) + " is not a finite number", c.meaning(), c.usual());
  if (inside(c.key, value)) return Value{value};
  const std::string shown = node.kind == Node::Kind::text ? node.text : literal(node);
  const std::string what = fmt::format("{} is outside {}", shown, range_of(c.key));
  if (auto slip = per_cent(c, node, value, what)) return *slip;
  return c.problem(node, what, c.meaning(), c.usual());
}

Problem no_unit(const Context& c, const Node& node, double number) {
  const Dimension d = dimension_of(c.key.unit);
  const auto likely = with_likely_unit(number, c.key, c.species);
  if (!likely)
    return c.problem(
        node, "a number without a unit",
        fmt::format("In no unit is {} within {}. {}", show(number), range_of(c.key), c.meaning()),
        c.usual());
  const std::string why =
      d.name == "a time"
          ? fmt::format("{} could be minutes, hours or days.", show(number))
          : fmt::format("{} of which unit? It is {}: {}.", show(number), d.name, c.key.meaning);
  return c.problem(node, "a number without a unit", why, c.line(text_literal(*likely)));
}

ReadValue read_number(const Context& c, const Node& node, double number) {
  if (!std::isfinite(number) || is_pure_number(c.key.unit)) return checked(c, node, number);
  return no_unit(c, node, number);
}

/// The same number with a decimal point, where the key takes that.
std::string pointed(const Context& c, const std::string& text) {
  const auto mended = with_decimal_point(text);
  if (!mended) return c.usual();
  const Quantity q = parse_quantity(*mended, c.key.unit);
  return q.ok() && inside(c.key, q.value) ? c.line(text_literal(*mended)) : c.usual();
}

ReadValue read_quantity(const Context& c, const Node& node) {
  if (node.kind == Node::Kind::whole) return read_number(c, node, static_cast<double>(node.whole));
  if (node.kind == Node::Kind::real) return read_number(c, node, node.real);
  if (node.kind != Node::Kind::text) return wrong_type(c, node, describe(c.key.unit));
  const Quantity q = parse_quantity(node.text, c.key.unit);
  if (q.ok()) return checked(c, node, q.value);
  if (q.why.empty()) {
    double number = 0;
    std::from_chars(node.text.data(), node.text.data() + node.text.size(), number);
    return no_unit(c, node, number);
  }
  return c.problem(node, q.what, fmt::format("{} {}", q.why, c.meaning()), pointed(c, node.text));
}

/// The list with units, where it is one that the key takes.
std::string cure_of_list(const Context& c, const Node& node) {
  Node proposed = with_likely_units(node, c.key, c.species);
  for (Node& item : proposed.items)
    if (const auto mended = with_decimal_point(item.text)) item = text_node(*mended);
  const bool taken = std::all_of(
      proposed.items.begin(), proposed.items.end(),
      [&](const Node& item) { return std::holds_alternative<Value>(read_quantity(c, item)); });
  return taken ? c.line(literal(proposed)) : c.usual();
}

ReadValue read_quantities(const Context& c, const Node& node) {
  if (node.kind != Node::Kind::array || node.items.size() != 3)
    return c.problem(node,
                     node.kind == Node::Kind::array
                         ? fmt::format("{} values instead of three", node.items.size())
                         : name_of(node.kind) + " instead of three values",
                     "One value for each axis: x, y, z.", c.usual());
  std::array<double, 3> values{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    ReadValue one = read_quantity(c, node.items[axis]);
    if (Problem* p = std::get_if<Problem>(&one)) {
      p->write = cure_of_list(c, node);
      return *p;
    }
    values[axis] = std::get<double>(std::get<Value>(one));
  }
  return Value{values};
}

ReadValue read_whole(const Context& c, const Node& node) {
  if (node.kind != Node::Kind::whole) return wrong_type(c, node, "a whole number");
  ReadValue number = checked(c, node, static_cast<double>(node.whole));
  if (std::holds_alternative<Problem>(number)) return number;
  return Value{node.whole};
}

ReadValue read_yes_no(const Context& c, const Node& node) {
  if (node.kind == Node::Kind::yes_no) return Value{std::int64_t{node.yes}};
  if (node.kind == Node::Kind::whole) return read_whole(c, node);
  return wrong_type(c, node, "true or false");
}

ReadValue read_choice(const Context& c, const Node& node) {
  if (node.kind != Node::Kind::text) return wrong_type(c, node, allowed(c.key, c.species));
  for (std::size_t i = 0; i < c.key.choices.size(); ++i)
    if (c.key.choices[i] == node.text) return Value{static_cast<std::int64_t>(i)};
  const std::string guess = nearest(node.text, c.key.choices).value_or(c.key.choices.front());
  return c.problem(node, fmt::format("{} is not a choice", text_literal(node.text)), c.meaning(),
                   c.line(text_literal(guess)));
}

ReadValue read_text(const Context& c, const Node& node) {
  if (node.kind != Node::Kind::text) return wrong_type(c, node, "a text");
  if (node.text.empty() && !example_of(c.key, c.species).empty())
    return c.problem(node, "an empty text", c.meaning(), c.usual());
  if (node.text.size() > 1000)
    return c.problem(node, "a text of more than 1000 bytes", c.meaning(), c.usual());
  return Value{node.text};
}

/// The texts of a list; nothing where something else stands in it.
std::optional<std::vector<std::string>> texts_of(const Node& node) {
  if (node.kind != Node::Kind::array) return {};
  std::vector<std::string> texts;
  for (const Node& item : node.items) {
    if (item.kind != Node::Kind::text) return {};
    texts.push_back(item.text);
  }
  return texts;
}

ReadValue read_route(const Context& c, const Node& node) {
  std::vector<RouteEdge> edges;
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    const Node& item = node.items[i];
    RouteLine line = parse_route_line(item.text);
    if (!line.problem.empty()) return c.problem(item, line.problem, line.why, line.write);
    for (RouteEdge& edge : line.edges) {
      edge.origin = item.origin;
      edge.text = i;
      edges.push_back(std::move(edge));
    }
  }
  return Value{edges};
}

ReadValue read_list(const Context& c, const Node& node) {
  const auto texts = texts_of(node);
  if (!texts) return wrong_type(c, node, "a list of texts");
  if (c.key.type == KeyType::route) return read_route(c, node);
  return Value{*texts};
}

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

}  // namespace

ReadValue read_value(const Node& node, const Key& key, const std::string& path,
                     const std::string& species) {
  const Context c{key, path, species};
  switch (key.type) {
    case KeyType::text:
      return read_text(c, node);
    case KeyType::choice:
      return read_choice(c, node);
    case KeyType::quantity:
      return read_quantity(c, node);
    case KeyType::quantities:
      return read_quantities(c, node);
    case KeyType::whole:
      return read_whole(c, node);
    case KeyType::yes_no:
      return read_yes_no(c, node);
    case KeyType::names:
    case KeyType::route:
      return read_list(c, node);
  }
  return wrong_type(c, node, "a value");
}

Node default_node(const Key& key, const std::string& text) {
  Node node = text_node(text);
  if (key.type == KeyType::yes_no) {
    node.kind = Node::Kind::yes_no;
    node.yes = text == "true";
  } else if (key.type == KeyType::whole) {
    node.kind = Node::Kind::whole;
    std::from_chars(text.data(), text.data() + text.size(), node.whole);
  } else if (key.type == KeyType::quantity && is_pure_number(key.unit)) {
    node.kind = Node::Kind::real;
    std::from_chars(text.data(), text.data() + text.size(), node.real);
  }
  return node;
}

double number_of(const Value& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
  return std::get<double>(value);
}

void store(const Value& value, const Key& key, const Slot& slot) {
  std::visit(Overloaded{
                 [](std::monostate) {},
                 [&](std::string* to) {
                   *to = key.type == KeyType::choice
                             ? key.choices[static_cast<std::size_t>(std::get<std::int64_t>(value))]
                             : std::get<std::string>(value);
                 },
                 [&](bool* to) { *to = std::get<std::int64_t>(value) != 0; },
                 [&](double* to) { *to = std::get<double>(value); },
                 [&](int* to) { *to = static_cast<int>(std::get<std::int64_t>(value)); },
                 [&](std::uint64_t* to) {
                   *to = static_cast<std::uint64_t>(std::get<std::int64_t>(value));
                 },
                 [&](auto* to) { *to = std::get<std::remove_pointer_t<decltype(to)>>(value); },
             },
             slot);
}

}  // namespace metastasim::config
