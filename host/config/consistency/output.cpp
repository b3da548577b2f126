#include <fmt/format.h>

#include <algorithm>

#include "host/config/consistency/checks.hpp"
#include "host/config/document.hpp"
#include "host/config/nearest.hpp"
#include "kernels/cascade.hpp"

namespace metastasim::config::consistency {

namespace {

void check_names(Context& c, const std::string& key, const std::vector<std::string>& names,
                 std::initializer_list<Entity> entities) {
  std::vector<std::string> known;
  for (const Entity entity : entities)
    for (const ColumnSpec& column : columns_of(entity)) known.push_back(column.name);
  for (const std::string& name : names)
    if (std::find(known.begin(), known.end(), name) == known.end())
      return c.report(key, fmt::format("nothing called {} can be stored", text_literal(name)),
                      fmt::format("There are: {}.", fmt::join(known, ", ")),
                      text_literal(nearest(name, known).value_or(known.front())));
}

}  // namespace

void check_output(Context& c) {
  check_names(c, "output.fields", c.scenario.output.fields, {Entity::voxel});
  check_names(c, "output.cells", c.scenario.output.cells, {Entity::cell});
  check_names(c, "output.vessels", c.scenario.output.vessels, {Entity::segment, Entity::node});
}

}  // namespace metastasim::config::consistency
