#include <chrono>
#include <thread>

#include "host/io/hdf5_task.hpp"

namespace metastasim::hdf5 {

namespace {

/// What `earliest` writes can be opened after the writer was killed, and by old ParaView.
Handle file_access() {
  Handle list = property_list(H5P_FILE_ACCESS);
  H5Pset_libver_bounds(list.id(), H5F_LIBVER_EARLIEST, H5F_LIBVER_V18);
  H5Pset_file_locking(list.id(), false, true);
  H5Pset_fclose_degree(list.id(), H5F_CLOSE_STRONG);
  return list;
}

hid_t open_once(const std::string& name, Access access, hid_t list) {
  if (access == Access::create) return H5Fcreate(name.c_str(), H5F_ACC_EXCL, H5P_DEFAULT, list);
  return H5Fopen(name.c_str(), access == Access::read ? H5F_ACC_RDONLY : H5F_ACC_RDWR, list);
}

const char* task_of(Access access) {
  return access == Access::create ? "cannot create"
         : access == Access::read ? "cannot open"
                                  : "cannot open for writing";
}

}  // namespace

void start() {
  H5dont_atexit();
  H5open();
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

File::File(std::filesystem::path path, Access access) : path_(std::move(path)) {
  start();
  const Handle list = file_access();
  hid_t id = open_once(path_.string(), access, list.id());
  for (int wait_ms = 20; id < 0 && access == Access::append && wait_ms < 1000; wait_ms *= 2) {
    std::this_thread::sleep_for(
        std::chrono::milliseconds(wait_ms));  // a network file system may need a moment
    id = open_once(path_.string(), access, list.id());
  }
  if (id < 0) throw_cause(path_, task_of(access));
  handle_ = Handle(id, H5Fclose);
}

void File::flush() {
  if (H5Fflush(handle_.id(), H5F_SCOPE_LOCAL) < 0) throw_cause(path_, "cannot write");
}

void File::close() {
  if (!handle_.close()) throw_cause(path_, "cannot finish writing");
}

bool File::exists(const std::string& object) const {
  for (std::size_t at = object.find('/', 1);; at = object.find('/', at + 1)) {
    if (H5Lexists(handle_.id(), object.substr(0, at).c_str(), H5P_DEFAULT) <= 0) return false;
    if (at == std::string::npos) return true;
  }
}

std::vector<std::string> File::children(const std::string& group) const {
  std::vector<std::string> names;
  const auto keep = [](hid_t, const char* name, const H5L_info_t*, void* list) -> herr_t {
    static_cast<std::vector<std::string>*>(list)->push_back(name);
    return 0;
  };
  const Task task(*this, "list", group);
  task.check(H5Literate_by_name(handle_.id(), group.c_str(), H5_INDEX_NAME, H5_ITER_INC, nullptr,
                                keep, &names, H5P_DEFAULT) >= 0);
  return names;
}

void File::remove(const std::string& object) {
  Task(*this, "remove", object).check(H5Ldelete(handle_.id(), object.c_str(), H5P_DEFAULT) >= 0);
}

void File::create_group(const std::string& path, Order order) {
  const Handle list = property_list(H5P_GROUP_CREATE);
  if (order == Order::creation)
    H5Pset_link_creation_order(list.id(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED);
  Task(*this, "create group", path)(
      H5Gcreate2(handle_.id(), path.c_str(), H5P_DEFAULT, list.id(), H5P_DEFAULT), H5Gclose);
}

void File::soft_link(const std::string& target, const std::string& path) {
  Task(*this, "create link", path)
      .check(H5Lcreate_soft(target.c_str(), handle_.id(), path.c_str(), H5P_DEFAULT, H5P_DEFAULT) >=
             0);
}

void File::external_link(const std::string& file, const std::string& target,
                         const std::string& path) {
  Task(*this, "create link", path)
      .check(H5Lcreate_external(file.c_str(), target.c_str(), handle_.id(), path.c_str(),
                                H5P_DEFAULT, H5P_DEFAULT) >= 0);
}

}  // namespace metastasim::hdf5
