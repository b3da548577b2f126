#pragma once
#include <memory>
#include <span>
#include <vector>

#include "kernels/process.hpp"

namespace metastasim {

class StepObserver;

/// A line of cascade.def.
struct CascadeEntry {
  Stage stage;
  int period_s;  ///< 0: every tick, whatever its length
  Process process;
};

/// All processes in the order of the step. Built at the first call; throws std::logic_error where
/// two processes share a name or a random-number id, or a stage stands before its place.
const std::vector<CascadeEntry>& cascade();
/// How many of them, from the first, advance tissue; the others a lattice.
std::size_t tissue_processes();

/// Every column of an entity: the ones that always exist, then those that processes add. Travellers
/// carry all cell columns and their own.
std::vector<ColumnSpec> columns_of(Entity entity);

/// Parameters of one run: for each process one struct per site (or one, if it is not per site), and
/// its table by cell type on the device.
class Parameters {
 public:
  /// Structs without values; `set` fills them.
  Parameters(Device& device, std::size_t sites, std::size_t cell_types);

  /// Writes one value, in the spec's unit. `index` is the site for params, the cell type for
  /// cell_params.
  void set(std::size_t process, const ParamSpec& spec, std::size_t index, double value);
  void set_cell(std::size_t process, const ParamSpec& spec, std::size_t cell_type, double value);
  /// Copies the tables to the device; call after the last set_cell.
  void upload();

  const void* of_site(std::size_t process, std::size_t site) const;
  const void* of_cells(std::size_t process) const;

 private:
  struct Block {
    std::vector<std::vector<std::byte>> per_site;
    std::vector<std::byte> per_type;
    Buffer<std::byte> on_device;
  };
  std::vector<Block> blocks_;
};

/// By which tables may grow in one step of the model that these parameters are of.
const Room& room_of(const Parameters& parameters);

/// Advances the state by one tick: every process that is due, in the order of the cascade. The host
/// makes room first, where rows can be added in this tick.
void advance(Device& device, State& state, const Parameters& parameters,
             StepObserver* observer = nullptr);
/// The same with another room, for tests.
void advance(Device& device, State& state, const Parameters& parameters, StepObserver* observer,
             const Room& room);

/// Ticks between two runs of an entry; throws std::invalid_argument where the period is not a whole
/// number of ticks.
std::uint32_t period_ticks(const CascadeEntry& entry, std::int64_t tick_us);

}  // namespace metastasim
