// Sprouts on a lattice: angiogenesis toward a tumour's factor, across fibronectin.
//
//   dn/dt = D lap n - div(chi n grad c) - div(rho n grad f)      tips walk by its discrete form
//   df/dt = beta n - gamma n f        dc/dt = -eta n c           n = 1 at a tip
//
//   n  endothelial tips      c  tumour angiogenic factor      f  fibronectin       all non-dimensional
// Anderson and Chaplain 1998 (doi 10.1006/bulm.1998.0042): lengths in 2 mm, times in about 1.5 d.
// The walk is the upwind form of Nardini et al. 2021 (doi 10.1371/journal.pcbi.1009094) with constant
// chi: along each axis, with the slopes g- and g+ to the low and high neighbour (in k/h^2),
//   chemotaxis up the slope:  P_high += chi g+, P_stay -= chi g-  where g- + g+ > 0
//                             P_low  -= chi g-, P_stay += chi g+  where it is negative
//   haptotaxis the other way round: it holds a tip back (rho f rises toward the parent vessel)
//                             P_low  -= rho g+, P_stay += rho g-  and  P_high += rho g-, P_stay -= rho g+
// and k D/h^2 to each side. They add up to about 1; a draw picks within their sum, in the order stay,
// right, left, up, down. At a border both slopes are the inner one.
// A tip branches when it is older than psi and more than n_b/c of the nine nodes around it are vessel:
// a new tip starts at a free one of them. A tip that steps onto the vessel of another active sprout
// stops there (anastomosis).
//
// Published programs move tips one after another and place the branch at any of the nine nodes. Here
// all tips step at once; where two step onto one node, the older sprout goes first.
#include "kernels/lattice/sprouting.hpp"

#include <algorithm>

#include "kernels/core/atomic.hpp"
#include "kernels/core/hash.hpp"
#include "kernels/core/launch.hpp"
#include "kernels/core/random.hpp"

namespace metastasim::lattice {

namespace {

constexpr int nodes_along = 201;
constexpr double spacing = 1.0 / (nodes_along - 1);
constexpr std::uint32_t first_sprouts = 9;
constexpr double stopped = -1;
enum Draw : std::uint16_t { way, place };
constexpr auto process = static_cast<std::uint16_t>(name_key("lattice sprouting"));

struct Chance {
  std::uint64_t seed;
  std::uint32_t step;
  HD Draws of(std::uint32_t tip) const { return {seed, tip + 1, step, process}; }
};

/// Slopes of a field along an axis, times h.
struct Slopes {
  double low, high;
};
HD inline Slopes slopes(const double* field, int node, int at, int n, int stride) {
  const double here = field[node];
  const double low = at > 0 ? here - field[node - stride] : field[node + stride] - here;
  const double high = at < n - 1 ? field[node + stride] - here : low;
  return {at > 0 ? low : high, high};
}

/// Stay, right, left, up, down.
struct Ways {
  double p[5];
  HD double sum() const { return p[0] + p[1] + p[2] + p[3] + p[4]; }
};

struct Choose {
  SproutingPlane plane;
  SproutTips tips;
  SproutingParams params;
  Chance chance;
  HD void operator()(std::uint32_t tip) const {
    const int here = tips.at[tip];
    tips.target[tip] = tips.age[tip] == stopped ? here : beyond(here, drawn(ways(here), tip));
  }

