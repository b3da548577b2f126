// Lymph in the lymphatics of a block: prescribed, not solved.
//
//   u = d V / L           Q_out = sum Q_in + u l           tau = 4 mu Q / (pi R^3)
//
//   u      uptake of a lymphatic                               [nl/min/um]
//   d      interstitial fluid drained per volume of tissue     [1/min]  equals what the capillaries
//          filter in the steady state: L_p S/V (P_v - sigma (pi_v - pi_i)) = 0.36e-7 cm/mmHg/s
//          x 70 /cm x (15.6 - 0.91 x 10) mmHg = 1e-3 /min (Baxter and Jain 1989,
//          doi 10.1016/0026-2862(89)90074-5, normal tissue); Zhu 1996 clears tumours at 1.5e-3 /min;
//          afferent lymph of 8 L/d in 70 kg makes 8e-5 /min in a man at rest
//   V, L   volume of the block and length of its lymphatics    [um3], [um]
//   Q, l   flow and length of a vessel between branchings      [nl/min], [um]
//   mu     viscosity of lymph, which holds no red cells        [mPa s]  Bertram, Macaskill and Moore
//          (doi 10.1115/1.4002799)
//   tau    wall shear stress                                   [Pa]
// A tumour's fluid, which it cannot drain itself, leaves through the lymphatics around it
// (Padera 2002, doi 10.1126/science.1071420): V is the whole block. Valves keep lymph from running
// back; pumping averages out over the minutes of a passage.
#include "kernels/vessels/lymph_flow.hpp"

#include <algorithm>
#include <limits>
#include <queue>

#include "kernels/process.hpp"
#include "kernels/vessels/blood_flow.hpp"
#include "kernels/vessels/rheology.hpp"
#include "kernels/vessels/topology.hpp"

namespace metastasim::vessels {

namespace {

constexpr double far = std::numeric_limits<double>::infinity();

/// The shortest ways to the lymph ports.
class Drainage {
 public:
  Drainage(const Network& network, const std::vector<char>& included)
      : network_(network),
        included_(included),
        at_(adjacency(network)),
        way_um_(network.nodes.size(), far),
        onward_(network.nodes.size(), -1) {
    for (int n = 0; n < static_cast<int>(way_um_.size()); ++n)
      if (network.nodes[n].port == Port::lymph) reach(n, 0, -1);
    while (!queue_.empty()) {
      const auto [way, n] = queue_.top();
      queue_.pop();
      if (way > way_um_[n]) continue;
      order_.push_back(n);
      for (int s : at_.at(n))
        if (included[s]) reach(other_end(s, n), way + network.segments[s].length_um, s);
    }
  }

  std::vector<double> flow(double uptake) const {
    std::vector<double> q(network_.segments.size()), into(network_.nodes.size());
    for (int s = 0; s < static_cast<int>(q.size()); ++s)
      if (drains(s) && onward_[start(s)] != s) into[end(s)] += q[s] = uptake * length(s);
    for (auto n = order_.rbegin(); n != order_.rend(); ++n) {
      const int s = onward_[*n];
      if (s >= 0) into[end(s)] += q[s] = into[*n] + uptake * length(s);
    }
    level_unbranched(q);
    for (int s = 0; s < static_cast<int>(q.size()); ++s)
      if (network_.segments[s].from != start(s)) q[s] = -q[s];
    return q;
  }

 private:
  int other_end(int s, int n) const {
    const NetworkSegment& x = network_.segments[s];
    return x.from == n ? x.to : x.from;
  }
  double length(int s) const { return network_.segments[s].length_um; }
  bool drains(int s) const { return included_[s] && way_um_[network_.segments[s].from] < far; }

  /// Lymph runs from the end that lies farther from a port.
  int start(int s) const {
    const NetworkSegment& x = network_.segments[s];
    if (onward_[x.from] == s) return x.from;
    if (onward_[x.to] == s) return x.to;
    return way_um_[x.from] >= way_um_[x.to] ? x.from : x.to;
  }
  int end(int s) const { return other_end(s, start(s)); }

  void reach(int n, double way, int by) {
    if (way >= way_um_[n]) return;
    way_um_[n] = way;
    onward_[n] = by;
    queue_.push({way, n});
  }

  /// No branching, no port: the vessel merely goes on.
  bool goes_on(int n) const {
    int vessels = 0;
    for (int s : at_.at(n)) vessels += included_[s];
    return vessels == 2 && onward_[n] >= 0;
  }

