// The rows of vessels after their connections have changed (decision 6): built on the host,
// because the flow is solved there from the same lists, and written by explicit copies.
#include "kernels/resolve/vessel_rows.hpp"

#include <algorithm>

#include "kernels/circulation/ports.hpp"
#include "kernels/circulation/traveller_columns.hpp"
#include "kernels/core/launch.hpp"
#include "kernels/resolve/make_room.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/vessels/sprouts.hpp"
#include "kernels/vessels/vessel_geometry.hpp"

namespace metastasim::resolve {

namespace {

using vessels::EditedNode;
using vessels::EditedSegment;
using vessels::VesselEdit;

/// Which entry of the edit becomes which row.
struct Order {
  std::vector<std::uint32_t> entries;  ///< by new row
  std::vector<std::uint32_t> row_of;   ///< by entry
  std::vector<std::uint32_t> first;    ///< rows of site s: first[s] .. first[s + 1] - 1
};

template <class Item>
Order by_site(const std::vector<Item>& items, std::size_t sites, const std::vector<char>& stays) {
  Order out;
  out.row_of.resize(items.size());
  out.first.push_back(0);
  for (std::size_t site = 0; site < sites; ++site) {
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (!stays[i] || items[i].site != static_cast<std::int32_t>(site)) continue;
      out.row_of[i] = static_cast<std::uint32_t>(out.entries.size());
      out.entries.push_back(static_cast<std::uint32_t>(i));
    }
    out.first.push_back(static_cast<std::uint32_t>(out.entries.size()));
  }
  return out;
}

std::vector<char> segments_that_stay(const VesselEdit& edit) {
  std::vector<char> stays;
  for (const EditedSegment& s : edit.segments) stays.push_back(!s.removed);
  return stays;
}

std::vector<char> nodes_that_stay(const VesselEdit& edit) {
  std::vector<char> stays;
  for (const EditedNode& n : edit.nodes) stays.push_back(n.boundary);
  for (const EditedSegment& s : edit.segments)
    if (!s.removed) stays[s.from] = stays[s.to] = 1;
  return stays;
}

template <class T>
Buffer<T> on_device(Device& device, const std::vector<T>& values) {
  Buffer<T> buffer(device, values.size(), "rows of vessels");
  if (!values.empty()) buffer.copy_from_host(values);
  return buffer;
}

/// Every column of an entry that was a row goes along; new ones start from the initial values.
template <class Item>
void gather(Table& table, const std::vector<Item>& items, const Order& order) {
  const std::uint32_t blank = table.append(1);
  std::vector<std::uint32_t> source;
  for (const std::uint32_t i : order.entries)
    source.push_back(items[i].row == vessels::no_row ? blank
                                                     : static_cast<std::uint32_t>(items[i].row));
  const auto count = static_cast<std::uint32_t>(source.size());
  table.reserve(count);
  table.set_count(count);
  table.columns().gather(on_device(table.device(), source).data(), table.rows());
}

template <class T, class Item, class F>
void write(Table& table, const Column<T>& column, const std::vector<Item>& items,
           const Order& order, const F& value) {
  std::vector<T> values;
  for (const std::uint32_t i : order.entries) values.push_back(static_cast<T>(value(items[i])));
  table.from_host(column, std::span<const T>(values));
}

void write_nodes(Table& t, const std::vector<EditedNode>& nodes, const Order& order) {
  gather(t, nodes, order);
  write(t, node::id, nodes, order, [](auto& n) { return n.id; });
  write(t, node::x, nodes, order, [](auto& n) { return n.at.x; });
  write(t, node::y, nodes, order, [](auto& n) { return n.at.y; });
  write(t, node::z, nodes, order, [](auto& n) { return n.at.z; });
  write(t, node::tip_of, nodes, order, [](auto& n) { return n.tip_of; });
  write(t, node::heading_x, nodes, order, [](auto& n) { return n.heading.x; });
  write(t, node::heading_y, nodes, order, [](auto& n) { return n.heading.y; });
  write(t, node::heading_z, nodes, order, [](auto& n) { return n.heading.z; });
}

void write_segments(Table& t, const std::vector<EditedSegment>& segments, const Order& order,
                    const Order& nodes) {
  gather(t, segments, order);
  write(t, segment::id, segments, order, [](auto& s) { return s.id; });
  write(t, segment::site, segments, order, [](auto& s) { return s.site; });
  write(t, segment::from, segments, order, [&](auto& s) { return nodes.row_of[s.from]; });
  write(t, segment::to, segments, order, [&](auto& s) { return nodes.row_of[s.to]; });
  write(t, segment::kind, segments, order, [](auto& s) { return s.kind; });
  write(t, segment::radius, segments, order, [](auto& s) { return s.radius_um; });
  write(t, segment::length, segments, order, [](auto& s) { return s.length_um; });
  write(t, segment::sprout, segments, order, [](auto& s) { return s.sprout; });
  write(t, segment::sprouted, segments, order, [](auto& s) { return s.sprouted; });
  write(t, segment::set_point, segments, order, [](auto& s) { return s.set_point; });
}

/// The parts that each old row has become, by their place in it.
struct Parts {
  std::vector<std::uint32_t> first;  ///< by old row
  std::vector<float> begin, end;
  std::vector<std::uint32_t> row;
};

Parts parts_of(const VesselEdit& edit, const Order& order) {
  std::vector<std::uint32_t> entries;
  for (const std::uint32_t i : order.entries)
    if (edit.segments[i].row != vessels::no_row) entries.push_back(i);
  std::sort(entries.begin(), entries.end(), [&](std::uint32_t a, std::uint32_t b) {
    const EditedSegment &s = edit.segments[a], &t = edit.segments[b];
    return s.row != t.row ? s.row < t.row : s.begin < t.begin;
  });
  Parts out;
  out.first.assign(edit.rows_before() + 1, 0);
  for (const std::uint32_t i : entries) {
    const EditedSegment& s = edit.segments[i];
    ++out.first[static_cast<std::size_t>(s.row) + 1];
    out.begin.push_back(s.begin);
    out.end.push_back(s.end);
    out.row.push_back(order.row_of[i]);
  }
  for (std::size_t row = 1; row < out.first.size(); ++row) out.first[row] += out.first[row - 1];
  return out;
}

struct Rehouse {
  const std::uint8_t* phase;
  const std::uint32_t* first;
  const float *begin, *end;
  const std::uint32_t* row;
  std::uint32_t* place;
  float* along;
  HD void operator()(std::uint32_t traveller) const {
    if (!in_segment(static_cast<Phase>(phase[traveller]))) return;
    std::uint32_t part = first[place[traveller]];
    const std::uint32_t last = first[place[traveller] + 1] - 1;
    while (part < last && along[traveller] > end[part]) ++part;
    const float share = (along[traveller] - begin[part]) / (end[part] - begin[part]);
    along[traveller] = math::clamp(share, 0.0f, 1.0f);
    place[traveller] = row[part];
  }
};

/// Who waits for room to get into a vessel gets into a part of it, or no more where it is gone.
struct RehouseWaiting {
  const std::uint32_t *first, *row;
  std::uint8_t* intent;
  std::uint32_t* detail;
  HD void operator()(std::uint32_t cell) const {
    if (intent[cell] != static_cast<std::uint8_t>(Intent::enter_vessel)) return;
    const std::uint32_t part = first[detail[cell]];
    const bool there = part < first[detail[cell] + 1];
    detail[cell] = there ? row[part] : 0;
    if (!there) intent[cell] = 0;
  }
};

void rehouse(State& state, Device& device, const Parts& parts) {
  const auto first = on_device(device, parts.first), row = on_device(device, parts.row);
  const auto begin = on_device(device, parts.begin), end = on_device(device, parts.end);
  Table& t = state.travellers;
  for_each_row(device, "travellers in cut vessels", t.rows(),
               Rehouse{t.data(traveller::phase), first.data(), begin.data(), end.data(), row.data(),
                       t.data(traveller::place), t.data(traveller::along)});
  for (auto& site : state.sites)
    for_each_row(device, "cells at cut vessels", site->cells.rows(),
                 RehouseWaiting{first.data(), row.data(), site->cells.data(cell::intent),
                                site->cells.data(cell::intent_detail)});
}

std::uint32_t number_of_new(const VesselEdit& edit, const Order& segments) {
  const std::size_t before = edit.rows_before(), now = segments.entries.size();
  return static_cast<std::uint32_t>(now > before ? now - before : 0);
}

}  // namespace

void carry_out(const VesselEdit& edit, State& state, Device& device) {
  const std::size_t sites = state.sites.size();
  const Order nodes = by_site(edit.nodes, sites, nodes_that_stay(edit));
  const Order segments = by_site(edit.segments, sites, segments_that_stay(edit));
  Vessels& v = state.vessels;
  write_nodes(v.nodes, edit.nodes, nodes);
  write_segments(v.segments, edit.segments, segments, nodes);
  rehouse(state, device, parts_of(edit, segments));
  for (std::size_t s = 0; s < sites; ++s)
    v.of_site[s] = {segments.first[s], segments.first[s + 1] - segments.first[s], nodes.first[s],
                    nodes.first[s + 1] - nodes.first[s]};
  v.flow_is_stale = true;
  state.body.nodes_connected = 0;  // ports have moved to other rows
  circulation::connect_ports(state.body, v);
  make_room_for_vessels(state, number_of_new(edit, segments));
  for (auto& site : state.sites) site->workspace.clear();
  vessels::rebuild_vessel_geometry(state, device);
}

}  // namespace metastasim::resolve
