#pragma once
#include "kernels/core/math.hpp"
#include "kernels/state/row_copy.hpp"

namespace metastasim::resolve {

/// For kernels. Of new rows, those of the i-th chosen row are number start[i] .. end(i) - 1; where there
/// is not room for all, the last wait.
struct SharesView {
  const std::uint32_t *rows, *start, *admitted;
  HD std::uint32_t end(std::uint32_t i) const {
    return math::max(start[i], math::min(start[i + 1], *admitted));
  }
  /// How many of its own wait.
  HD std::uint32_t left(std::uint32_t i) const { return start[i + 1] - end(i); }
};

/// Chosen rows that each bring forth a number of new ones: vessels that immune cells come out of,
/// colonies that shed.
class Shares {
 public:
  /// `number` is by row of the table. The chosen rows must outlive this.
  Shares(Device& device, const ChosenRows& chosen, const std::uint32_t* number);
  RowCount size() const { return chosen_.size; }
  const std::uint32_t* total() const { return total_.data(); }  ///< for kernels
  SharesView view(const std::uint32_t* admitted) const {
    return {chosen_.rows, start_.data(), admitted};
  }

 private:
  RowList chosen_;
  Buffer<std::uint32_t> start_, total_;
};

}  // namespace metastasim::resolve
