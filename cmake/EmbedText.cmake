# Makes a file's text a C++ string literal that a source file includes. Run again when the file changes.
function(metastasim_embed_text file output)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
  file(READ "${file}" text)
  file(GENERATE OUTPUT "${output}" CONTENT "R\"embedded(${text})embedded\"\n")
endfunction()