 private:
  HD Ways ways(int node) const {
    const double rate = params.dt / (spacing * spacing), spread = rate * params.diffusion;
    Ways w{{1 - 4 * spread, spread, spread, spread, spread}};
    const int n = plane.nodes, at[] = {node % n, node / n}, stride[] = {1, n};
    for (int axis = 0; axis < 2; ++axis) {
      climb(w, axis, slopes(plane.factor, node, at[axis], n, stride[axis]),
            rate * params.chemotaxis);
      hold_back(w, axis, slopes(plane.fibronectin, node, at[axis], n, stride[axis]),
                rate * params.haptotaxis);
    }
    return w;
  }
  HD static void climb(Ways& w, int axis, Slopes g, double strength) {
    if (g.low + g.high > 0) {
      w.p[0] -= strength * g.low;
      w.p[1 + 2 * axis] += strength * g.high;
    } else if (g.low + g.high < 0) {
      w.p[0] += strength * g.high;
      w.p[2 + 2 * axis] -= strength * g.low;
    }
  }
  HD static void hold_back(Ways& w, int axis, Slopes g, double strength) {
    if (g.low + g.high > 0) {
      w.p[0] += strength * g.low;
      w.p[2 + 2 * axis] -= strength * g.high;
    } else if (g.low + g.high < 0) {
      w.p[0] -= strength * g.high;
      w.p[1 + 2 * axis] += strength * g.low;
    }
  }
  HD int drawn(const Ways& w, std::uint32_t tip) const {
    const double draw = chance.of(tip).uniform(way) * w.sum();
    double sum = 0;
    for (int k = 0; k < 4; ++k) {
      sum += w.p[k];
      if (draw < sum) return k;
    }
    return 4;
  }
  HD int beyond(int node, int k) const {
    const int n = plane.nodes, x = node % n, y = node / n;
    if (k == 1 && x < n - 1) return node + 1;
    if (k == 2 && x > 0) return node - 1;
    if (k == 3 && y < n - 1) return node + n;
    if (k == 4 && y > 0) return node - n;
    return node;
  }
};

/// Who meets another sprout's vessel, as it was before anybody stepped, or an older tip that steps
/// onto the same node.
struct Meet {
  SproutingPlane plane;
  SproutTips tips;
  HD void operator()(std::uint32_t tip) const {
    tips.stops[tip] = moves(tip) && (meets_vessel(tip) || comes_second(tip)) ? 1 : 0;
  }

 private:
  HD bool moves(std::uint32_t tip) const { return tips.target[tip] != tips.at[tip]; }
  HD bool meets_vessel(std::uint32_t tip) const {
    const std::uint32_t owner = plane.owner[tips.target[tip]];
    return owner != 0 && owner != tip + 1 && tips.age[owner - 1] != stopped;
  }
  HD bool comes_second(std::uint32_t tip) const {
    for (std::uint32_t other = 0; other < tip; ++other)
      if (moves(other) && tips.target[other] == tips.target[tip] && !meets_vessel(other))
        return true;
    return false;
  }
};

struct StepOn {
  SproutingPlane plane;
  SproutTips tips;
  HD void operator()(std::uint32_t tip) const {
    const bool moved = tips.target[tip] != tips.at[tip];
    tips.at[tip] = tips.target[tip];
    if (tips.stops[tip] != 0)
      tips.age[tip] = stopped;
    else if (moved)
      plane.owner[tips.target[tip]] = tip + 1;
    tips.slot[tip] = atomic_add(&plane.tips_here[tips.target[tip]], 1u);
  }
};

/// Tips at one node act one after another; one row does it for all of them.
struct TakeUp {
  SproutingPlane plane;
  SproutTips tips;
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

struct Branch {
  SproutingPlane plane;
  SproutTips tips;
  SproutingParams params;
  Chance chance;
  HD void operator()(std::uint32_t tip) const {
    tips.child[tip] = -1;
    if (tips.age[tip] == stopped) return;
    if (tips.age[tip] > params.branching_age) tips.child[tip] = place_for_branch(tip);
    tips.age[tip] = tips.child[tip] >= 0 ? 0 : tips.age[tip] + params.dt;
  }

