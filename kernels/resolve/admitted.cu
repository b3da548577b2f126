#include "kernels/resolve/admitted.hpp"

#include "kernels/core/atomic.hpp"
#include "kernels/core/launch.hpp"

namespace metastasim::resolve {

namespace {

/// Clusters end in ascending order, so those that fit are the first.
struct Admit {
  const std::uint32_t *start, *rows, *end_of_room;
  std::uint32_t *clusters, *cells;
  HD void operator()(std::uint32_t c) const {
    if (start[c + 1] > *end_of_room - *rows) return;
    atomic_max(clusters, c + 1);
    atomic_max(cells, start[c + 1]);
  }
};

}  // namespace

Admitted::Admitted(const Clusters& clusters, const Table& to)
    : most_(clusters.size().most), numbers_(to.device(), 2, "clusters admitted") {
  for_each_row(to.device(), "admit clusters", clusters.size(),
               Admit{clusters.view().start, to.count(), to.end_of_room(), numbers_.data(),
                     numbers_.data() + 1});
}

}  // namespace metastasim::resolve
