#pragma once
#include "kernels/core/math.hpp"

/// How thick blood is in a narrow vessel, and how red cells divide where vessels branch.
///
/// Apparent viscosity, D vessel diameter [um], H discharge haematocrit [1], relative to plasma [1]:
///   k = 1/(1 + 1e-11 D^12)      C = (0.8 + exp(-0.075 D)) (k - 1) + k
///   r = ((1-H)^C - 1) / ((1-0.45)^C - 1)
///   in vivo   [1 + (mu45 - 1) r F] F,  mu45 = 6 exp(-0.085 D) + 3.2 - 2.44 exp(-0.06 D^0.645),
///             F = (D/(D - 1.1))^2      Pries 1994 (doi 10.1161/01.RES.75.5.904)
///   in vitro  1 + (mu45 - 1) r,        mu45 = 220 exp(-1.3 D) + 3.2 - 2.44 exp(-0.06 D^0.645)
///             Pries 1992 (doi 10.1152/ajpheart.1992.263.6.H1770)
/// The laws were measured with human blood; for the cells of another species the in vivo law takes
/// D (92/MCV)^(1/3), MCV the mean cell volume [fl].
///
/// Share E of the red cells that enter daughter a, x its share of the blood, Da, Db the daughters'
/// and Df the parent's diameter [um], H the parent's haematocrit:
///   E = 1/(1 + exp(-(A + B logit((x - X0)/(1 - 2 X0))))), 0 for x <= X0, 1 for x >= 1 - X0
///   2005  A = -13.29 (Da^2/Db^2 - 1)/(Da^2/Db^2 + 1) (1-H)/Df,  X0 = 0.964 (1-H)/Df
///         Pries and Secomb 2005 (doi 10.1152/ajpheart.00297.2005)
///   1989  A = -6.96 ln(Da/Db)/Df,                               X0 = 0.4/Df
///         Pries 1989 (Microvasc. Res. 38, 81)
///   B = 1 + 6.98 (1-H)/Df in both
namespace metastasim::vessels {

enum class ViscosityLaw : int { pries1994, pries1992, constant };
enum class PhaseSeparation : int { pries2005, pries1989, none };

inline constexpr double human_cell_volume_fl = 92;
/// Below this corrected diameter the in vivo law, singular at 1.1 um, is not followed: a red cell
/// does not get through. AngioAdapt20 (Alberding and Secomb 2021) clamps here too.
inline constexpr double narrowest_in_vivo_um = 3;
inline constexpr double highest_haematocrit = 0.999;

inline constexpr double pa_per_mmhg = 133.322387415;  ///< conventional millimetre of mercury
/// What the files and programs of Secomb's group use (1333 dyn/cm^2), 1.7e-4 less: take it to
/// compare with them.
inline constexpr double secomb_pa_per_mmhg = 133.3;

namespace detail {

/// (1-H)^C - 1 over (1-0.45)^C - 1; where C vanishes its limit, a ratio of logarithms.
struct HaematocritTerm {
  double c, at45;
  HD explicit HaematocritTerm(double d) {
    const double d4 = math::square(math::square(d));
    const double k = 1 / (1 + 1e-11 * math::cube(d4));
    c = (0.8 + math::exp(-0.075 * d)) * (k - 1) + k;
    at45 = part(1 - 0.45);
  }
  HD double part(double plasma) const {
    const double log = math::log(plasma);
    return c == 0 ? log : math::expm1(c * log);
  }
  HD double operator()(double h) const { return part(1 - h) / at45; }
};

HD inline double wide_part(double d) { return 3.2 - 2.44 * math::exp(-0.06 * math::pow(d, 0.645)); }

HD inline double clamped_haematocrit(double h) { return math::clamp(h, 0.0, highest_haematocrit); }

}  // namespace detail

/// The viscosity in a vessel of one diameter, as a function of haematocrit alone: the costly part
/// of the laws is paid once.
class ViscosityAt {
 public:
  HD static ViscosityAt in_vivo(double d, double cell_volume_fl) {
    const double scale = math::exp(math::log(human_cell_volume_fl / cell_volume_fl) / 3);
    d = math::max(d * scale, narrowest_in_vivo_um);
    const double mu45 = 6 * math::exp(-0.085 * d) + detail::wide_part(d);
    return {mu45, math::square(d / (d - 1.1)), detail::HaematocritTerm(d)};
  }
  HD static ViscosityAt in_vitro(double d) {
    const double mu45 = 220 * math::exp(-1.3 * d) + detail::wide_part(d);
    return {mu45, 1, detail::HaematocritTerm(d)};
  }
  HD double operator()(double h) const {
    return (1 + (mu45_ - 1) * f_ * term_(detail::clamped_haematocrit(h))) * f_;
  }

