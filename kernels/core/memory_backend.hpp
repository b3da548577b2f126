#pragma once
#include <cstddef>
#include <string>

/// What a place must be able to do with bytes; device.cpp is written against it.
namespace metastasim::cuda_backend {

void* create_stream(int ordinal);  ///< throws DeviceError if there is no such device
void destroy_stream(void* stream) noexcept;
std::string device_name(int ordinal);
std::size_t free_bytes();  ///< of the device that a stream was created on last
void* allocate(std::size_t bytes, void* stream, const char* label);  ///< contents undefined
void release(void* memory, void* stream) noexcept;
void copy_in(void* to, const void* from, std::size_t bytes, void* stream);
void copy_out(void* to, const void* from, std::size_t bytes, void* stream);
void copy_within(void* to, const void* from, std::size_t bytes, void* stream);
void fill_zero(void* memory, std::size_t bytes, void* stream);
void synchronize(void* stream);
/// Throws DeviceError with the kernel's label if the last launch failed.
void check_launch(const char* label);

}  // namespace metastasim::cuda_backend
