# ptycho_test(<name> SOURCES … LIBS …): a GoogleTest executable (core; needs no Qt).
# ptycho_qt_test(<name> SOURCES … LIBS …): a Qt Test executable (widgets), one QObject test class a file.
if(PTYCHODESK_TESTS)
  find_package(GTest REQUIRED)
  include(GoogleTest)
endif()

function(ptycho_test name)
  cmake_parse_arguments(TEST "" "TIMEOUT" "SOURCES;LIBS" ${ARGN})
  if(NOT TEST_TIMEOUT)
    set(TEST_TIMEOUT 300)
  endif()
  add_executable(${name} ${TEST_SOURCES})
  target_link_libraries(${name} PRIVATE ${TEST_LIBS} GTest::gtest GTest::gtest_main)
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60
                       PROPERTIES TIMEOUT ${TEST_TIMEOUT})
endfunction()

function(ptycho_qt_test name)
  cmake_parse_arguments(TEST "" "TIMEOUT" "SOURCES;LIBS" ${ARGN})
  if(NOT TEST_TIMEOUT)
    set(TEST_TIMEOUT 300)
  endif()
  add_executable(${name} ${TEST_SOURCES})
  set_target_properties(${name} PROPERTIES AUTOMOC ON)
  target_compile_definitions(${name} PRIVATE QT_NO_KEYWORDS)
  target_link_libraries(${name} PRIVATE ${TEST_LIBS} Qt6::Test Qt6::Widgets)
  add_test(NAME ${name} COMMAND ${name})
  # One at a time: they share a display, and a window over another one takes its pointer away.
  set_tests_properties(${name} PROPERTIES TIMEOUT ${TEST_TIMEOUT} RESOURCE_LOCK display
                       ENVIRONMENT "PTYCHODESK_TEST_CLI=$<TARGET_FILE_DIR:${name}>/ptychodesk-cli")
endfunction()
