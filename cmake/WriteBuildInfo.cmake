# Writes the initializers that host/sim/build_info.cpp includes; touches the file only when something changed.
execute_process(COMMAND git -C ${SOURCE} rev-parse HEAD OUTPUT_VARIABLE commit RESULT_VARIABLE status
                OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
if(NOT status EQUAL 0)
  set(commit "unknown")
endif()
execute_process(COMMAND git -C ${SOURCE} status --porcelain --untracked-files=no OUTPUT_VARIABLE changes ERROR_QUIET)
if(changes STREQUAL "")
  set(dirty false)
else()
  set(dirty true)
endif()
string(CONFIGURE [[.version = "@VERSION@",
.commit = "@commit@",
.dirty = @dirty@,
.compiler = "@COMPILER@",
.build_type = "@BUILD_TYPE@",
.cuda = "@CUDA_VERSION@",
.cuda_architectures = "@CUDA_ARCHITECTURES@",
]] text @ONLY)
file(CONFIGURE OUTPUT ${OUTPUT} CONTENT "${text}" @ONLY)
