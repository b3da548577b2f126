#pragma once
/// The one macro of the project: a function marked HD may run on the host and on the device.
#if defined(__CUDACC__)
#define HD __host__ __device__
#else
#define HD
#endif
