#pragma once
#include <string>
#include <vector>

#include "host/config/registry.hpp"
#include "kernels/param.hpp"

/// The structure of a scenario, one row a key, one file a part of it. Adding a key is adding a row.
namespace metastasim::config::rows {

std::vector<Key> of_the_run();
std::vector<Key> of_a_cell_type();
std::vector<Key> of_a_site();
std::vector<Key> of_its_blood();
std::vector<Key> of_its_lymph();
std::vector<Key> of_interventions();
std::vector<Key> of_injections();
std::vector<Key> of_the_body();
std::vector<Key> of_the_output();

constexpr double year_min = 525960;

DefaultText both(std::string value);
DefaultText by_species(std::string mouse, std::string human);
/// `example` is what an error proposes.
DefaultText left_out(std::string example = "");
DefaultText must_be_written(std::string example);

Key quantity(std::string key, std::string unit, DefaultText value, Range range, std::string source,
             std::string meaning, SlotOf slot);
/// Three quantities, one for each axis.
Key quantities(std::string key, std::string unit, DefaultText value, Range range,
               std::string meaning, SlotOf slot);
/// A key of no unit, range or source.
Key plain(KeyType type, std::string key, DefaultText value, std::string meaning, SlotOf slot);
Key whole(std::string key, DefaultText value, Range range, std::string meaning, SlotOf slot);
/// Where the value is yes or no for the program, the second choice is yes.
Key choice(std::string key, std::vector<std::string> choices, DefaultText value, std::string source,
           std::string meaning, SlotOf slot);
Key text(std::string key, DefaultText value, std::string meaning, SlotOf slot);
Key names(std::string key, std::string meaning, SlotOf slot);

}  // namespace metastasim::config::rows
