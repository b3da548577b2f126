#pragma once
#include <cstdint>
#include <string>

/// Times and numbers as people read them.
namespace metastasim {

/// "day 1, 22:30"
std::string day_text(double minutes);
/// "2 d", "13 h", "2 h 05", "35 min", "4.1 s": the two largest units that matter.
std::string duration_text(double minutes);
/// Of computing: "0:05", "12:40", "3:02:11".
std::string clock_text(double seconds);
/// "18,240"
std::string grouped(std::uint64_t number);

}  // namespace metastasim
