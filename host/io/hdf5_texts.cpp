// Texts as datasets of fixed length.
#include <algorithm>

#include "host/io/hdf5_task.hpp"

namespace metastasim::hdf5 {

namespace {

/// Texts padded with zeros to the length of the longest, end to end.
std::string side_by_side(const std::vector<std::string>& texts, std::size_t length) {
  std::string all;
  for (const std::string& text : texts) (all += text).resize(all.size() + length - text.size());
  return all;
}

void write_texts_into(const Task& task, const std::string& path,
                      const std::vector<std::string>& texts, hid_t space) {
  std::size_t length = 1;
  for (const std::string& text : texts) length = std::max(length, text.size());
  const Handle type = fixed_text(length, H5T_CSET_UTF8);
  const Handle list = property_list(H5P_DATASET_CREATE);
  H5Pset_obj_track_times(list.id(), false);
  Handle dataset = task(
      H5Dcreate2(task.file(), path.c_str(), type.id(), space, H5P_DEFAULT, list.id(), H5P_DEFAULT),
      H5Dclose);
  task.check(texts.empty() || H5Dwrite(dataset.id(), type.id(), H5S_ALL, H5S_ALL, H5P_DEFAULT,
                                       side_by_side(texts, length).data()) >= 0);
  task.check(dataset.close());  // small data reaches the file here
}

}  // namespace

void File::write_text(const std::string& path, const std::string& text) {
  const Task task(*this, "write", path);
  const Handle space = task(H5Screate(H5S_SCALAR), H5Sclose);
  write_texts_into(task, path, {text}, space.id());
}

void File::write_texts(const std::string& path, const std::vector<std::string>& texts) {
  const Task task(*this, "write", path);
  const hsize_t count = texts.size();
  const Handle space = task(H5Screate_simple(1, &count, nullptr), H5Sclose);
  write_texts_into(task, path, texts, space.id());
}

void File::overwrite_text(const std::string& path, const std::string& text) {
  const Task task(*this, "write", path);
  Handle dataset = task.dataset();
  const Handle type = task(H5Dget_type(dataset.id()), H5Tclose);
  task.check(H5Tget_class(type.id()) == H5T_STRING && H5Tget_size(type.id()) == text.size());
  task.check(H5Dwrite(dataset.id(), type.id(), H5S_ALL, H5S_ALL, H5P_DEFAULT, text.data()) >= 0);
  task.check(dataset.close());
}

std::vector<std::string> File::read_texts(const std::string& path) const {
  const Task task(*this, "read", path);
  const Handle dataset = task.dataset();
  const Handle type = task(H5Dget_type(dataset.id()), H5Tclose), space = task.space(dataset.id());
  task.check(H5Tget_class(type.id()) == H5T_STRING);
  const std::size_t length = H5Tget_size(type.id());
  std::string all(length * static_cast<std::size_t>(H5Sget_simple_extent_npoints(space.id())),
                  '\0');
  task.check(all.empty() ||
             H5Dread(dataset.id(), type.id(), H5S_ALL, H5S_ALL, H5P_DEFAULT, all.data()) >= 0);
  std::vector<std::string> texts;
  for (std::size_t at = 0; at < all.size(); at += length) {
    const std::string text = all.substr(at, length);
    texts.push_back(text.substr(0, text.find('\0')));
  }
  return texts;
}

}  // namespace metastasim::hdf5
