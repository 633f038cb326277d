# SPDX-License-Identifier: Apache-2.0
# cmake --install: the libraries with their headers as the CMake package isthmus, worlds, docs, the man page
# and the completion.
include(CMakePackageConfigHelpers)
set(isthmus_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/isthmus)

# The modules that others may link; the command's own module stays private.
get_property(isthmus_modules GLOBAL PROPERTY ISTHMUS_MODULES)
list(REMOVE_ITEM isthmus_modules isthmus_cli isthmus_server)
install(TARGETS ${isthmus_modules} isthmus_libcsv EXPORT isthmusTargets
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(EXPORT isthmusTargets NAMESPACE isthmus:: DESTINATION ${isthmus_package_dir})

# Every header of a module, and the generated ones that those include.
function(isthmus_included_headers out header)
  file(STRINGS ${header} lines REGEX "^#include \"[^\"]+\"")
  list(TRANSFORM lines REPLACE "^#include \"([^\"]+)\".*" "\\1")
  set(${out} ${lines} PARENT_SCOPE)
endfunction()

set(isthmus_component_names "")
set(isthmus_wanted "")
foreach(target IN LISTS isthmus_modules)
  get_target_property(name ${target} EXPORT_NAME)
  list(APPEND isthmus_component_names ${name})
  file(GLOB headers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${name}/*.hpp)
  install(FILES ${headers} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/isthmus/${name})
  foreach(header IN LISTS headers)
    isthmus_included_headers(included ${header})
    list(APPEND isthmus_wanted ${included})
  endforeach()
endforeach()
set(isthmus_installed "")
while(isthmus_wanted)
  list(POP_FRONT isthmus_wanted header)
  set(path ${PROJECT_BINARY_DIR}/generated/${header})
  if(header IN_LIST isthmus_installed OR NOT EXISTS ${path})
    continue()
  endif()
  list(APPEND isthmus_installed ${header})
  get_filename_component(folder ${header} DIRECTORY)
  install(FILES ${path} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/isthmus/${folder})
  isthmus_included_headers(included ${path})
  list(APPEND isthmus_wanted ${included})
endwhile()

configure_package_config_file(
  ${PROJECT_SOURCE_DIR}/cmake/isthmusConfig.cmake.in ${PROJECT_BINARY_DIR}/isthmusConfig.cmake
  INSTALL_DESTINATION ${isthmus_package_dir} PATH_VARS CMAKE_INSTALL_DATADIR)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/isthmusConfigVersion.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/isthmusConfig.cmake ${PROJECT_BINARY_DIR}/isthmusConfigVersion.cmake
        DESTINATION ${isthmus_package_dir})

# What isthmus_command_pages() has the command print of itself; src/cli installs the command.
get_property(isthmus_man_pages GLOBAL PROPERTY ISTHMUS_MAN_PAGES)
install(FILES ${isthmus_man_pages} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
get_property(isthmus_completions GLOBAL PROPERTY ISTHMUS_BASH_COMPLETIONS)
install(FILES ${isthmus_completions}
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)

install(DIRECTORY ${PROJECT_SOURCE_DIR}/worlds DESTINATION ${CMAKE_INSTALL_DATADIR}/isthmus)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/docs/ DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE ${PROJECT_SOURCE_DIR}/CHANGELOG.md
        DESTINATION ${CMAKE_INSTALL_DOCDIR})
