#pragma once
#include <concepts>
#include <cstddef>
#include <vector>

#include "kernels/core/ids.hpp"
#include "kernels/core/random.hpp"
#include "kernels/param.hpp"
#include "kernels/state/state.hpp"

/// What a biological process is to the rest of the program: a name, parameters, columns, and `run`.
/// docs/adding_a_process.md walks through one.
namespace metastasim {

/// The stages of a step, in order; each is a barrier.
enum class Stage : unsigned char { flow, fields, sense, decide, move, cross, resolve, record };
const char* name_of(Stage stage);

/// What a process may see while it runs.
struct Step {
  Device& device;
  State& state;
  ProcessId process;
  std::uint32_t tick;  ///< the tick that this step computes; draws are numbered by it
  double dt_min;       ///< time since this process ran last: its period
  Room room = {};      ///< by which tables may grow in this step

  /// The draws of an entity in this process and tick.
  Draws draws(std::uint64_t entity) const { return {state.seed, entity, tick, process.value}; }
};

/// The same for a process that works site by site.
struct SiteStep : Step {
  Site& site;
};

/// Seed, tick and process in a form that a kernel body can hold; `of` gives one entity's draws.
struct DrawKey {
  std::uint64_t seed;
  std::uint32_t tick;
  std::uint16_t process;
  explicit DrawKey(const Step& step)
      : seed(step.state.seed), tick(step.tick), process(step.process.value) {}
  HD Draws of(std::uint64_t entity) const { return {seed, entity, tick, process}; }
};

/// A parameter struct without its type: its size and the list of what stands in it.
struct ParamTable {
  std::size_t bytes = 0;
  std::vector<ParamSpec> specs;
};

struct Process {
  const char* name;
  const char* meaning;
  ProcessId id;
  ParamTable params;  ///< one struct per site (per run, for a whole-body process), passed by value
  ParamTable cell_params;          ///< one struct per cell type, a table on the device
  std::vector<ColumnSpec> adds;    ///< columns that exist because this process does
  std::vector<ColumnSpec> writes;  ///< all columns it may change; checked by --check-writes
  bool per_site;
  bool changes_rows;  ///< births, deaths and crossings: resolve alone
  bool host_work;     ///< works on the host by design, so it copies state there inside a step
  void (*run)(const void* params, const void* cell_params, Step& step, Site* site);
};

namespace detail {

struct NoParams {};
template <class P>
concept HasParams = requires {
  typename P::Params;
};
template <class P>
concept HasCellParams = requires {
  typename P::CellParams;
};
template <class P>
concept ChangesRows = requires {
  P::changes_rows;
};
template <class P>
concept WorksOnHost = requires {
  P::host_work;
};
template <class P>
concept HasColumns = requires {
  { P::adds() } -> std::convertible_to<std::vector<ColumnSpec>>;
};

template <class P>
struct Arguments {
  using Params = NoParams;
  using CellParams = NoParams;
};
template <HasParams P>
requires(!HasCellParams<P>) struct Arguments<P> {
  using Params = typename P::Params;
  using CellParams = NoParams;
};
template <HasCellParams P>
requires(!HasParams<P>) struct Arguments<P> {
  using Params = NoParams;
  using CellParams = typename P::CellParams;
};
template <class P>
requires(HasParams<P>&& HasCellParams<P>) struct Arguments<P> {
  using Params = typename P::Params;
  using CellParams = typename P::CellParams;
};

/// Calls P::run with the arguments that it names: (params?, cell params?, step).
template <class P, class S>
void call(const void* params, const void* cell_params, S& step) {
  using A = Arguments<P>;
  const auto* p = static_cast<const typename A::Params*>(params);
  const auto* c = static_cast<const typename A::CellParams*>(cell_params);
  if constexpr (HasParams<P> && HasCellParams<P>)
    P::run(*p, c, step);
  else if constexpr (HasParams<P>)
    P::run(*p, step);
  else if constexpr (HasCellParams<P>)
    P::run(c, step);
  else
    P::run(step);
}

template <class P>
constexpr bool is_per_site() {
  using A = Arguments<P>;
  using C = const typename A::CellParams*;
  if constexpr (HasParams<P> && HasCellParams<P>)
    return std::invocable<decltype(P::run), const typename A::Params&, C, SiteStep&> &&
           !std::invocable<decltype(P::run), const typename A::Params&, C, Step&>;
  else if constexpr (HasParams<P>)
    return !std::invocable<decltype(P::run), const typename A::Params&, Step&>;
  else if constexpr (HasCellParams<P>)
    return !std::invocable<decltype(P::run), C, Step&>;
  else
    return !std::invocable<decltype(P::run), Step&>;
}

template <class P>
void run_erased(const void* params, const void* cell_params, Step& step, Site* site) {
  if constexpr (is_per_site<P>()) {
    SiteStep here{step, *site};
    call<P>(params, cell_params, here);
  } else {
    (void)site;
    call<P>(params, cell_params, step);
  }
}

}  // namespace detail

/// Turns a process type into its entry. P names what it has of
///   Params, params(), CellParams, cell_params(), adds(), writes(), changes_rows, host_work, and always
///   `meaning` and `run`.
template <class P>
Process make_process(const char* name) {
  Process out{name,
              P::meaning,
              ProcessId{static_cast<std::uint16_t>(name_key(name) ^ (name_key(name) >> 16))},
              {},
              {},
              {},
              {},
              detail::is_per_site<P>(),
              detail::ChangesRows<P>,
              detail::WorksOnHost<P>,
              &detail::run_erased<P>};
  if constexpr (detail::HasParams<P>) out.params = {sizeof(typename P::Params), P::params()};
  if constexpr (detail::HasCellParams<P>)
    out.cell_params = {sizeof(typename P::CellParams), P::cell_params()};
  if constexpr (detail::HasColumns<P>) out.adds = P::adds();
  out.writes = P::writes();
  return out;
}

}  // namespace metastasim

/// Every process of the cascade is a function of its name; this declares them.
namespace metastasim::processes {
#define PROCESS(stage, name, period_s) Process name();
#include "kernels/cascade.def"
#undef PROCESS
}  // namespace metastasim::processes
