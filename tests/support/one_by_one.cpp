#include "tests/support/one_by_one.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "kernels/lattice/vessel_voxels.hpp"
#include "kernels/state/cell_columns.hpp"
#include "tests/support/lattice.hpp"

namespace metastasim::testing::metaspread {

namespace {

// Config A in the published units: dt 1e-3, dx 5e-3, so dt/dx^2 = 40.
constexpr double dt = 1e-3, rate = 40;
constexpr double mesenchymal_diffusion = 1e-4, epithelial_diffusion = 5e-5, haptotaxis = 5e-4;
constexpr double mmp2_diffusion = 1e-3, secretion = 0.195, decay = 0.1;
constexpr int capacity = 4, mesenchymal_doubling = 2000, epithelial_doubling = 3000;

}  // namespace

OneByOne::OneByOne(const State& start, std::uint64_t seed)
    : n_(start.sites[0]->grid.nx), random_(seed) {
  const auto voxels = static_cast<std::size_t>(n_) * n_;
  vessel_.resize(voxels);
  here_.resize(voxels);
  mesenchymal_here_.resize(voxels);
  mmp2_.resize(voxels);
  ecm_.resize(voxels, 1);
  const auto phenotype = start.sites[0]->cells.to_host(cell::phenotype);
  const auto places = voxels_of_cells(*start.sites[0]);
  for (std::size_t i = 0; i < places.size(); ++i) {
    cells_.push_back({-1, phenotype[i] == static_cast<std::uint8_t>(Phenotype::mesenchymal)});
    put(cells_.back(), places[i].y * n_ + places[i].x);
  }
  const auto x = start.vessels.nodes.to_host(node::x), y = start.vessels.nodes.to_host(node::y);
  const auto ruptured = start.vessels.segments.to_host(lattice::ruptured);
  for (std::size_t s = 0; s < ruptured.size(); ++s) {
    const Voxel v = start.sites[0]->grid.voxel_at({x[2 * s], y[2 * s], 0});
    vessel_[v.y * n_ + v.x] = ruptured[s] != 0 ? Vessel::ruptured : Vessel::whole;
  }
}

int OneByOne::count(bool mesenchymal) const {
  return static_cast<int>(
      std::ranges::count_if(cells_, [&](const Cell& c) { return c.mesenchymal == mesenchymal; }));
}

void OneByOne::advance(int steps) {
  for (const int end = step_ + steps; step_ < end; ++step_) {
    fields();
    if (step_ > 0 && step_ % mesenchymal_doubling == 0) double_all(true);
    if (step_ > 0 && step_ % epithelial_doubling == 0) double_all(false);
    std::vector<std::size_t> order(cells_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::shuffle(order, random_);
    for (const std::size_t i : order)
      if (!cells_[i].gone) move(cells_[i]);
    std::erase_if(cells_, [](const Cell& c) { return c.gone; });
  }
}

void OneByOne::fields() {
  const double d = mmp2_diffusion * rate;
  const auto before = mmp2_;
  for (int y = 0; y < n_; ++y)
    for (int x = 0; x < n_; ++x) {
      const int i = y * n_ + x;
      const double around = before[x > 0 ? i - 1 : i + 1] + before[x < n_ - 1 ? i + 1 : i - 1] +
                            before[y > 0 ? i - n_ : i + n_] + before[y < n_ - 1 ? i + n_ : i - n_];
      mmp2_[i] =
          d * around + before[i] * (1 - 4 * d - dt * decay) + dt * secretion * mesenchymal_here_[i];
      ecm_[i] *= 1 - dt * (mesenchymal_here_[i] + mmp2_[i]);
    }
}

void OneByOne::double_all(bool mesenchymal) {
  for (std::size_t i = 0, all = cells_.size(); i < all; ++i) {
    const int at = cells_[i].at;
    if (cells_[i].mesenchymal != mesenchymal || here_[at] >= capacity) continue;
    cells_.push_back({-1, mesenchymal});
    put(cells_.back(), at);
  }
}

double OneByOne::slope(int at, int place, int stride) const {
  const bool inside = place > 0 && place < n_ - 1;
  return inside ? haptotaxis / 4 * (ecm_[at + stride] - ecm_[at - stride]) : 0;
}

/// The node that the cell steps to; its own where it stays.
int OneByOne::target(const Cell& cell) {
  const double d = cell.mesenchymal ? mesenchymal_diffusion : epithelial_diffusion;
  double draw = std::uniform_real_distribution<double>()(random_);
  const int place[] = {cell.at % n_, cell.at / n_}, stride[] = {1, n_};
  for (int axis = 0; axis < 2; ++axis) {
    const double pull = slope(cell.at, place[axis], stride[axis]);
    draw -= place[axis] > 0 ? std::max(0.0, rate * (d - pull)) : 0;
    if (draw < 0) return cell.at - stride[axis];
    draw -= place[axis] < n_ - 1 ? std::max(0.0, rate * (d + pull)) : 0;
    if (draw < 0) return cell.at + stride[axis];
  }
  return cell.at;
}

void OneByOne::move(Cell& cell) {
  const int to = target(cell);
  if (to == cell.at) return;
  if (vessel_[to] == Vessel::ruptured || (vessel_[to] == Vessel::whole && cell.mesenchymal))
    enter(to);
  else if (here_[to] < capacity)
    put(cell, to);
}

void OneByOne::enter(int vessel) {
  ++entries_;
  for (Cell& c : cells_) {
    const int off = std::abs(c.at % n_ - vessel % n_) + std::abs(c.at / n_ - vessel / n_);
    if (c.gone || off > 1) continue;
    c.gone = true;
    ++entered_;
    --here_[c.at];
    mesenchymal_here_[c.at] -= c.mesenchymal;
  }
}

void OneByOne::put(Cell& cell, int at) {
  for (auto* counts : {&here_, &mesenchymal_here_}) {
    const int one = counts == &here_ || cell.mesenchymal ? 1 : 0;
    if (cell.at >= 0) (*counts)[cell.at] -= one;
    (*counts)[at] += one;
  }
  cell.at = at;
}

}  // namespace metastasim::testing::metaspread
