#include "host/io/run_file.hpp"

#include <algorithm>

#include "host/io/views.hpp"
#include "host/io/xdmf.hpp"

namespace metastasim {

namespace {

using hdf5::Access;
constexpr const char* file_name = "run.vtkhdf";

std::filesystem::path file_in(const std::filesystem::path& run) {
  return std::filesystem::is_directory(run) ? run / file_name : run;
}

std::uint64_t complete_steps(const std::filesystem::path& path) {
  return vtkhdf::steps(hdf5::File(path, Access::read));
}

std::vector<SeriesValue> with_clock(const Output& output) {
  std::vector<SeriesValue> values{{"tick", static_cast<double>(output.tick), "1"},
                                  {"time_min", output.time_min, "min"}};
  values.insert(values.end(), output.series.begin(), output.series.end());
  return values;
}

}  // namespace

RunFile::RunFile(std::filesystem::path directory, const RunFileOptions& options)
    : directory_(std::move(directory)), path_(directory_ / file_name), options_(options) {}

RunFile RunFile::create(const std::filesystem::path& directory, const Provenance& provenance,
                        const RunFileOptions& options) {
  RunFile run(directory, options);
  hdf5::File file(run.path_, Access::create);
  vtkhdf::create(file);
  series::create(file);
  events::create(file);
  provenance::write(file, provenance);
  file.close();
  write_paraview_script(directory, provenance.demo);
  return run;
}

RunFile RunFile::reopen(const std::filesystem::path& directory, const RunFileOptions& options) {
  RunFile run(directory, options);
  run.truncate(complete_steps(run.path_));
  return run;
}

void RunFile::truncate(std::uint64_t steps) {
  hdf5::File file(path_, Access::append);
  vtkhdf::truncate(file, steps);
  series::truncate(file, steps);
  events::truncate(file, steps);
  unchanged_ = {};
  steps_ = steps;
  last_time_min_ = steps > 0 ? file.read_row<double>("/series/time_min", steps - 1)[0] : -1;
  file.close();
  sidecar_steps_ = 0;
}

void RunFile::truncate_from(std::uint32_t tick) {
  if (steps_ == 0) return;
  const std::vector<double> ticks = hdf5::File(path_, Access::read).read<double>("/series/tick");
  const auto first =
      std::find_if(ticks.begin(), ticks.end(), [tick](double t) { return t >= tick; });
  truncate(std::min(steps_, static_cast<std::uint64_t>(first - ticks.begin())));
}

void RunFile::add_session(const Provenance& provenance, std::uint32_t tick) {
  hdf5::File file(path_, Access::append);
  provenance::add_session(file, provenance, tick);
  file.close();
}

void RunFile::append(const Output& output) {
  if (output.blocks.empty()) throw std::logic_error("an output needs a block at least");
  if (output.time_min <= last_time_min_)
    throw std::logic_error("outputs must follow each other in time");
  hdf5::File file(path_, Access::append);
  if (vtkhdf::block_names(file).empty()) {
    vtkhdf::create_blocks(file, output.blocks, options_.compression);
    write_views(directory_, output.blocks);
  }
  series::append(file, with_clock(output));
  events::append(file, output.events);
  provenance::note_time(file);
  vtkhdf::append(file, unchanged_, output.time_min, output.blocks);
  file.close();
  ++steps_;
  last_time_min_ = output.time_min;
  if (steps_ - sidecar_steps_ > steps_ / 32)
    write_companions();  // all together they cost little more than the last
}

void RunFile::write_companions() {
  const hdf5::File file(path_, Access::read);
  series::write_csv(series::read(file), provenance::values(file), directory_ / "funnel.csv");
  write_xdmf(file, directory_ / "run.xdmf2", std::min(steps_, options_.most_sidecar_steps));
  sidecar_steps_ = steps_;
}

void RunFile::finish() {
  if (sidecar_steps_ != steps_) write_companions();
}

Series read_series(const std::filesystem::path& run) {
  const hdf5::File file(file_in(run), Access::read);
  Series series = series::read(file);
  const std::uint64_t steps = vtkhdf::steps(file);
  for (auto& column : series.columns)
    column.values.resize(std::min<std::size_t>(column.values.size(), steps));
  return series;
}

std::vector<EventRow> read_events(const std::filesystem::path& run) {
  return events::read(hdf5::File(file_in(run), Access::read));
}

std::map<std::string, std::string> read_provenance(const std::filesystem::path& run) {
  return provenance::read(hdf5::File(file_in(run), Access::read));
}

}  // namespace metastasim
