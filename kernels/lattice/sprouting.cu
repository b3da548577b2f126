// Sprouts on a lattice: angiogenesis toward a tumour's factor, across fibronectin.
//
//   dn/dt = D lap n - div(chi n grad c) - div(rho n grad f)      tips walk by its discrete form
//   df/dt = beta n - gamma n f        dc/dt = -eta n c           n = 1 at a tip
//
//   n  endothelial tips      c  tumour angiogenic factor      f  fibronectin       all non-dimensional
// Anderson and Chaplain 1998 (doi 10.1006/bulm.1998.0042): lengths in 2 mm, times in about 1.5 d.
// sprouts_walk.hpp moves the tips, sprouts_branch.hpp lets them branch.
#include "kernels/lattice/sprouting.hpp"

#include <algorithm>
#include <vector>

#include "kernels/core/launch.hpp"
#include "kernels/lattice/sprouts_branch.hpp"
#include "kernels/lattice/sprouts_walk.hpp"

namespace metastasim::lattice {

namespace {

constexpr std::uint32_t first_sprouts = 9;

/// Tips at one node act one after another; one row does it for all of them.
struct TakeUp {
  sprouts::Plane plane;
  sprouts::Tips tips;
  SproutingParams params;
  HD void operator()(std::uint32_t tip) const {
    if (tips.slot[tip] != 0) return;
    const int node = tips.at[tip];
    for (std::uint32_t i = 0; i < plane.tips_here[node]; ++i) {
      double& f = plane.fibronectin[node];
      f = f * (1 - params.dt * params.fibronectin_lost) + params.dt * params.fibronectin_made;
      plane.factor[node] *= 1 - params.dt * params.factor_taken;
    }
    plane.tips_here[node] = 0;
  }
};

}  // namespace

Sprouting::Sprouting(Device& device, const SproutingParams& params, std::uint64_t seed)
    : device_(device),
      params_(params),
      seed_(seed),
      capacity_(64),
      factor_(device, sprouts::all_nodes, "angiogenic factor"),
      fibronectin_(device, sprouts::all_nodes, "fibronectin"),
      age_(device, capacity_, "sprouts"),
      owner_(device, sprouts::all_nodes, "vessels on the lattice"),
      tips_here_(device, sprouts::all_nodes, "tips by node"),
      count_(device, 1, "sprouts"),
      slot_(device, capacity_, "sprouts"),
      at_(device, capacity_, "sprouts"),
      target_(device, capacity_, "sprouts"),
      child_(device, capacity_, "sprouts") {
  lay_fields();
  lay_sprouts();
}

void Sprouting::lay_fields() {
  std::vector<double> factor, fibronectin;
  for (int node = 0; node < sprouts::all_nodes; ++node) {
    const double x = node % sprouts::nodes_along * sprouts::spacing;
    factor.push_back(math::exp(-math::square(1 - x) / 0.45));
    fibronectin.push_back(0.75 * math::exp(-math::square(x) / 0.45));
  }
  factor_.copy_from_host(factor);
  fibronectin_.copy_from_host(fibronectin);
}

void Sprouting::lay_sprouts() {
  std::vector<std::uint32_t> owner(sprouts::all_nodes);
  std::vector<std::int32_t> at;
  for (std::uint32_t s = 1; s <= first_sprouts; ++s) {
    at.push_back(static_cast<std::int32_t>(s) * (sprouts::nodes_along / 10) * sprouts::nodes_along);
    owner[static_cast<std::size_t>(at.back())] = s;
  }
  owner_.copy_from_host(owner);
  at_.copy_from_host(at);
  count_.copy_from_host(std::vector{first_sprouts});
}

sprouts::Plane Sprouting::plane() {
  return {sprouts::nodes_along, factor_.data(), fibronectin_.data(), owner_.data(),
          tips_here_.data()};
}

sprouts::Tips Sprouting::tips() {
  return {count_.data(), at_.data(), target_.data(), child_.data(), age_.data(), slot_.data()};
}

/// Every tip may branch.
void Sprouting::make_room() {
  const std::uint32_t count = count_.to_host()[0];
  if (2 * count <= capacity_) return;
  capacity_ = 4 * count;
  age_.resize(capacity_);
  slot_.resize(capacity_);
  for (auto* column : {&at_, &target_, &child_}) column->resize(capacity_);
}

void Sprouting::step() {
  make_room();
  const sprouts::Plane p = plane();
  const sprouts::Tips t = tips();
  const sprouts::Chance chance{seed_, step_++};
  const auto each = [&](const char* label, const auto& body) {
    for_each_row(device_, label, capacity_, count_.data(), body);
  };
  each("sprouts choose", sprouts::Choose{p, t, params_, chance});
  for_each_index(device_, "sprouts step", 1, sprouts::StepInOrder{p, t});
  each("sprouts take up", TakeUp{p, t, params_});
  each("sprouts branch", sprouts::Branch{p, t, params_, chance});
  const std::uint32_t count = count_.to_host()[0];
  for_each_index(device_, "branches begin", count, sprouts::BeginBranch{p, t, count});
}

void Sprouting::advance(int steps) {
  for (int i = 0; i < steps; ++i) step();
}

std::vector<double> Sprouting::tips_x() const {
  const auto at = at_.to_host();
  std::vector<double> out;
  for (std::uint32_t s = 0; s < count_.to_host()[0]; ++s)
    out.push_back(at[s] % sprouts::nodes_along * sprouts::spacing);
  return out;
}

SproutingCounts Sprouting::counts() const {
  SproutingCounts out;
  out.sprouts = static_cast<int>(count_.to_host()[0]);
  const auto age = age_.to_host();
  for (int s = 0; s < out.sprouts; ++s)
    out.active_tips += age[static_cast<std::size_t>(s)] != sprouts::stopped;
  const auto owner = owner_.to_host();
  for (int node = 0; node < sprouts::all_nodes; ++node) {
    if (owner[static_cast<std::size_t>(node)] == 0) continue;
    ++out.vessel_voxels;
    out.reached = std::max(out.reached, node % sprouts::nodes_along * sprouts::spacing);
  }
  return out;
}

}  // namespace metastasim::lattice