  void level_unbranched(std::vector<double>& q) const {
    for (int n : order_) {
      if (!goes_on(n)) continue;
      for (int s : at_.at(n))
        if (drains(s) && end(s) == n) q[s] = q[onward_[n]];
    }
  }

  const Network& network_;
  const std::vector<char>& included_;
  Adjacency at_;
  std::vector<double> way_um_;
  std::vector<int> onward_;  ///< the segment toward the port, by node
  std::vector<int> order_;   ///< nodes, the nearest to a port first
  using Waiting = std::pair<double, int>;
  std::priority_queue<Waiting, std::vector<Waiting>, std::greater<>> queue_;
};

template <class T, class F>
void store_each(Table& table, const Column<T>& column, const std::vector<char>& rows,
                const F& value) {
  std::vector<T> all = table.to_host(column);
  for (std::size_t s = 0; s < rows.size(); ++s)
    if (rows[s]) all[s] = static_cast<T>(value(s));
  table.from_host(column, std::span<const T>(all));
}

std::vector<char> lymphatics_of(const Vessels& vessels, SiteId site) {
  const auto kind = vessels.segments.to_host(segment::kind);
  const auto in = vessels.segments.to_host(segment::site);
  std::vector<char> rows(kind.size());
  for (std::size_t s = 0; s < rows.size(); ++s)
    rows[s] = in[s] == site.value && kind[s] == static_cast<std::uint8_t>(VesselKind::lymphatic);
  return rows;
}

double total_length_um(const Network& network, const std::vector<char>& rows) {
  double sum = 0;
  for (std::size_t s = 0; s < rows.size(); ++s)
    if (rows[s]) sum += network.segments[s].length_um;
  return sum;
}

}  // namespace

std::vector<double> lymph_flow(const Network& network, const std::vector<char>& included,
                               double uptake_nl_per_min_um) {
  return Drainage(network, included).flow(uptake_nl_per_min_um);
}

struct LymphFlow {
  static constexpr const char* meaning = "lymphatics drain the tissue's fluid toward their ports";
  static constexpr bool host_work = true;
  struct Params {
    double drainage_per_min, viscosity_mpas;
  };
  static std::vector<ParamSpec> params() {
    return {
        param("site.*.lymph.drainage", &Params::drainage_per_min, "1/min", {1e-3, 8e-5}, {0, 0.1},
              "Baxter and Jain 1989; man at rest: 8 L/d in 70 kg (a PBPK model)",
              "interstitial fluid that lymphatics drain, per volume of tissue"),
        param("lymph.viscosity", &Params::viscosity_mpas, "mPa s", 1, {0.5, 5},
              "Bertram, Macaskill and Moore 2011", "viscosity of lymph"),
    };
  }
  static std::vector<ColumnSpec> writes() {
    return {segment::flow, segment::haematocrit, segment::wall_shear, segment::flow_status};
  }
  static void run(const Params& p, SiteStep& s) {
    Vessels& v = s.state.vessels;
    if (!v.flow_is_stale) return;
    const std::vector<char> rows = lymphatics_of(v, s.site.id);
    if (std::find(rows.begin(), rows.end(), 1) == rows.end()) return;
    const Network network = network_of(v);
    const double length_um = total_length_um(network, rows);
    const double h = s.site.grid.spacing_um;
    const double volume_nl = static_cast<double>(s.site.grid.voxels()) * h * h * h * 1e-6;
    const std::vector<double> q =
        lymph_flow(network, rows, p.drainage_per_min * volume_nl / length_um);
    store_each(v.segments, segment::flow, rows, [&](std::size_t i) { return q[i]; });
    store_each(v.segments, segment::haematocrit, rows, [](std::size_t) { return 0; });
    store_each(v.segments, segment::wall_shear, rows, [&](std::size_t i) {
      return poiseuille_wall_shear(q[i], network.segments[i].diameter_um, p.viscosity_mpas);
    });
    store_each(v.segments, segment::flow_status, rows, [&](std::size_t i) {
      return q[i] != 0 ? SegmentStatus::flows : SegmentStatus::no_flow;
    });
  }
};

}  // namespace metastasim::vessels

metastasim::Process metastasim::processes::lymph_flow() {
  return make_process<vessels::LymphFlow>("lymph_flow");
}
