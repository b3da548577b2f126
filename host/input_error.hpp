#pragma once
#include <utility>

#include "kernels/core/error.hpp"  // InputError: solvers below kernels/ refuse input too

namespace metastasim {

/// What one setting of a scenario asks for cannot be done: "what. Why.\nWhat to write."
struct SettingError : InputError {
  SettingError(std::string setting, const std::string& text)
      : InputError(text), key(std::move(setting)) {}
  std::string key;  ///< full path, or where it begins
};

}  // namespace metastasim
