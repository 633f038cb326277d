# SPDX-License-Identifier: Apache-2.0
# isthmus_module(NAME [WORDS] [SOURCES ...] [DEPENDS ...] [LIBRARIES ...]): one folder of src/ as a static library.
# WORDS: the module makes text and computes little, so that it is compiled quickly (-O1).
# Every *_test.cpp in the folder becomes a test of the same name, every *_fuzz.cpp a fuzz target.
if(ISTHMUS_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=address,undefined)
  add_custom_target(fuzz_targets)
endif()

function(isthmus_compile_options target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wconversion -Wshadow
                                           -ffp-contract=off)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # g++ 12 warns of overlapping copies and of reads beyond the end in std::string where there are none (GCC bugs
    # 105651, 105329); from a precompiled header it does so although the header is the system's.
    target_compile_options(${target} PRIVATE -Wno-restrict -Wno-array-bounds -Wno-stringop-overread
                                             -Wno-stringop-overflow)
  endif()
  if(ISTHMUS_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
endfunction()

# Headers that nearly every file includes, compiled once for each target: a quarter of the time of a build. The fuzz
# targets are built without, so that a file which lacks an include of its own is found.
function(isthmus_precompile target)
  if(NOT ISTHMUS_FUZZ)
    target_precompile_headers(${target} PRIVATE
      <algorithm> <cmath> <filesystem> <functional> <map> <memory> <optional> <set> <string> <string_view>
      <unordered_map> <utility> <vector> <fmt/format.h> ${ARGN})
  endif()
endfunction()

function(isthmus_module name)
  cmake_parse_arguments(module "WORDS" "" "SOURCES;DEPENDS;LIBRARIES" ${ARGN})
  set(target isthmus_${name})
  add_library(${target} STATIC ${module_SOURCES})
  add_library(isthmus::${name} ALIAS ${target})
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${name})
  isthmus_compile_options(${target})
  isthmus_precompile(${target})
  if(module_WORDS)
    target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1>)
  endif()
  target_include_directories(${target} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/src>
                                              $<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/generated>
                                              $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>
                                              $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/isthmus>)
  foreach(dependency IN LISTS module_DEPENDS)
    target_link_libraries(${target} PUBLIC isthmus_${dependency})
  endforeach()
  target_link_libraries(${target} PRIVATE ${module_LIBRARIES})
  set_property(GLOBAL APPEND PROPERTY ISTHMUS_MODULES ${target})

  file(GLOB test_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*_test.cpp)
  if(ISTHMUS_TESTS AND test_sources)
    add_executable(${name}_tests ${test_sources})
    isthmus_compile_options(${name}_tests)
    isthmus_precompile(${name}_tests <gtest/gtest.h>)
    # The library under test is optimised fully; the tests themselves only need to compile quickly.
    target_compile_options(${name}_tests PRIVATE $<$<CONFIG:Release>:-O1>)
    target_link_libraries(${name}_tests PRIVATE ${target} ${module_LIBRARIES} GTest::gtest_main)
    target_compile_definitions(${name}_tests PRIVATE
      ISTHMUS_SOURCE_DIR="${PROJECT_SOURCE_DIR}" ISTHMUS_SHARED_DIR="${PROJECT_SOURCE_DIR}/../shared")
    include(GoogleTest)
    gtest_discover_tests(${name}_tests TEST_PREFIX ${name}. DISCOVERY_TIMEOUT 60)
  endif()
  if(ISTHMUS_FUZZ)
    file(GLOB fuzz_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*_fuzz.cpp)
    foreach(source IN LISTS fuzz_sources)
      get_filename_component(fuzz_name ${source} NAME_WE)
      add_executable(${fuzz_name} ${source})
      isthmus_compile_options(${fuzz_name})
      target_link_options(${fuzz_name} PRIVATE -fsanitize=fuzzer)
      target_link_libraries(${fuzz_name} PRIVATE ${target} ${module_LIBRARIES})
      add_dependencies(fuzz_targets ${fuzz_name})
    endforeach()
  endif()
endfunction()
