#pragma once
#include <thrust/version.h>

// Debian ships Thrust 1.17; picking it up instead of the CUDA toolkit's own is a silent mistake
// otherwise.
static_assert(THRUST_VERSION >= 300000,
              "Thrust/CUB must be the CUDA 13 toolkit's own: put its include directory first");
