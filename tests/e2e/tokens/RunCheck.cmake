# Runs compare.mjs of SOURCE on PROBE with the packages in PACKAGES.
cmake_minimum_required(VERSION 3.22)
set(OLDEST_NODE 18)
include(${CMAKE_CURRENT_LIST_DIR}/../FindNode.cmake)

find_node(node ${PACKAGES})
if(NOT node)
    message(FATAL_ERROR "No Node.js ${OLDEST_NODE} or newer; install one.")
endif()
execute_process(COMMAND ${node} --max-old-space-size=4096 ${SOURCE}/compare.mjs ${PROBE} ${PACKAGES} ${PACKAGES}/run
    RESULT_VARIABLE status)
if(NOT status EQUAL 0)
    message(FATAL_ERROR "The tokenizer differs from the reference (${status}); see above.")
endif()
