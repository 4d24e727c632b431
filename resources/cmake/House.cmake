# One folder is one static library is one room. A room names the rooms below it that it uses; which of them it may
# use at all is checked by tests/architecture.

add_library(mergeloom_options INTERFACE)
target_include_directories(mergeloom_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(mergeloom_options INTERFACE -Wall -Wextra -Werror -Wpedantic -Wno-missing-field-initializers
    -fno-strict-overflow -fstack-protector-strong)
# Warns inside tl::expected and QtCore with g++ 12 at -O2, never about our own code.
target_compile_options(mergeloom_options INTERFACE -Wno-maybe-uninitialized -Wno-array-bounds -Wno-stringop-overflow)
target_compile_definitions(mergeloom_options INTERFACE QT_NO_CAST_FROM_BYTEARRAY QT_NO_FOREACH QT_NO_KEYWORDS
    MERGELOOM_VERSION="${PROJECT_VERSION}")
if(CMAKE_CXX_COMPILER_ID MATCHES Clang) # which does not know warnings of g++
  target_compile_options(mergeloom_options INTERFACE -Wno-unknown-warning-option)
endif()
if(MERGELOOM_FUZZ)
  target_compile_options(mergeloom_options INTERFACE -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined)
  target_link_options(mergeloom_options INTERFACE -fsanitize=address,undefined)
endif()
if(MERGELOOM_SANITIZE)
  target_compile_options(mergeloom_options INTERFACE -fsanitize=address,undefined -fno-omit-frame-pointer)
  target_link_options(mergeloom_options INTERFACE -fsanitize=address,undefined)
endif()

# mergeloom_room(service/platform USES shared/core LINKS Qt6::Network); MOC where a class has Q_OBJECT
function(mergeloom_room room)
  cmake_parse_arguments(ROOM "MOC" "" "USES;LINKS" ${ARGN})
  string(REPLACE "/" "_" target ${room})
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${room}/*.cpp ${PROJECT_SOURCE_DIR}/${room}/*.h)
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  if(sources MATCHES "\\.cpp(;|$)")
    add_library(${target} STATIC ${sources})
    set(visibility PUBLIC)
    set_target_properties(${target} PROPERTIES AUTOMOC ${ROOM_MOC})
  else()
    add_library(${target} INTERFACE) # headers alone
    set(visibility INTERFACE)
  endif()
  target_link_libraries(${target} ${visibility} mergeloom_options Qt6::Core tl::expected ${ROOM_LINKS})
  foreach(used ${ROOM_USES})
    string(REPLACE "/" "_" used_target ${used})
    target_link_libraries(${target} ${visibility} ${used_target})
  endforeach()
endfunction()

# What every test program is linked with. Qt6::Test says by -D where sources and build are; they would make each checkout
# compile all tests anew, so the one path that tests use comes from a file, and the compiler cache looks past it.
if(MERGELOOM_TESTS)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Test)
  file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/SourceDirectory.h CONTENT "#define MERGELOOM_SOURCE_DIR \"${PROJECT_SOURCE_DIR}\"\n")
  add_library(mergeloom_test_options INTERFACE)
  target_link_libraries(mergeloom_test_options INTERFACE mergeloom_options $<LINK_ONLY:Qt6::Test>)
  target_include_directories(mergeloom_test_options SYSTEM INTERFACE
      $<TARGET_PROPERTY:Qt6::Test,INTERFACE_INCLUDE_DIRECTORIES>)
  target_compile_definitions(mergeloom_test_options INTERFACE QT_TESTLIB_LIB)
  target_compile_options(mergeloom_test_options INTERFACE "SHELL:-include ${PROJECT_BINARY_DIR}/SourceDirectory.h")
  find_program(LLD ld.lld) # some hundred programs, each in a fifth of the time
  if(LLD)
    target_link_options(mergeloom_test_options INTERFACE -fuse-ld=lld)
  endif()
endif()

# Every tests/<room>/tst_*.cpp is a program of its own, named after room and file. What has windows runs on a display of its
# own, with what a line "// On a display with --bus …" at its beginning asks for.
function(mergeloom_tests room)
  cmake_parse_arguments(ROOM "WINDOWS" "" "USES;LINKS" ${ARGN})
  string(REPLACE "/" "_" prefix ${room})
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/${room}/tst_*.cpp)
  foreach(source ${sources})
    get_filename_component(name ${source} NAME_WE)
    string(REPLACE "tst_" "" name ${name})
    set(target test_${prefix}_${name})
    add_executable(${target} ${source})
    target_link_libraries(${target} PRIVATE mergeloom_test_options ${prefix} ${ROOM_LINKS})
    set_target_properties(${target} PROPERTIES AUTOMOC ON UNITY_BUILD OFF) # it is one file
    foreach(used ${ROOM_USES})
      string(REPLACE "/" "_" used_target ${used})
      target_link_libraries(${target} PRIVATE ${used_target})
    endforeach()
    set(display)
    file(STRINGS ${source} windowless REGEX "^(QTEST_(GUILESS|APPLESS)_MAIN|    QCoreApplication application)")
    if(ROOM_WINDOWS AND NOT windowless)
      file(STRINGS ${source} display REGEX "^// On a display with ")
      string(REGEX MATCHALL "--[a-z]+" display "${display}")
      list(PREPEND display ${PROJECT_SOURCE_DIR}/tests/desktop/display.py)
    endif()
    add_test(NAME ${room}/${name} COMMAND ${display} $<TARGET_FILE:${target}>)
    set_tests_properties(${room}/${name} PROPERTIES
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;ASAN_OPTIONS=detect_leaks=0:abort_on_error=1" TIMEOUT 300)
    # What opens a database is tested with both.
    file(STRINGS ${source} opened REGEX "databaseIn|Controller\\.h|ApiFixture\\.h|Scenario\\.h|RetentionFixture\\.h")
    if(opened)
      add_test(NAME ${room}/${name}_on_postgresql COMMAND ${target})
      set_tests_properties(${room}/${name}_on_postgresql PROPERTIES TIMEOUT 300 SKIP_RETURN_CODE 77
          ENVIRONMENT "QT_QPA_PLATFORM=offscreen;ASAN_OPTIONS=detect_leaks=0:abort_on_error=1;MERGELOOM_TEST_DATABASE=postgresql")
    endif()
  endforeach()
endfunction()
