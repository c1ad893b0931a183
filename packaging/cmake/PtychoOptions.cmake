# Compiler flags and build habits, for every target of the project.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()
set(CMAKE_CXX_FLAGS_RELEASE "-O3 -DNDEBUG")

find_program(PTYCHODESK_CCACHE ccache)
if(PTYCHODESK_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_C_COMPILER_LAUNCHER ${PTYCHODESK_CCACHE})
  # The sloppiness that precompiled headers need to be cached (ccache manual, "Precompiled headers"); paths
  # relative to the sources, so that one clone's objects serve the next clone.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${PTYCHODESK_CCACHE})
endif()

# Complex products are written for finite numbers: no call into libgcc for the NaN cases of Annex G.
add_compile_options(-Wall -Wextra -Wpedantic -fno-math-errno $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fcx-limited-range>)

set(PTYCHODESK_SANITIZE "" CACHE STRING "Sanitizers, for example address;undefined or thread")
if(PTYCHODESK_SANITIZE)
  list(JOIN PTYCHODESK_SANITIZE "," ptycho_sanitize_list)
  add_compile_options(-fsanitize=${ptycho_sanitize_list} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${ptycho_sanitize_list})
endif()

if(PTYCHODESK_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    message(FATAL_ERROR "PTYCHODESK_FUZZ needs Clang, for example with the preset fuzz")
  endif()
  add_compile_options(-fsanitize=fuzzer-no-link,address,undefined,float-cast-overflow -fno-sanitize-recover=all
                      -fno-omit-frame-pointer
                      -fsanitize-coverage-ignorelist=${CMAKE_SOURCE_DIR}/tests/fuzz/coverage_ignore.txt)
  add_link_options(-fsanitize=address,undefined)
endif()
