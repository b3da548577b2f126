#pragma once
#include "host/config/registry.hpp"

/// Where a row's value is kept: a member of the run, or of one of its sites, tumours, injections.
namespace metastasim::config::rows {

template <class Member>
SlotOf run(Member member) {
  return [member](Scenario& s, std::size_t) -> Slot { return &(s.*member); };
}
template <class Part, class Member>
SlotOf run(Part part, Member member) {
  return [part, member](Scenario& s, std::size_t) -> Slot { return &((s.*part).*member); };
}
template <class Member>
SlotOf site(Member member) {
  return [member](Scenario& s, std::size_t i) -> Slot { return &(s.sites[i].*member); };
}
template <class Member>
SlotOf blood(Member member) {
  return [member](Scenario& s, std::size_t i) -> Slot { return &(s.sites[i].blood.*member); };
}
template <class Part, class Member>
SlotOf network(Part part, Member member) {
  return [part, member](Scenario& s, std::size_t i) -> Slot {
    return &((s.sites[i].*part).network.*member);
  };
}
template <class Member>
SlotOf lymph(Member member) {
  return [member](Scenario& s, std::size_t i) -> Slot { return &(s.sites[i].lymph.*member); };
}
template <class Member>
SlotOf tumour(Member member) {
  return [member](Scenario& s, std::size_t i) -> Slot {
    if (!s.sites[i].tumour) return {};
    return &((*s.sites[i].tumour).*member);
  };
}

template <class Member>
SlotOf intervention(Member member) {
  return [member](Scenario& s, std::size_t i) -> Slot { return &(s.interventions[i].*member); };
}
template <class Member>
SlotOf injection(Member member) {
  return [member](Scenario& s, std::size_t i) -> Slot { return &(s.injections[i].*member); };
}
inline SlotOf residents() {
  return [](Scenario& s, std::size_t i) -> Slot {
    const std::size_t types = s.cell_types.size();
    return &s.sites[i / types].residents_per_mm3[i % types];
  };
}
inline SlotOf cell_kind() {
  return [](Scenario& s, std::size_t i) -> Slot { return &s.cell_kinds[i]; };
}

}  // namespace metastasim::config::rows
