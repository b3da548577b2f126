#include "host/sim/outputs.hpp"

#include <nlohmann/json.hpp>

#include "host/io/io_error.hpp"
#include "host/io/run_file.hpp"
#include "host/sim/run_log.hpp"
#include "host/sim/set_aside.hpp"
#include "host/sim/summary.hpp"
#include "host/sim/tell.hpp"

namespace metastasim {

namespace fs = std::filesystem;

namespace {

std::vector<SeriesValue> series_of(const Funnel& funnel) {
  std::vector<SeriesValue> series;
  for (const auto& [name, value] : numbers_of(funnel))
    series.push_back({name, static_cast<double>(value), "1"});
  return series;
}

void tell_set_aside(const fs::path& folder, const fs::path& to, const std::string& why,
                    std::FILE* messages) {
  tell(messages,
       "   run.vtkhdf is damaged ({}).\n"
       "   It is now {}, its funnel.csv likewise; both begin anew from here.\n",
       why, to.string());
  RunLog(folder / "log.jsonl")
      .note({{"event", "set aside"}, {"file", to.filename().string()}, {"why", why}});
}

}  // namespace

Outputs Outputs::begin(const fs::path& folder, const Provenance& provenance,
                       const OutputSpec& spec) {
  return {RunFile::create(folder, provenance), spec};
}

Outputs Outputs::go_on(const fs::path& folder, const Provenance& provenance, const OutputSpec& spec,
                       std::uint32_t tick, std::FILE* messages) {
  const fs::path file = folder / "run.vtkhdf";
  if (!fs::exists(file)) return begin(folder, provenance, spec);
  try {
    RunFile run = RunFile::reopen(folder);
    run.truncate_from(tick + 1);
    run.add_session(provenance, tick);
    read_events(folder);  // what a run goes on from must be whole
    read_series(folder);
    return {std::move(run), spec};
  } catch (const IoError& error) {
    if (error.refused_with != 0) throw;  // a whole file that may not be written, or a full disk
    tell_set_aside(folder, set_aside(folder), error.what(), messages);
    return begin(folder, provenance, spec);
  }
}

void Outputs::write(State& state) {
  write_output(file_, state, spec_, series_of(funnel_of(state)));
  state.events.set_count(0);
}

}  // namespace metastasim
