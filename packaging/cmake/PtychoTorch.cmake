# LibTorch as one target, ptycho_torch, for Debian's 1.13 and for any LibTorch 2.x on CMAKE_PREFIX_PATH.
#
# Its package file also sets options of its own build and looks for libraries of its own; what the
# project takes from it is three things: headers (as system headers: they are not clean under
# -Wpedantic), libraries, and the C++ ABI that it was built with.
if(TARGET ptycho_torch)
  return()
endif()

find_package(Torch QUIET)
if(NOT Torch_FOUND)
  message(FATAL_ERROR
    "LibTorch was not found. Install libtorch-dev, or name an unpacked LibTorch with "
    "-DCMAKE_PREFIX_PATH=/path/to/libtorch, or build without networks: -DPTYCHODESK_TORCH=OFF")
endif()
if(Torch_VERSION AND Torch_VERSION VERSION_LESS 1.13)
  message(FATAL_ERROR "LibTorch ${Torch_VERSION} is too old: 1.13 or later is needed (-DPTYCHODESK_TORCH=OFF builds without)")
endif()
if(TORCH_CXX_FLAGS MATCHES "_GLIBCXX_USE_CXX11_ABI=0")
  message(FATAL_ERROR
    "This LibTorch was built for the old C++ ABI and cannot be mixed with the system's libraries: "
    "take the build whose name says \"cxx11-abi\"")
endif()

add_library(ptycho_torch INTERFACE)
target_include_directories(ptycho_torch SYSTEM INTERFACE ${TORCH_INCLUDE_DIRS})
target_link_libraries(ptycho_torch INTERFACE ${TORCH_LIBRARIES})
# An installed program still finds a LibTorch that lies outside of the system's folders.
get_filename_component(torch_folder "${TORCH_LIBRARY}" DIRECTORY)
if(NOT torch_folder IN_LIST CMAKE_CXX_IMPLICIT_LINK_DIRECTORIES)
  list(APPEND CMAKE_INSTALL_RPATH "${torch_folder}")
endif()
message(STATUS "LibTorch ${Torch_VERSION}: ${TORCH_LIBRARY}")
