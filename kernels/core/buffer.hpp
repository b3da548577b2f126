#pragma once
#include <span>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "kernels/core/device.hpp"

namespace metastasim {

/// Owns `size` elements in a device's memory; zeroed, unless the owner writes all that it reads. It has
/// no operator[] on purpose: kernels take data(), the host reads and writes by explicit copies.
template <class T>
class Buffer {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  Buffer() = default;
  Buffer(Device& device, std::size_t size, const char* label, Contents contents = Contents::zero)
      : device_(&device),
        data_(static_cast<T*>(device.allocate(size * sizeof(T), label, contents))),
        size_(size),
        label_(label) {}
  ~Buffer() { free(); }
  Buffer(Buffer&& other) noexcept { *this = std::move(other); }
  Buffer& operator=(Buffer&& other) noexcept {
    std::swap(device_, other.device_);
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(label_, other.label_);
    return *this;
  }

  T* data() { return data_; }              ///< for kernels only
  const T* data() const { return data_; }  ///< for kernels only
  std::size_t size() const { return size_; }

  /// Elements [at, at + values.size()).
  void copy_from_host(std::span<const T> values, std::size_t at = 0) {
    checked(at + values.size());
    device_->copy_in(data_ + at, values.data(), values.size() * sizeof(T));
  }
  void copy_to_host(std::span<T> values) const {
    device_->copy_out(values.data(), data_, checked(values.size()));
  }
  std::vector<T> to_host() const {
    std::vector<T> values(size_);
    if (size_ > 0) copy_to_host(values);
    return values;
  }
  void fill_zero() {
    if (size_ > 0) device_->fill_zero(data_, size_ * sizeof(T));
  }
  /// A new size; the first min(old, new) elements stay, new ones are zero.
  void resize(std::size_t size) {
    Buffer bigger(*device_, size, label_);
    const std::size_t kept = size < size_ ? size : size_;
    if (kept > 0) device_->copy_within(bigger.data_, data_, kept * sizeof(T));
    *this = std::move(bigger);
  }
  /// Room for at least `size` elements, grown by a quarter more; what they hold afterwards is
  /// undefined. For scratch that is filled anew at each use.
  void at_least(Device& device, std::size_t size, const char* label) {
    if (size > size_) *this = Buffer(device, size + size / 4, label);
  }

 private:
  std::size_t checked(std::size_t count) const {
    if (count > size_)
      throw std::length_error(std::string(label_) + ": copy is longer than the buffer");
    return count * sizeof(T);
  }
  void free() {
    if (data_ != nullptr) device_->release(data_);
  }

  Device* device_ = nullptr;
  T* data_ = nullptr;
  std::size_t size_ = 0;
  const char* label_ = "";
};

}  // namespace metastasim
