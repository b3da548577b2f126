#pragma once
#include <map>
#include <string>

#include "kernels/process.hpp"

namespace metastasim {

/// Looks on while a step runs; changes nothing.
class StepObserver {
 public:
  virtual ~StepObserver() = default;
  virtual void before(const Process& process, const State& state) = 0;
  virtual void after(const Process& process, const State& state) = 0;
};

/// The debug mode behind --check-writes: hashes every column before and after each process and
/// throws std::logic_error where one changed that the process does not declare in writes().
/// `resolve` may change anything.
class WriteCheck final : public StepObserver {
 public:
  void before(const Process& process, const State& state) override;
  void after(const Process& process, const State& state) override;

 private:
  std::map<std::string, Fingerprint> digests_;
};

}  // namespace metastasim
