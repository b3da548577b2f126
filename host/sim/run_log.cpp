#include "host/sim/run_log.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "host/io/io_error.hpp"
#include "host/io/provenance.hpp"

namespace metastasim {

RunLog::RunLog(std::filesystem::path file)
    : path_(std::move(file)), file_(std::fopen(path_.c_str(), "a")) {
  if (file_ == nullptr) throw_errno(path_, "cannot open it");
}

void RunLog::note(nlohmann::ordered_json entry) {
  entry["utc"] = utc_now();
  const std::string line = entry.dump() + '\n';
  if (std::fputs(line.c_str(), file_.get()) < 0 || std::fflush(file_.get()) != 0)
    throw_errno(path_, fmt::format("cannot write {} bytes", line.size()));
}

}  // namespace metastasim
