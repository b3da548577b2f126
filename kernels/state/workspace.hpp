#pragma once
#include <map>
#include <memory>
#include <typeindex>

namespace metastasim {

/// What processes keep beside the state to work faster: bins, multigrid levels, displacement sums.
/// Nothing in here may change a result, so it is neither hashed nor stored in checkpoints; an empty
/// workspace is always a valid one.
class Workspace {
 public:
  /// The one object of this type, made at its first use.
  template <class T>
  T& get() {
    std::shared_ptr<void>& slot = objects_[typeid(T)];
    if (slot == nullptr) slot = std::make_shared<T>();
    return *static_cast<T*>(slot.get());
  }
  /// Forgets everything; the next use starts anew.
  void clear() { objects_.clear(); }

 private:
  std::map<std::type_index, std::shared_ptr<void>> objects_;
};

}  // namespace metastasim
