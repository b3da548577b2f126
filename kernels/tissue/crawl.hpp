#pragma once
#include "kernels/process.hpp"
#include "kernels/state/cell_columns.hpp"
#include "kernels/tissue/guidance.hpp"
#include "kernels/tissue/motility.hpp"
#include "kernels/tissue/motion.hpp"

/// The persistent random walk by which all cells crawl:
///
///   dx/dt = v u        u is redrawn with hazard 1/tau, along  B + (1 - |B|)+ xi
///
///   v      speed                                               [um/min]
///   u, xi  heading, and a direction without preference         [1]
///   tau    persistence time                                    [min]
///   B      pull (guidance.hpp)                                 [1]
///
/// Who walks, how fast and where to is its process's affair: motility.cu, immunity/patrol.cu. Of that
/// process's draws it takes 0 (whether it turns) and those of a direction from 1 on.
namespace metastasim::tissue {

struct Walker {
  const std::uint64_t* id;
  const std::int32_t *x, *y, *z;
  Grid grid;
  float dt_min;
  DrawKey key;
  float *heading_x, *heading_y, *heading_z;
  std::int32_t *step_x, *step_y, *step_z;

  explicit Walker(SiteStep& s) : Walker(s, s.site.cells) {}

  HD Voxel where(std::uint32_t row) const { return grid.voxel_at({x[row], y[row], z[row]}); }

  HD bool turns(std::uint32_t row, float persistence_min) const {
    if (heading_x[row] == 0 && heading_y[row] == 0 && heading_z[row] == 0) return true;
    return key.of(id[row]).happens(math::hazard_probability(1 / persistence_min, dt_min), 0);
  }
  HD void turn(std::uint32_t row, Vector pull) const {
    const Vector way = steer(pull, random_direction(key.of(id[row]), 1));
    heading_x[row] = way.x;
    heading_y[row] = way.y;
    heading_z[row] = way.z;
  }
  /// Adds the way of this step to that of others.
  HD void go(std::uint32_t row, float um_per_min) const {
    const float way = um_per_min * dt_min * units_per_um;
    step_x[row] += nearest(way * heading_x[row]);
    step_y[row] += nearest(way * heading_y[row]);
    step_z[row] += nearest(way * heading_z[row]);
  }

 private:
  Walker(SiteStep& s, Table& cells)
      : id(cells.data(cell::id)),
        x(cells.data(cell::x)),
        y(cells.data(cell::y)),
        z(cells.data(cell::z)),
        grid(s.site.grid),
        dt_min(static_cast<float>(s.dt_min)),
        key(s),
        heading_x(cells.data(motility::heading_x)),
        heading_y(cells.data(motility::heading_y)),
        heading_z(cells.data(motility::heading_z)),
        step_x(cells.data(motion::step_x)),
        step_y(cells.data(motion::step_y)),
        step_z(cells.data(motion::step_z)) {}

  HD static std::int32_t nearest(float units) {
    return math::to_int(units < 0 ? units - 0.5f : units + 0.5f);
  }
};

/// What a Walker writes.
inline std::vector<ColumnSpec> written_by_walker() {
  return {motility::heading_x, motility::heading_y, motility::heading_z,
          motion::step_x,      motion::step_y,      motion::step_z};
}

}  // namespace metastasim::tissue
