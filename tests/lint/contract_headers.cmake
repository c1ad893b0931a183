# Every header of the core compiles alone: an object library with one source file for each, that includes only it.
# A header that needs another one before it stops the build.

set(torch_homes "^core/(network|train|predict)/")

# headers_alone(<name> <INCLUDE|EXCLUDE> <libraries…>): of the headers in the homes of LibTorch, or of the others.
function(headers_alone name which)
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR} ${CMAKE_SOURCE_DIR}/core/*.h)
  list(FILTER headers ${which} REGEX "${torch_homes}")
  set(sources "")
  foreach(header IN LISTS headers)
    string(REPLACE "/" "_" source ${header})
    set(source ${CMAKE_CURRENT_BINARY_DIR}/alone/${source}.cpp)
    file(CONFIGURE OUTPUT ${source} CONTENT "#include \"${header}\"\n")
    list(APPEND sources ${source})
  endforeach()
  add_library(${name} OBJECT ${sources})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
  target_compile_options(${name} PRIVATE -O0)
  target_link_libraries(${name} PRIVATE ptycho::base ${ARGN})
endfunction()

headers_alone(contract_headers EXCLUDE PkgConfig::fftw3f ptycho_hdf5)
if(PTYCHODESK_TORCH)
  headers_alone(contract_headers_torch INCLUDE ptycho_torch)
endif()
