# Third-party libraries, each with one home (ARCHITECTURE.md, "Homes").
find_package(OpenMP REQUIRED COMPONENTS CXX)
find_package(fmt REQUIRED)
find_package(tl-expected REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(spdlog REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(fftw3f REQUIRED IMPORTED_TARGET fftw3f)

# The serial HDF5, never the MPI one that other packages may have installed beside it.
set(HDF5_PREFER_PARALLEL OFF)
pkg_check_modules(hdf5_serial IMPORTED_TARGET hdf5-serial)
if(hdf5_serial_FOUND)
  add_library(ptycho_hdf5 INTERFACE)
  target_link_libraries(ptycho_hdf5 INTERFACE PkgConfig::hdf5_serial)
else()
  find_package(HDF5 REQUIRED COMPONENTS C)
  add_library(ptycho_hdf5 INTERFACE)
  target_link_libraries(ptycho_hdf5 INTERFACE ${HDF5_C_LIBRARIES})
  target_include_directories(ptycho_hdf5 SYSTEM INTERFACE ${HDF5_C_INCLUDE_DIRS})
endif()

find_package(TIFF REQUIRED)
pkg_check_modules(libzip REQUIRED IMPORTED_TARGET libzip)
find_path(STB_INCLUDE_DIR stb_image.h PATH_SUFFIXES stb REQUIRED)

if(PTYCHODESK_TORCH)
  include(PtychoTorch)
endif()

if(PTYCHODESK_GUI)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Widgets Svg PrintSupport OpenGLWidgets Concurrent)
  if(PTYCHODESK_TESTS)
    find_package(Qt6 6.4 REQUIRED COMPONENTS Test)
  endif()
  find_package(QCustomPlotQt6 REQUIRED)
  find_package(VTK 9.1 REQUIRED COMPONENTS CommonCore CommonDataModel FiltersCore FiltersGeneral
               FiltersGeometry InteractionStyle RenderingCore RenderingOpenGL2 RenderingFreeType
               RenderingAnnotation)
endif()
