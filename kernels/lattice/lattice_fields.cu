// MMP-2 and collagen on the lattice, in the explicit form in which they were published.
//
//   m(n+1) = m(n) + D_m dt/h^2 sum(m_neighbour - m)(n) - dt Lambda m(n) + dt Theta N_M
//   w(n+1) = w(n) [1 - dt (Gamma1 N_M + Gamma2 m(n+1))]         not below 0
//
//   m       MMP-2, in units of the model's m_0               [nM]       m_0 taken as 1 nM
//   w       extracellular matrix left                        [1]
//   N_M     mesenchymal cells in the voxel                   [1]
//   D_m     diffusion coefficient                            [um2/min]
//   Theta   secretion of one cell into its voxel             [nM/min]
//   Lambda  decay                                            [1/min]
//   Gamma1  MT1-MMP of one mesenchymal cell on its voxel     [1/min]
//   Gamma2  MMP-2, per nM                                    [1/(nM min)]
// Franssen et al. 2019 (doi 10.1007/s11538-019-00597-x), with the values of MetaSpread
// (doi 10.1101/2024.04.09.588670), made dimensional with 40 s a step and 10 um a voxel. At the border
// a voxel's missing neighbour is the one opposite, as there. The new m cuts w, as in its program.
// Stable where dt (2 n D_m/h^2 + Lambda) <= 1 in n dimensions. m is kept to 48 bits: its value and,
// in a second column, what float32 could not hold of it; plain float32 loses 5e-5 of the mass in
// 24,000 steps.
#include "kernels/core/launch.hpp"
#include "kernels/invasion/mmp2.hpp"
#include "kernels/lattice/census.hpp"
#include "kernels/lattice/model.hpp"
#include "kernels/state/field_columns.hpp"

namespace metastasim::lattice {

namespace {

struct FieldParams {
  double diffusion, secretion, decay, loss_by_contact, loss_by_mmp2;
  int capacity;
};

struct Scratch {
  Buffer<float> next;
};

/// Ghosts of a line: what stands one voxel inside the border; in a direction without extent the
/// voxel itself, so that nothing flows.
struct MirrorGhosts {
  Grid grid;
  float* u;
  HD void operator()(const Span& span) const {
    const std::int64_t line = grid.at(0, span.y, span.z);
    if (span.x0 == 0) u[line - 1] = u[line + inward(grid.nx)];
    if (span.x1 == grid.nx) u[line + grid.nx] = u[line + grid.nx - 1 - inward(grid.nx)];
    if (span.y == 0) copy(span, line, -grid.row(), inward(grid.ny) * grid.row());
    if (span.y == grid.ny - 1) copy(span, line, grid.row(), -inward(grid.ny) * grid.row());
    if (span.z == 0) copy(span, line, -grid.slab(), inward(grid.nz) * grid.slab());
    if (span.z == grid.nz - 1) copy(span, line, grid.slab(), -inward(grid.nz) * grid.slab());
  }

 private:
  HD static std::int64_t inward(int n) { return n > 1 ? 1 : 0; }
  HD void copy(const Span& span, std::int64_t line, std::int64_t to, std::int64_t from) const {
    for (int x = span.x0; x < span.x1; ++x) u[line + x + to] = u[line + x + from];
  }
};

struct React {
  Grid grid;
  CensusView census;
  double spread, gain, lose, by_contact, by_mmp2;  // dt times the rates
  float *m, *carry, *next, *ecm;
  HD void operator()(const Span& span) const {
    MirrorGhosts{grid, m}(span);
    const std::int64_t line = grid.at(0, span.y, span.z), voxel = grid.number(0, span.y, span.z);
    const React r = *this;
    span.each([=](int x) { r.one(line + x, voxel + x); });
  }

  HD void one(std::int64_t i, std::int64_t voxel) const {
    const double here = m[i], cells = census.mesenchymal(voxel);
    const double around =
        (pair(i, 1, here) + pair(i, grid.row(), here)) + pair(i, grid.slab(), here);
    const double whole = here + carry[i];
    const double now = whole + (spread * around + (gain * cells - lose * whole));
    next[i] = static_cast<float>(now);
    carry[i] = static_cast<float>(now - next[i]);
    const double left = 1 - (by_contact * cells + by_mmp2 * now);
    ecm[i] = static_cast<float>(ecm[i] * math::max(left, 0.0));
  }

 private:
  HD double pair(std::int64_t i, std::int64_t stride, double here) const {
    return (m[i - stride] - here) + (m[i + stride] - here);
  }
};

struct Adopt {
  Grid grid;
  const float* next;
  float* m;
  HD void operator()(const Span& span) const {
    const std::int64_t line = grid.at(0, span.y, span.z);
    const Adopt a = *this;
    span.each([=](int x) { a.m[line + x] = a.next[line + x]; });
  }
};

}  // namespace

struct LatticeFields {
  static constexpr const char* meaning = "MMP-2 and collagen on the lattice, as published";
  using Params = FieldParams;
  static std::vector<ParamSpec> params() {
    return {
        param("lattice.MMP2_diffusion", &Params::diffusion, "um2/min", 6, {0, 1e4},
              "Franssen 2019 (1e-9 cm2/s)", "diffusion coefficient of MMP-2"),
        param("lattice.MMP2_secretion", &Params::secretion, "nM/min", 0.195 * 60 / 4e4, {0, 10},
              "Franssen 2019 (0.195 in 4e4 s); 1 nM assumed as the unit",
              "what one mesenchymal cell adds per time to its voxel"),
        param("lattice.MMP2_decay", &Params::decay, "1/min", 1.5e-4, {0, 10},
              "Franssen 2019 (2.5e-6 1/s)", "rate at which MMP-2 decays"),
        param("lattice.collagen_loss_by_contact", &Params::loss_by_contact, "1/min", 1.5e-3,
              {0, 10}, "Franssen 2019 (1 in 4e4 s)",
              "rate at which one mesenchymal cell's MT1-MMP cuts the collagen of its voxel"),
        param("lattice.collagen_loss_by_MMP2", &Params::loss_by_mmp2, "1/min", 1.5e-3, {0, 10},
              "Franssen 2019 (1 in 4e4 s); 1 nM assumed as the unit",
              "rate at which collagen goes where MMP2 is 1 nM"),
        capacity_param(&Params::capacity),
    };
  }
  static std::vector<ColumnSpec> writes() {
    return {field::mmp2, invasion::mmp2::carry, field::ecm};
  }
  static void run(const Params& p, SiteStep& s) {
    const Grid& grid = s.site.grid;
    Fields& fields = s.site.fields;
    auto& scratch = s.site.workspace.get<Scratch>();
    scratch.next.at_least(s.device, static_cast<std::size_t>(grid.stored()), "next MMP2");
    const double dt = s.dt_min, h = grid.spacing_um;
    for_each_span(
        s.device, "lattice fields", grid,
        React{grid, take_census(s, p.capacity), p.diffusion * dt / (h * h), p.secretion * dt,
              p.decay * dt, p.loss_by_contact * dt, p.loss_by_mmp2 * dt, fields.data(field::mmp2),
              fields.data(invasion::mmp2::carry), scratch.next.data(), fields.data(field::ecm)});
    for_each_span(s.device, "lattice fields", grid,
                  Adopt{grid, scratch.next.data(), fields.data(field::mmp2)});
  }
};

}  // namespace metastasim::lattice

metastasim::Process metastasim::processes::lattice_fields() {
  return make_process<lattice::LatticeFields>("lattice_fields");
}
