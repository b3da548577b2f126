#pragma once
#include <initializer_list>
#include <string>
#include <vector>

#include "host/config/consistency.hpp"
#include "host/config/problem.hpp"
#include "host/config/scenario.hpp"

/// What only several settings together can get wrong, one file a concern.
namespace metastasim::config::consistency {

/// The scenario under examination and the list to which each finding is added.
class Context {
 public:
  Context(Scenario& scenario, std::vector<Problem>& problems, InputFiles files);

  const Setting* setting(const std::string& key) const;
  /// Whether all of these were read; what has a problem of its own is not judged again.
  bool have(std::initializer_list<std::string> keys);
  /// Whether nothing was left unjudged for a problem that was told before.
  bool judged_all() const { return judged_all_; }
  /// Whether this key, or one whose name begins so, has a problem of its own.
  bool was_refused(const std::string& key);
  void report(const std::string& key, std::string what, std::string why, std::string write,
              std::string more = "");
  /// The same, at a place within what is written there.
  void report_at(const Origin& origin, const std::string& key, std::string what, std::string why,
                 std::string write, std::string more = "");

  Scenario& scenario;
  const bool lattice;
  const InputFiles files;

 private:
  std::vector<Problem>& problems_;
  bool judged_all_ = true;
};

void check_clock(Context& c);
/// There is a primary, and one only.
void check_roles(Context& c);
/// Completes its voxels.
void check_site(Context& c, SiteSpec& site);
/// Reads the file of a network that a site names, and completes what the file says itself.
void check_network_file(Context& c, SiteSpec& site);
/// Completes its centre.
void check_tumour(Context& c, SiteSpec& site);
/// A tumour, and what is injected, is of tumour cells; `key` names the type.
void check_is_tumour(Context& c, const std::string& key, const std::string& type);
/// What only two parameters of a process together can get wrong.
void check_pairs(Context& c);
/// All places that cells can be at on this way around, each once.
std::vector<std::string> places_of_body(const std::vector<RouteEdge>& route);
/// Lymph that leaves a block must arrive somewhere, unless there is no body around it.
void check_lymph(Context& c, const SiteSpec& site);
/// Completes the region of surgery: the tumour at the start where no other is named.
void check_intervention(Context& c, InterventionSpec& intervention);
void check_injection(Context& c, const InjectionSpec& injection);
void check_route(Context& c);
void check_output(Context& c);
/// What nothing reads here is refused, or no default in force. The last: others ask for defaults.
void check_idle(Context& c);

}  // namespace metastasim::config::consistency
