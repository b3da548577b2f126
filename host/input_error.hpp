#pragma once
#include "kernels/core/error.hpp"  // InputError: solvers below kernels/ refuse input too
