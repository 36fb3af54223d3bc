# find_node(out PACKAGES): a Node.js that the clients accept (22 or newer). The one that the packages brought comes
# first; other systems than Linux have to have one.
function(find_node out packages)
    foreach(candidate ${packages}/node_modules/.bin/node node)
        execute_process(COMMAND ${candidate} --version OUTPUT_VARIABLE version RESULT_VARIABLE status
            ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
        string(REGEX REPLACE "^v" "" version "${version}")
        if(status EQUAL 0 AND NOT version VERSION_LESS 22)
            set(${out} ${candidate} PARENT_SCOPE)
            return()
        endif()
    endforeach()
    set(${out} "" PARENT_SCOPE)
endfunction()
