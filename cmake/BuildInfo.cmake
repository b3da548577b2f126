# Version, commit and compiler for provenance and --version: written at build time, so that a new commit is noticed.
add_custom_target(metastasim_build_info
  COMMAND ${CMAKE_COMMAND} -DSOURCE=${CMAKE_SOURCE_DIR} -DOUTPUT=${CMAKE_BINARY_DIR}/generated/build_info.inc
          -DVERSION=${PROJECT_VERSION} "-DCOMPILER=${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}"
          -DBUILD_TYPE=${CMAKE_BUILD_TYPE} "-DCUDA_VERSION=${CUDAToolkit_VERSION}"
          "-DCUDA_ARCHITECTURES=${CMAKE_CUDA_ARCHITECTURES}"
          -P ${CMAKE_SOURCE_DIR}/cmake/WriteBuildInfo.cmake
  BYPRODUCTS ${CMAKE_BINARY_DIR}/generated/build_info.inc
  VERBATIM)
