#include "host/io/hdf5_task.hpp"

namespace metastasim::hdf5 {

void File::set_attribute(const std::string& object, const char* name, const Values& values,
                         bool scalar) {
  const Task task(*this, "write an attribute of", object);
  const hsize_t count = size(values);
  const Handle space =
      task(scalar ? H5Screate(H5S_SCALAR) : H5Screate_simple(1, &count, nullptr), H5Sclose);
  const Handle owner = task(H5Oopen(handle_.id(), object.c_str(), H5P_DEFAULT), H5Oclose);
  const Handle attribute = task(
      H5Aexists(owner.id(), name) > 0
          ? H5Aopen(owner.id(), name, H5P_DEFAULT)
          : H5Acreate2(owner.id(), name, on_disk(values), space.id(), H5P_DEFAULT, H5P_DEFAULT),
      H5Aclose);
  task.check(H5Awrite(attribute.id(), native(values), bytes(values)) >= 0);
}

void File::set_attribute(const std::string& object, const char* name, const std::string& text) {
  const Task task(*this, "write an attribute of", object);
  const Handle type = fixed_text(text.size(), H5T_CSET_ASCII);
  const Handle space = task(H5Screate(H5S_SCALAR), H5Sclose);
  const Handle attribute =
      task(H5Acreate_by_name(handle_.id(), object.c_str(), name, type.id(), space.id(), H5P_DEFAULT,
                             H5P_DEFAULT, H5P_DEFAULT),
           H5Aclose);
  task.check(H5Awrite(attribute.id(), type.id(), text.c_str()) >= 0);
}

namespace {

template <class T>
std::vector<T> numbers(const Task& task, hid_t file, const std::string& object, const char* name) {
  const Handle attribute =
      task(H5Aopen_by_name(file, object.c_str(), name, H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
  const Handle space = task(H5Aget_space(attribute.id()), H5Sclose);
  std::vector<T> values(static_cast<std::size_t>(H5Sget_simple_extent_npoints(space.id())));
  task.check(H5Aread(attribute.id(), native<T>(), values.data()) >= 0);
  return values;
}

}  // namespace

std::vector<std::int64_t> File::integers(const std::string& object, const char* name) const {
  return numbers<std::int64_t>(Task(*this, "read an attribute of", object), handle_.id(), object,
                               name);
}
std::vector<double> File::reals(const std::string& object, const char* name) const {
  return numbers<double>(Task(*this, "read an attribute of", object), handle_.id(), object, name);
}

std::string File::text_attribute(const std::string& object, const char* name) const {
  const Task task(*this, "read an attribute of", object);
  const Handle attribute =
      task(H5Aopen_by_name(handle_.id(), object.c_str(), name, H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
  const Handle type = task(H5Aget_type(attribute.id()), H5Tclose);
  std::string text(H5Tget_size(type.id()), '\0');
  task.check(H5Aread(attribute.id(), type.id(), text.data()) >= 0);
  return text.substr(0, text.find('\0'));
}

}  // namespace metastasim::hdf5
