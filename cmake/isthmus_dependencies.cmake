# SPDX-License-Identifier: Apache-2.0
# The libraries that Isthmus stands on; docs/decisions/ says why each was chosen.
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(Eigen3 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(clp REQUIRED IMPORTED_TARGET clp)
pkg_check_modules(icu REQUIRED IMPORTED_TARGET icu-uc icu-i18n)
pkg_check_modules(libxml2 REQUIRED IMPORTED_TARGET libxml-2.0)
pkg_check_modules(libcrypto REQUIRED IMPORTED_TARGET libcrypto)
pkg_check_modules(libexttextcat REQUIRED IMPORTED_TARGET libexttextcat)

# libcsv ships no CMake package and no pkg-config file.
find_path(LIBCSV_INCLUDE_DIR csv.h REQUIRED)
find_library(LIBCSV_LIBRARY csv REQUIRED)
add_library(isthmus_libcsv INTERFACE)
set_target_properties(isthmus_libcsv PROPERTIES EXPORT_NAME libcsv)
target_include_directories(isthmus_libcsv SYSTEM INTERFACE $<BUILD_INTERFACE:${LIBCSV_INCLUDE_DIR}>)
target_link_libraries(isthmus_libcsv INTERFACE $<BUILD_INTERFACE:${LIBCSV_LIBRARY}>
                                               $<INSTALL_INTERFACE:csv>)

# HiGHS is an optional second solver.
find_package(highs QUIET)
if(ISTHMUS_TESTS)
  find_package(GTest REQUIRED)
endif()
if(ISTHMUS_BENCH)
  find_package(benchmark REQUIRED)
endif()
