# What an installation holds, and the Debian package made of it (cpack -G DEB in the build folder). Presets and the
# like are compiled in; nothing is looked up at run time.
include(GNUInstallDirs)
set(packaging ${CMAKE_SOURCE_DIR}/packaging)
foreach(program IN ITEMS ptychodesk-cli ptychodesk)
  if(TARGET ${program})
    install(TARGETS ${program} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
    install(FILES ${packaging}/man/${program}.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
  endif()
endforeach()
if(TARGET ptychodesk-cli-networks)  # ptychodesk-cli starts it; nobody calls it
  install(TARGETS ptychodesk-cli-networks RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
# Compression of h5py and of detectors, which HDF5 has as plugins.
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "hdf5-plugin-lzf, hdf5-filter-plugin, hdf5-filter-plugin-blosc-serial")
if(TARGET ptychodesk)
  set(application org.ptychodesk.Ptychodesk)
  install(FILES ${packaging}/desktop/${application}.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
  install(FILES ${packaging}/desktop/${application}.metainfo.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo)
  install(FILES ${packaging}/desktop/${application}.svg
          DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps)
endif()
install(FILES ${CMAKE_SOURCE_DIR}/README.md ${CMAKE_SOURCE_DIR}/RESULTS.md ${CMAKE_SOURCE_DIR}/CHANGELOG.md ${CMAKE_SOURCE_DIR}/LICENSE
        DESTINATION ${CMAKE_INSTALL_DOCDIR})

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME ptychodesk)
set(CPACK_PACKAGE_CONTACT "The Ptychodesk developers <ptychodesk@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "workbench for ptychographic phase retrieval")
set(CPACK_PACKAGE_DESCRIPTION
    "Simulates, reconstructs and compares ptychographic scans, in a window and on the command line.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
if(TARGET ptychodesk)
  # Plugins and fonts that no link shows: the display, SVG, text in figures.
  set(CPACK_DEBIAN_PACKAGE_DEPENDS "qt6-qpa-plugins, libqt6svg6, fonts-dejavu-core")
  set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "libgl1-mesa-dri")
endif()
include(CPack)
