#include "kernels/circulation/company.hpp"

#include "kernels/core/launch.hpp"

namespace metastasim::circulation {

namespace {

struct FlagCompany {
  const std::uint32_t* members;
  const std::uint8_t* intent;
  std::uint8_t* flags;
  HD void operator()(std::uint32_t row) const {
    flags[row] = members[row] > 1 && intent[row] < static_cast<std::uint8_t>(Intent::leave_vessel);
  }
};

struct Tell {
  Company company;
  const std::uint32_t* start;
  HD void operator()(std::uint32_t c) const { company.tell({start[c], start[c + 1]}); }
};

}  // namespace

ChosenRows in_company(const Table& t) {
  Buffer<std::uint8_t> flags(t.device(), t.capacity(), "flags of company", Contents::undefined);
  for_each_row(t.device(), "flag company", t.rows(),
               FlagCompany{t.data(traveller::members), t.data(cell::intent), flags.data()},
               rows_shared_if_cheap);
  return ChosenRows(t, t.data(cell::id), flags.data());
}

Clusters clusters_of(const Table& t, const ChosenRows& rows) {
  return Clusters(t.device(), rows, t.data(traveller::entry), t.data(cell::id));
}

void tell_clusters(Step& s) {
  Table& t = s.state.travellers;
  const ChosenRows rows = in_company(t);
  if (surely_none(s.device, rows.size())) return;
  const Clusters clusters = clusters_of(t, rows);
  for_each_row(s.device, "tell clusters", clusters.size(),
               Tell{Company(t, clusters.rows()), clusters.view().start});
}

}  // namespace metastasim::circulation
