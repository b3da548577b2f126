# metastasim_variant(NAME COMPILER FLAGS...): the program metastasim_NAME, in which everything that computes state is
# compiled by COMPILER with FLAGS, and the rest (reading, writing, commands) is the release build's own.
file(GLOB_RECURSE metastasim_state_sources CONFIGURE_DEPENDS
  "${CMAKE_SOURCE_DIR}/kernels/*.cu" "${CMAKE_SOURCE_DIR}/kernels/*.cpp" "${CMAKE_SOURCE_DIR}/host/geometry/*.cpp"
  "${CMAKE_SOURCE_DIR}/host/sim/*.cpp")
# What reports about a state or keeps a run going does not compute one.
list(FILTER metastasim_state_sources EXCLUDE REGEX
  "/sim/(build_info|cell_numbers|diary|enough_memory|families|funnel_text|memory_|milestones|progress|run_|runner|signals|summary|time_text)")

function(metastasim_variant name compiler)
  set(objects)
  foreach(source IN LISTS metastasim_state_sources)
    file(RELATIVE_PATH place "${CMAKE_SOURCE_DIR}" "${source}")
    set(object "${CMAKE_CURRENT_BINARY_DIR}/${name}/${place}.o")
    get_filename_component(folder "${object}" DIRECTORY)
    file(MAKE_DIRECTORY "${folder}")
    add_custom_command(OUTPUT "${object}"
      COMMAND ${METASTASIM_CCACHE} "${compiler}" -x c++ -std=c++20 -ffp-contract=off -fopenmp ${ARGN} "-I${CMAKE_SOURCE_DIR}"
              "-isystem$<JOIN:$<FILTER:$<TARGET_PROPERTY:metastasim_host,INCLUDE_DIRECTORIES>,EXCLUDE,^(${CMAKE_SOURCE_DIR}|/usr/include)$>,;-isystem>"
              "$<$<BOOL:$<TARGET_PROPERTY:metastasim_host,COMPILE_DEFINITIONS>>:-D$<JOIN:$<TARGET_PROPERTY:metastasim_host,COMPILE_DEFINITIONS>,;-D>>"
              -MD -MF "${object}.d" -c "${source}" -o "${object}"
      DEPENDS "${source}" metastasim_build_info
      DEPFILE "${object}.d" COMMENT "Building ${place} by ${name}" VERBATIM COMMAND_EXPAND_LISTS)
    list(APPEND objects "${object}")
  endforeach()
  # Named first on the link line, these define every symbol that the release libraries define as well, which are
  # therefore never pulled out of their archives.
  add_executable(metastasim_${name} ${objects} $<TARGET_OBJECTS:metastasim>)
  set_target_properties(metastasim_${name} PROPERTIES LINKER_LANGUAGE CXX
    RUNTIME_OUTPUT_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}")
  target_link_libraries(metastasim_${name} PRIVATE metastasim_host CLI11::CLI11 fmt::fmt)
endfunction()
