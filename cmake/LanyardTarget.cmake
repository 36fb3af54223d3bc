# lanyard_library(), lanyard_program() and lanyard_test(): the only ways a target is made, so that every
# one has the same language level, warnings and Qt rules.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

find_program(LANYARD_CCACHE ccache)
if(LANYARD_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
        CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${LANYARD_CCACHE})
endif()

add_library(lanyard_rules INTERFACE)
target_include_directories(lanyard_rules INTERFACE ${CMAKE_SOURCE_DIR}/shared ${CMAKE_SOURCE_DIR}/server)
target_compile_definitions(lanyard_rules INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING QT_NO_KEYWORDS QT_NO_FOREACH
    QT_NO_CONTEXTLESS_CONNECT QT_MESSAGELOGCONTEXT LANYARD_VERSION="${PROJECT_VERSION}")
target_link_libraries(lanyard_rules INTERFACE Qt6::Core Threads::Threads)
if(MSVC)
    target_compile_options(lanyard_rules INTERFACE /W4 /permissive- /utf-8 /Zc:__cplusplus)
else()
    target_compile_options(lanyard_rules INTERFACE -Wall -Wextra -Wpedantic
        $<$<NOT:$<BOOL:$<TARGET_PROPERTY:LANYARD_MACROS_NARROW>>>:-Wconversion> -Wno-sign-conversion
        -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -fno-omit-frame-pointer)
endif()
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang" AND NOT MSVC)
    # ccache may hand out a precompiled header that is older than the system's headers, with the same content.
    target_compile_options(lanyard_rules INTERFACE "SHELL:-Xclang -fno-pch-timestamp")
endif()
if(LANYARD_WERROR)
    target_compile_options(lanyard_rules INTERFACE $<IF:$<CXX_COMPILER_ID:MSVC>,/WX,-Werror>)
endif()
if(LANYARD_SANITIZE)
    target_compile_options(lanyard_rules INTERFACE -fsanitize=${LANYARD_SANITIZE} -fno-sanitize-recover=undefined)
    target_link_options(lanyard_rules INTERFACE -fsanitize=${LANYARD_SANITIZE})
endif()
if(LANYARD_FUZZ)
    # What libFuzzer steers by, and the line coverage that `./dev fuzz` prints.
    target_compile_options(lanyard_rules INTERFACE -fsanitize=fuzzer-no-link -fprofile-instr-generate -fcoverage-mapping)
    target_link_options(lanyard_rules INTERFACE -fprofile-instr-generate)
endif()

# One precompiled header for all libraries: the standard library and QtCore are most of what a file reads.
file(WRITE ${CMAKE_BINARY_DIR}/pch.cpp.in "")
configure_file(${CMAKE_BINARY_DIR}/pch.cpp.in ${CMAKE_BINARY_DIR}/pch.cpp COPYONLY)
add_library(lanyard_pch STATIC ${CMAKE_BINARY_DIR}/pch.cpp)
target_link_libraries(lanyard_pch PRIVATE lanyard_rules)
target_precompile_headers(lanyard_pch PRIVATE
    <algorithm> <array> <atomic> <chrono> <cstdint> <functional> <map> <memory> <mutex> <optional> <string>
    <string_view> <unordered_map> <utility> <variant> <vector> <QObject> <QString> <QByteArray> <QTimer>)

# lanyard_library(NAME <folder> LINKS ... PRIVATE_LINKS ...): a static library of every source in the folder.
function(lanyard_library name)
    cmake_parse_arguments(ARG "" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
    if(NOT ARG_SOURCES)
        file(GLOB_RECURSE ARG_SOURCES CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp ${CMAKE_CURRENT_SOURCE_DIR}/*.h
            ${CMAKE_CURRENT_SOURCE_DIR}/*.qrc)
    endif()
    if(NOT ARG_SOURCES MATCHES "\\.cpp")
        add_library(${name} INTERFACE)
        target_link_libraries(${name} INTERFACE lanyard_rules ${ARG_LINKS})
        return()
    endif()
    add_library(${name} STATIC ${ARG_SOURCES})
    set_target_properties(${name} PROPERTIES AUTOMOC ON AUTORCC ON)
    target_link_libraries(${name} PUBLIC lanyard_rules ${ARG_LINKS} PRIVATE ${ARG_PRIVATE_LINKS})
    target_precompile_headers(${name} REUSE_FROM lanyard_pch)
endfunction()

function(lanyard_program name)
    cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
    add_executable(${name} ${ARG_SOURCES})
    set_target_properties(${name} PROPERTIES AUTOMOC ON AUTORCC ON)
    target_link_libraries(${name} PRIVATE lanyard_rules ${ARG_LINKS})
endfunction()

# lanyard_test(NAME LABELS unit LINKS ... TIMEOUT s): one binary of every tst_*.cpp in the folder; a case is a Qt Test
# class that says LANYARD_TEST(tst_Name).
function(lanyard_test name)
    cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;LABELS;LINKS;ENVIRONMENT" ${ARGN})
    if(NOT ARG_SOURCES)
        file(GLOB ARG_SOURCES CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp ${CMAKE_CURRENT_SOURCE_DIR}/*.h)
    endif()
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 120)
    endif()
    if(NOT ARG_LABELS)
        set(ARG_LABELS unit)
    endif()
    add_executable(${name} ${ARG_SOURCES})
    set_target_properties(${name} PROPERTIES AUTOMOC ON)
    target_link_libraries(${name} PRIVATE lanyard_rules lanyard_testsupport ${ARG_LINKS})
    if(Qt6Core_VERSION VERSION_GREATER_EQUAL 6.7 AND NOT MSVC)
        set_target_properties(${name} PROPERTIES LANYARD_MACROS_NARROW ON) # its QTRY_ macros narrow std::chrono counts
    endif()
    target_compile_definitions(${name} PRIVATE LANYARD_FIXTURES="${CMAKE_SOURCE_DIR}/tests/fixtures")
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT ${ARG_TIMEOUT})
    # A crash ends the test at once: Qt Test would start a debugger first, where there is one.
    set_tests_properties(${name} PROPERTIES ENVIRONMENT "QTEST_DISABLE_STACK_DUMP=1;${ARG_ENVIRONMENT}")
endfunction()
