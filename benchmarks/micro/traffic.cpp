// How it counts: the regions are closed to the processor. The first touch of a page faults, and opens it for reading; a
// second fault can only be a write.
#include "benchmarks/micro/traffic.hpp"

#include <signal.h>
#include <sys/mman.h>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <functional>

namespace metastasim::bench {

namespace {

constexpr std::size_t page_bytes = 4096;

struct Region {
  std::byte* begin;
  std::size_t pages;
  std::vector<std::atomic<int>> faults;  // by page
};

/// For the handler of a signal, which gets no argument of ours.
std::vector<Region>* watched = nullptr;

void open_page(int, siginfo_t* info, void*) {
  const auto* at = static_cast<const std::byte*>(info->si_addr);
  for (Region& region : *watched) {
    const std::less<const std::byte*> before;  // defined across regions, where < is not
    if (before(at, region.begin) || !before(at, region.begin + region.pages * page_bytes)) continue;
    const auto page = static_cast<std::size_t>(at - region.begin) / page_bytes;
    const int rights = region.faults[page]++ == 0 ? PROT_READ : PROT_READ | PROT_WRITE;
    mprotect(region.begin + page * page_bytes, page_bytes, rights);
    return;
  }
  signal(SIGSEGV, SIG_DFL);  // somebody else's fault: let it happen
}

void protect(const Region& region, int rights) {
  mprotect(region.begin, region.pages * page_bytes, rights);
}

}  // namespace

double touched_bytes(const std::vector<std::span<std::byte>>& regions,
                     const std::function<void()>& run) {
  std::vector<Region> closed;
  for (const auto& bytes : regions) {
    const std::size_t pages = (bytes.size() + page_bytes - 1) / page_bytes;
    if (pages > 0) closed.push_back({bytes.data(), pages, std::vector<std::atomic<int>>(pages)});
  }
  watched = &closed;
  struct sigaction ours = {}, before = {};
  ours.sa_sigaction = open_page;
  ours.sa_flags = SA_SIGINFO;
  sigaction(SIGSEGV, &ours, &before);
  for (const Region& region : closed) protect(region, PROT_NONE);
  run();
  for (const Region& region : closed) protect(region, PROT_READ | PROT_WRITE);
  sigaction(SIGSEGV, &before, nullptr);
  double faults = 0;
  for (const Region& region : closed)
    for (const auto& of_page : region.faults) faults += std::min(of_page.load(), 2);
  return faults * page_bytes;
}

}  // namespace metastasim::bench
