# find_node(out PACKAGES): a Node.js of at least OLDEST_NODE (22, which the clients want, unless it is set). The one that
# the packages brought comes first; other systems than Linux have to have one.
if(NOT OLDEST_NODE)
    set(OLDEST_NODE 22)
endif()
function(find_node out packages)
    foreach(candidate ${packages}/node_modules/.bin/node node)
        execute_process(COMMAND ${candidate} --version OUTPUT_VARIABLE version RESULT_VARIABLE status
            ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
        string(REGEX REPLACE "^v" "" version "${version}")
        if(status EQUAL 0 AND NOT version VERSION_LESS ${OLDEST_NODE})
            set(${out} ${candidate} PARENT_SCOPE)
            return()
        endif()
    endforeach()
    set(${out} "" PARENT_SCOPE)
endfunction()
