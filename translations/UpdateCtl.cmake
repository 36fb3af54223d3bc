# cmake -DLUPDATE=<program> -DROOT=<tree> -DWORK=<folder> -P UpdateCtl.cmake
# Takes the command line's texts over into translations/ctl_*.ts.
cmake_minimum_required(VERSION 3.22)
include(${CMAKE_CURRENT_LIST_DIR}/PrepareCtl.cmake)
prepare_ctl(${ROOT} ${WORK}/ctl)
file(GLOB files ${ROOT}/translations/ctl_*.ts)
execute_process(COMMAND ${LUPDATE} -silent -locations none -no-obsolete ${WORK}/ctl -ts ${files} COMMAND_ERROR_IS_FATAL ANY)
