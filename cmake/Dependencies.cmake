# Everything here is a package of Debian 12 (scripts/packages lists the names); nothing is downloaded by CMake.
find_package(Threads REQUIRED)
find_path(RANDOM123_INCLUDE_DIR Random123/philox.h REQUIRED)

find_package(HDF5 REQUIRED COMPONENTS C)
find_package(Eigen3 3.4 REQUIRED NO_MODULE)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_path(TOMLPLUSPLUS_INCLUDE_DIR toml++/toml.h REQUIRED)
find_path(UDUNITS2_INCLUDE_DIR udunits2.h REQUIRED)
find_library(UDUNITS2_LIBRARY udunits2 REQUIRED)

if(NOT METASTASIM_VTK STREQUAL "off")
  # Readers only. None of these modules links HDF5; do not add one that does (docs/decisions).
  find_package(VTK 9.1 QUIET COMPONENTS CommonCore CommonDataModel IOXML)
  if(METASTASIM_VTK STREQUAL "on" AND NOT VTK_FOUND)
    message(FATAL_ERROR "METASTASIM_VTK=on, but VTK 9.1 was not found. Install libvtk9-dev or set METASTASIM_VTK=off.")
  endif()
endif()
