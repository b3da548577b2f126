#pragma once
#include <utility>
#include <vector>

#include "kernels/core/error.hpp"  // InputError: solvers below kernels/ refuse input too

namespace metastasim {

/// What one setting of a scenario asks for cannot be done: "what. Why.\nWhat to write."
struct SettingError : InputError {
  SettingError(std::string setting, const std::string& text)
      : InputError(text), key(std::move(setting)) {}
  std::string key;  ///< full path, or where it begins
};

/// All that is wrong with one input, told at once: what() has one a line.
struct InputErrors : InputError {
  explicit InputErrors(std::vector<std::string> all)
      : InputError(lines_of(all)), each(std::move(all)) {}
  std::vector<std::string> each;

 private:
  static std::string lines_of(const std::vector<std::string>& all) {
    std::string text;
    for (const std::string& one : all) text += (text.empty() ? "" : "\n") + one;
    return text;
  }
};

}  // namespace metastasim