 private:
  HD ViscosityAt(double mu45, double f, detail::HaematocritTerm term)
      : mu45_(mu45), f_(f), term_(term) {}
  double mu45_, f_;
  detail::HaematocritTerm term_;
};

HD inline double viscosity_in_vivo(double d, double h, double cell_volume_fl) {
  return ViscosityAt::in_vivo(d, cell_volume_fl)(h);
}

HD inline double viscosity_in_vitro(double d, double h) { return ViscosityAt::in_vitro(d)(h); }

struct Viscosity {
  ViscosityLaw law = ViscosityLaw::pries1994;
  double plasma_mpas = 1.0466;  ///< [mPa s] = cP
  double cell_volume_fl = 92;   ///< mean volume of a red cell
  double constant_mpas = 3;     ///< for ViscosityLaw::constant
  HD ViscosityAt at(double diameter_um) const {
    return law == ViscosityLaw::pries1992 ? ViscosityAt::in_vitro(diameter_um)
                                          : ViscosityAt::in_vivo(diameter_um, cell_volume_fl);
  }
  HD double operator()(const ViscosityAt& there, double haematocrit) const {
    return law == ViscosityLaw::constant ? constant_mpas : plasma_mpas * there(haematocrit);
  }
};

/// A bifurcation as daughter a sees it.
struct Fork {
  double a_um, b_um, parent_um;  ///< diameters
  double haematocrit;            ///< of the parent
};

/// Share of the parent's red cells that enter daughter a, which takes the share x of the blood.
HD inline double red_cell_share(PhaseSeparation law, double x, const Fork& fork) {
  if (law == PhaseSeparation::none) return x;
  const double plasma = (1 - fork.haematocrit) / fork.parent_um;
  const double ratio = fork.a_um / fork.b_um, squared = math::square(ratio);
  const bool newer = law == PhaseSeparation::pries2005;
  const double x0 = newer ? 0.964 * plasma : 0.4 / fork.parent_um;
  if (x <= x0) return x0 < 0.5 || x < 0.5 ? 0 : x > 0.5 ? 1 : 0.5;
  if (x >= 1 - x0) return 1;
  const double a = newer ? -13.29 * (squared - 1) / (squared + 1) * plasma
                         : -6.96 * math::log(ratio) / fork.parent_um;
  const double logit = math::log((x - x0) / (1 - x - x0));
  return 1 / (1 + math::exp(-(a + (1 + 6.98 * plasma) * logit)));
}

/// Flow per pressure of a straight vessel (Poiseuille), nl/min per mmHg; diameters and lengths in
/// um. With secomb_pa_per_mmhg this is 0.196300453 D^4/(L mu).
HD inline double poiseuille_conductance(double diameter_um, double length_um, double mu_mpas,
                                        double pa_per_mmhg_used = pa_per_mmhg) {
  const double nl_per_min = 60e-6 * 1e3 * math::pi / 128;  // from um^4 Pa/(um mPa s)
  return nl_per_min * pa_per_mmhg_used * math::square(math::square(diameter_um)) /
         (length_um * mu_mpas);
}

/// Wall shear stress [Pa] of a flow [nl/min].
HD inline double poiseuille_wall_shear(double flow_nl_per_min, double diameter_um, double mu_mpas) {
  return 32e3 / 60 * mu_mpas * math::abs(flow_nl_per_min) / (math::pi * math::cube(diameter_um));
}

/// Mean velocity of blood [mm/s].
HD inline double mean_velocity(double flow_nl_per_min, double diameter_um) {
  return flow_nl_per_min * (4e3 / 60) / (math::pi * math::square(diameter_um));
}

}  // namespace metastasim::vessels
