# What an installation holds. Presets and the like are compiled in; nothing is looked up at run time.
include(GNUInstallDirs)
foreach(program IN ITEMS ptychodesk-cli ptychodesk)
  if(TARGET ${program})
    install(TARGETS ${program} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  endif()
endforeach()
install(FILES ${CMAKE_SOURCE_DIR}/README.md ${CMAKE_SOURCE_DIR}/LICENSE
        DESTINATION ${CMAKE_INSTALL_DOCDIR})
