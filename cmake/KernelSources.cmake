# A .cu file is CUDA where the CUDA side is built and plain C++ elsewhere: one source, two machines.
function(metastasim_kernel_language)
  if(NOT METASTASIM_CUDA)
    set_source_files_properties(${ARGN} PROPERTIES LANGUAGE CXX)
  endif()
endfunction()
