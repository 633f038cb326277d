# SPDX-License-Identifier: Apache-2.0
# isthmus_command_pages(TARGET): has the built command write its man page (--man) and its completion for bash
# (--completion bash); both are installed with it. To be called in src/cli once the command knows the two.
function(isthmus_command_pages target)
  set(man ${PROJECT_BINARY_DIR}/generated/man/isthmus.1)
  set(completion ${PROJECT_BINARY_DIR}/generated/bash-completion/isthmus)
  file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/generated/man
                      ${PROJECT_BINARY_DIR}/generated/bash-completion)
  add_custom_command(OUTPUT ${man} ${completion}
    COMMAND ${target} --man > ${man}
    COMMAND ${target} --completion bash > ${completion}
    DEPENDS ${target} VERBATIM COMMENT "Writing the man page and the completion for bash")
  add_custom_target(isthmus_pages ALL DEPENDS ${man} ${completion})
  set_property(GLOBAL APPEND PROPERTY ISTHMUS_MAN_PAGES ${man})
  set_property(GLOBAL APPEND PROPERTY ISTHMUS_BASH_COMPLETIONS ${completion})
endfunction()
