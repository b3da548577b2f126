#pragma once
#include "kernels/state/column.hpp"

/// What a circulating cell has beside its cell row. The transported unit is the cluster, a single cell
/// being a cluster of one: its members hold the same route, place and clock, and move by the same draws;
/// what a cell bears of each hazard is its own.
namespace metastasim {

/// Where a traveller is and what it waits for. `place` is a segment row in the phases up to
/// `arrested`, a compartment of the Body from `staying` on.
enum class Phase : std::uint8_t {
  boarding = 0,   ///< entered at the last resolve; `circulate` has not seen it yet
  flowing = 1,    ///< carried along a segment
  squeezing = 2,  ///< entering a segment narrower than itself, until due_us
  arrested = 3,   ///< stopped in a segment: too large for it, or held by adhesion
  staying = 4,    ///< in a compartment of the body, until due_us
  lodged = 5,     ///< stopped in the capillaries of an organ that is not simulated in tissue
  held = 6,       ///< filtered out by a lymph node
  injected = 7,   ///< given into a compartment at the start; `circulate` has not seen it yet
  shed = 8,       ///< came off a colony in a lymph node; `circulate` has not seen it yet
  leaving = 9     ///< goes on from a compartment this moment
};

HD constexpr bool in_segment(Phase phase) { return phase <= Phase::arrested; }
HD constexpr bool stopped(Phase phase) {
  return phase == Phase::arrested || phase == Phase::lodged;
}

/// What happened to a traveller since the last resolve, one bit each; resolve tells it as events, in the order
/// in which it can only have come, counts the arrests and clears the bits. Arrests and releases take
/// turns; what follows in a vessel comes before a lymph node holds the cell, or lets it go at the end of a
/// step. From `again` on the bits count the arrests after the first.
namespace news {
inline constexpr std::uint8_t arrested = 1, released = 2, held = 4, let_go = 8, released_first = 16,
                              again = 32;
HD constexpr std::uint8_t with_arrest(std::uint8_t news) {
  return static_cast<std::uint8_t>((news & arrested) != 0 ? news + again : news | arrested);
}
HD constexpr std::uint8_t with_release(std::uint8_t news) {
  const bool is_first = (news & (arrested | released)) == 0;
  return static_cast<std::uint8_t>(news | released | (is_first ? released_first : 0));
}
HD constexpr std::uint32_t arrests(std::uint8_t news) { return (news & arrested) + news / again; }
HD constexpr bool hold_no_more(std::uint8_t news) { return news / again == 255 / again; }
}  // namespace news

/// Integrals of hazards are dimensionless; as integers in units of 2^-48 they lose nothing over
/// years of microsecond steps.
constexpr double hazard_units = 281474976710656.0;

namespace traveller {
inline constexpr auto entry = traveller_column<std::uint64_t>(
    "entry", "1",
    "running number of the entry into a vessel; of a part that came "
    "off a cluster a number from 2^62 on; shared by its members");
inline constexpr auto cluster =
    traveller_column<std::uint64_t>("cluster", "1", "lineage number of the cluster's leader");
inline constexpr auto members =
    traveller_column<std::uint32_t>("members", "1", "living cells of the cluster", {.initial = 1});
inline constexpr auto entry_site =
    traveller_column<std::int32_t>("entry_site", "1", "site where the journey began");
inline constexpr auto entry_segment = traveller_column<std::uint64_t>(
    "entry_segment", "1", "number of the vessel where the journey began");
inline constexpr auto entered_us = traveller_column<std::int64_t>(
    "entered_at", "us", "when the journey began, since the start of the run");
inline constexpr auto in_blood_us = traveller_column<std::int64_t>(
    "in_blood_since", "us", "when it first was in blood on this journey; -1: not yet",
    {.initial = -1});
inline constexpr auto phase = traveller_column<std::uint8_t>(
    "phase", "1",
    "0 boarding, 1 flowing, 2 squeezing into a narrow vessel, 3 arrested, 4 in a compartment of "
    "the body, 5 lodged in an organ, 6 held in a lymph node, 7 injected, 8 shed by a colony in a "
    "lymph node, 9 going on from a compartment");
inline constexpr auto place = traveller_column<std::uint32_t>(
    "place", "1", "row of the segment (phase 0 to 3) or number of the compartment (from 4 on)");
inline constexpr auto along = traveller_column<float>(
    "along", "1", "position in the segment, as a fraction from its start to its end");
inline constexpr auto clock_us = traveller_column<std::int64_t>(
    "clock", "us", "the traveller's own time since the start of the run");
inline constexpr auto due_us = traveller_column<std::int64_t>(
    "due", "us",
    "when the stay in a compartment or the squeezing ends, or a stopped cell is out of its vessel");
inline constexpr auto arrested_us =
    traveller_column<std::int64_t>("arrested_at", "us", "when it stopped");
inline constexpr auto stream_us =
    traveller_column<std::int64_t>("stream_time", "us", "time spent carried along");
inline constexpr auto hops = traveller_column<std::uint32_t>(
    "hops", "1", "choices met so far: bifurcations, compartments; they number the draws");
inline constexpr auto size = traveller_column<float>("size", "um", "radius in the stream");
inline constexpr auto tension = traveller_column<float>("tension", "mN/m", "cortical tension");
/// What narrow vessels meet: a cluster passes them in single file, so its largest and its stiffest cell.
inline constexpr auto cluster_size = traveller_column<float>(
    "cluster_size", "um", "radius of the largest of the cluster; 0 before `circulate` has seen it");
inline constexpr auto cluster_tension = traveller_column<float>(
    "cluster_tension", "mN/m", "cortical tension of the stiffest of the cluster");
inline constexpr auto split_left = traveller_column<std::int64_t>(
    "split_left", "2^-48", "integrated hazard until the cluster comes apart");
inline constexpr auto frailty =
    traveller_column<float>("frailty", "1", "factor on the hazard of rupture", {.initial = 1.0f});
inline constexpr auto peak_shear =
    traveller_column<float>("peak_shear", "Pa", "largest wall shear stress met");
inline constexpr auto shear_dose =
    traveller_column<std::int64_t>("shear_dose", "uPa s", "time integral of the wall shear stress");
/// What the cell bears of each hazard is drawn once, when the journey begins.
inline constexpr auto damage = traveller_column<std::int64_t>(
    "damage", "2^-48", "damage to the membrane by shear, which heals");
inline constexpr auto rupture_at =
    traveller_column<std::int64_t>("rupture_at", "2^-48", "damage at which the cell ruptures");
inline constexpr auto slow_left = traveller_column<std::int64_t>(
    "slow_left", "2^-48", "integrated hazard of slow loss by shear that it still bears");
inline constexpr auto late_left = traveller_column<std::int64_t>(
    "late_left", "2^-48", "integrated hazard by shear until its later death is settled");
inline constexpr auto immune_left = traveller_column<std::int64_t>(
    "immune_left", "2^-48", "integrated hazard of immune killing that it still bears");
inline constexpr auto anoikis_left =
    traveller_column<std::int64_t>("anoikis_left", "us", "time without a hold that it still bears");
inline constexpr auto grip_left = traveller_column<std::int64_t>(
    "grip_left", "2^-48", "integrated hazard until adhesion next takes hold or gives way");
inline constexpr auto news = traveller_column<std::uint8_t>(
    "news", "1",
    "what resolve is to tell: 1 arrested, 2 released, 4 held in a lymph node, 8 let go there, 16 "
    "released before it was arrested; 32 and more: arrested so many times again",
    {.output = false});

inline constexpr ColumnSpec all[] = {
    entry,      cluster,    members,    entry_site,   entry_segment,   entered_us,  in_blood_us,
    phase,      place,      along,      clock_us,     due_us,          arrested_us, stream_us,
    hops,       size,       tension,    cluster_size, cluster_tension, frailty,     peak_shear,
    shear_dose, damage,     rupture_at, slow_left,    late_left,       immune_left, anoikis_left,
    grip_left,  split_left, news};
}  // namespace traveller

}  // namespace metastasim