 private:
  HD std::int32_t place_for_branch(std::uint32_t tip) const {
    std::int32_t free[9];
    int vessel = 0, places = 0;
    const int n = plane.nodes, x = tips.at[tip] % n, y = tips.at[tip] / n;
    for (int j = math::max(y - 1, 0); j <= math::min(y + 1, n - 1); ++j)
      for (int i = math::max(x - 1, 0); i <= math::min(x + 1, n - 1); ++i)
        if (plane.owner[j * n + i] != 0)
          ++vessel;
        else
          free[places++] = j * n + i;
    if (places == 0 || vessel <= params.branching_density / plane.factor[tips.at[tip]]) return -1;
    const double draw = chance.of(tip).uniform(place);
    return free[math::min(static_cast<int>(draw * places), places - 1)];
  }
};

/// Branches get their rows in the order of their mothers.
struct BeginBranch {
  SproutingPlane plane;
  SproutTips tips;
  std::uint32_t count;
  HD void operator()(std::int64_t i) const {
    const auto tip = static_cast<std::uint32_t>(i);
    const std::int32_t node = tips.child[tip];
    if (node < 0) return;
    std::uint32_t row = count;
    bool first = true;
    for (std::uint32_t other = 0; other < tip; ++other) {
      row += tips.child[other] >= 0 ? 1 : 0;
      first = first && tips.child[other] != node;
    }
    tips.at[row] = node;
    tips.age[row] = 0;
    if (first) plane.owner[node] = row + 1;
    atomic_add(tips.count, 1u);
  }
};

}  // namespace

Sprouting::Sprouting(Device& device, const SproutingParams& params, std::uint64_t seed)
    : device_(device),
      params_(params),
      seed_(seed),
      capacity_(64),
      factor_(device, nodes_along * nodes_along, "angiogenic factor"),
      fibronectin_(device, nodes_along * nodes_along, "fibronectin"),
      age_(device, capacity_, "sprouts"),
      owner_(device, nodes_along * nodes_along, "vessels on the lattice"),
      tips_here_(device, nodes_along * nodes_along, "tips by node"),
      count_(device, 1, "sprouts"),
      stops_(device, capacity_, "sprouts"),
      slot_(device, capacity_, "sprouts"),
      at_(device, capacity_, "sprouts"),
      target_(device, capacity_, "sprouts"),
      child_(device, capacity_, "sprouts") {
  std::vector<double> factor, fibronectin;
  for (int node = 0; node < nodes_along * nodes_along; ++node) {
    const double x = node % nodes_along * spacing;
    factor.push_back(math::exp(-math::square(1 - x) / 0.45));
    fibronectin.push_back(0.75 * math::exp(-math::square(x) / 0.45));
  }
  std::vector<std::uint32_t> owner(factor.size());
  std::vector<std::int32_t> at;
  for (std::uint32_t s = 1; s <= first_sprouts; ++s) {
    at.push_back(static_cast<std::int32_t>(s) * (nodes_along / 10) * nodes_along);
    owner[static_cast<std::size_t>(at.back())] = s;
  }
  factor_.copy_from_host(factor);
  fibronectin_.copy_from_host(fibronectin);
  owner_.copy_from_host(owner);
  at_.copy_from_host(at);
  count_.copy_from_host(std::vector{first_sprouts});
}

SproutingPlane Sprouting::plane() {
  return {nodes_along, factor_.data(), fibronectin_.data(), owner_.data(), tips_here_.data()};
}

SproutTips Sprouting::tips() {
  return {count_.data(), at_.data(),    target_.data(), child_.data(),
          age_.data(),   stops_.data(), slot_.data()};
}

/// Every tip may branch.
void Sprouting::make_room() {
  const std::uint32_t count = count_.to_host()[0];
  if (2 * count <= capacity_) return;
  capacity_ = 4 * count;
  age_.resize(capacity_);
  for (auto* column : {&stops_, &slot_}) column->resize(capacity_);
  for (auto* column : {&at_, &target_, &child_}) column->resize(capacity_);
}

void Sprouting::step() {
  make_room();
  const SproutingPlane p = plane();
  const SproutTips t = tips();
  const Chance chance{seed_, step_++};
  const auto each = [&](const char* label, const auto& body) {
    for_each_row(device_, label, capacity_, count_.data(), body);
  };
  each("sprouts choose", Choose{p, t, params_, chance});
  each("sprouts meet", Meet{p, t});
  each("sprouts step", StepOn{p, t});
  each("sprouts take up", TakeUp{p, t, params_});
  each("sprouts branch", Branch{p, t, params_, chance});
  const std::uint32_t count = count_.to_host()[0];
  for_each_index(device_, "branches begin", count, BeginBranch{p, t, count});
}

void Sprouting::advance(int steps) {
  for (int i = 0; i < steps; ++i) step();
}

SproutingCounts Sprouting::counts() const {
  SproutingCounts out;
  out.sprouts = static_cast<int>(count_.to_host()[0]);
  const auto age = age_.to_host();
  for (int s = 0; s < out.sprouts; ++s)
    out.active_tips += age[static_cast<std::size_t>(s)] != stopped;
  const auto owner = owner_.to_host();
  for (int node = 0; node < nodes_along * nodes_along; ++node) {
    if (owner[static_cast<std::size_t>(node)] == 0) continue;
    ++out.vessel_voxels;
    out.reached = std::max(out.reached, node % nodes_along * spacing);
  }
  return out;
}

}  // namespace metastasim::lattice
