#include <udunits2.h>

#include <stdexcept>
#include <string>

#include "host/config/unit_system.hpp"

// UDUNITS-2 leaves out what laboratories write every day. A symbol takes the short prefixes (nM,
// cP, kDa), a name the long ones.
namespace metastasim::config {

namespace {

enum class Kind { name, symbol };

struct Alias {
  Kind kind;
  const char* alias;
  const char* meaning;
};

constexpr Alias aliases[] = {
    {Kind::symbol, "M", "mol/L"},
    {Kind::name, "molar", "mol/L"},
    {Kind::symbol, "P", "poise"},
    {Kind::symbol, "Pas", "Pa s"},
    {Kind::symbol, "dyn", "dyne"},
    {Kind::symbol, "Da", "1.66053906660e-27 kg"},
    {Kind::name, "dalton", "1.66053906660e-27 kg"},
    {Kind::name, "Torr", "torr"},
    {Kind::name, "hrs", "hour"},
    {Kind::name, "wk", "week"},
    {Kind::name, "cell", "1"},  // a count has no dimension: cells/mL is 1/mL
    {Kind::name, "cells", "1"},
};

void add(const char* alias, Kind kind, ut_unit* unit) {
  const ut_status status = !unit                  ? UT_UNKNOWN
                           : kind == Kind::symbol ? ut_map_symbol_to_unit(alias, UT_ASCII, unit)
                                                  : ut_map_name_to_unit(alias, UT_ASCII, unit);
  ut_free(unit);
  if (status != UT_SUCCESS && status != UT_EXISTS)
    throw std::runtime_error(std::string("the unit ") + alias + " could not be defined (" +
                             std::to_string(status) + "): is libudunits2's database complete?");
}

}  // namespace

void supplement(ut_system* system) {
  for (const Alias& a : aliases) add(a.alias, a.kind, ut_parse(system, a.meaning, UT_ASCII));
  // International units measure activity, substance by substance: they convert to nothing else.
  add("IU", Kind::symbol, ut_new_base_unit(system));
}

}  // namespace metastasim::config
