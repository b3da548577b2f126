#include "kernels/vessels/sprout_growth.hpp"

namespace metastasim::vessels {

namespace {

/// Shorter pieces than this are not made: a joint moves to the end of the vessel instead.
constexpr float shortest_um = 2;

}  // namespace

SproutGrowth::SproutGrowth(VesselEdit& edit, std::int32_t site, const Grid& block,
                           const SproutRules& rules)
    : edit_(edit), bins_(edit, site, block), rules_(rules), inhibiting_(rules.spacing_um) {
  for (const EditedSegment& s : edit.segments) {
    if (s.sprout == 0 || s.site != site) continue;
    kin_of_[s.sprout] = {s.sprout, s.sprouted, s.set_point};
    if (s.id == s.sprout) root_of_[s.sprout] = edit.nodes[s.from].at;
  }
  for (const auto& [sprout, root] : root_of_) inhibiting_.insert(root);
  for (const EditedNode& n : edit.nodes)
    if (n.tip_of != 0 && n.site == site) inhibiting_.insert(n.at);
}

void SproutGrowth::advance(int tip, Position to, UnitVector heading) {
  const std::uint64_t sprout = edit_.nodes[tip].tip_of;
  if (sprout == 0) return;
  const Meeting meeting = met_on_the_way(tip, to);
  const bool joins = meeting.segment >= 0;
  const int next = joins ? joint(meeting) : edit_.add_node(edit_.nodes[tip].site, to);
  edit_.nodes[tip].tip_of = 0;
  if (!joins) {
    edit_.nodes[next].tip_of = sprout;
    edit_.nodes[next].heading = heading;
  }
  grow(tip, next, kin_of_.at(sprout));
}

void SproutGrowth::begin(std::int32_t row, float along, Position to, UnitVector heading) {
  const int segment = edit_.part_of(row, along);
  const EditedSegment parent = edit_.segments[segment];
  if (parent.length_um < 2 * shortest_um) return;
  const double margin = shortest_um / parent.length_um;
  const double part = (along - parent.begin) / (double(parent.end) - parent.begin);
  const double at = math::clamp(part, margin, 1 - margin);
  const Position root = edit_.point(parent, at);
  if (inhibiting_.any_near(root)) return;
  const int from = cut(segment, at), tip = edit_.add_node(parent.site, to);
  EditedSegment& first = grow(from, tip, {0, rules_.tick, parent.set_point});
  const std::uint64_t sprout = first.sprout = first.id;
  edit_.nodes[tip].tip_of = sprout;
  edit_.nodes[tip].heading = heading;
  kin_of_[sprout] = {sprout, rules_.tick, parent.set_point};
  root_of_[sprout] = root;
  inhibiting_.insert(root);
  inhibiting_.insert(to);
}

/// The nearest vessel within reach of the piece that is about to grow; of equals, the lower number.
SproutGrowth::Meeting SproutGrowth::met_on_the_way(int tip, Position to) const {
  Meeting best;
  if (near_its_root(tip)) return best;
  for (const int s : bins_.near(edit_.nodes[tip].at, to, rules_.reach_um)) {
    const EditedSegment& other = edit_.segments[s];
    if (!may_join(tip, other)) continue;
    const Approach found = approach(edit_, tip, to, other);
    if (found.distance_um > rules_.reach_um) continue;
    const bool nearer =
        best.segment < 0 || found.distance_um < best.distance_um ||
        (found.distance_um == best.distance_um && other.id < edit_.segments[best.segment].id);
    if (nearer) best = {s, found.distance_um, found.along};
  }
  return best;
}

bool SproutGrowth::may_join(int tip, const EditedSegment& other) const {
  return !other.removed && other.sprout != edit_.nodes[tip].tip_of && other.from != tip &&
         other.to != tip;
}

/// A sprout that has hardly left its vessel does not fall back upon it.
bool SproutGrowth::near_its_root(int tip) const {
  const auto root = root_of_.find(edit_.nodes[tip].tip_of);
  return root != root_of_.end() &&
         distance_um(root->second, edit_.nodes[tip].at) < 1.5 * rules_.reach_um;
}

/// Where a sprout joins: the tip of another sprout, else a node put into the vessel.
int SproutGrowth::joint(const Meeting& meeting) {
  const EditedSegment met = edit_.segments[meeting.segment];
  EditedNode& end = edit_.nodes[met.to];
  if (end.tip_of != 0 && (1 - meeting.along) * met.length_um < rules_.reach_um) {
    end.tip_of = 0;
    return met.to;
  }
  if (met.length_um < 2 * shortest_um) return meeting.along < 0.5 ? met.from : met.to;
  const double margin = shortest_um / met.length_um;
  return cut(meeting.segment, math::clamp(meeting.along, margin, 1 - margin));
}

int SproutGrowth::cut(int segment, double along) {
  const int node = edit_.split(segment, along);
  bins_.insert(static_cast<int>(edit_.segments.size()) - 1);
  return node;
}

EditedSegment& SproutGrowth::grow(int from, int to, const Kin& kin) {
  const int added = edit_.add_segment(from, to, rules_.radius_um);
  EditedSegment& piece = edit_.segments[added];
  piece.length_um = math::max(piece.length_um, shortest_um);
  piece.sprout = kin.sprout;
  piece.sprouted = kin.begun;
  piece.set_point = kin.set_point;
  bins_.insert(added);
  return piece;
}

}  // namespace metastasim::vessels
