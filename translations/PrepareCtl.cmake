# prepare_ctl(ROOT OUT): a copy of the command line's sources in which every text that a person reads is marked in the one
# way that lupdate knows. In the sources they stand as ctlText("..."), as the last argument of an option, and in the list
# of the commands.
function(prepare_ctl root out)
    file(REMOVE_RECURSE ${out})
    file(GLOB_RECURSE sources RELATIVE ${root}/server/ctl ${root}/server/ctl/*.cpp ${root}/server/ctl/*.h)
    list(REMOVE_ITEM sources CtlText.h)
    set(mark "QCoreApplication::translate(\"ctl\", ")
    foreach(source IN LISTS sources)
        file(READ ${root}/server/ctl/${source} text)
        string(REPLACE ";" "@SEMICOLON@" text "${text}")
        string(REGEX REPLACE "\"[ \t]*\n[ \t]*\"" "" text "${text}")
        string(REGEX REPLACE "ctl(Text|Std)\\(" "${mark}" text "${text}")
        string(REGEX REPLACE ",[ \n]*(\"[^\"\n]*[.,]\")\\)" ", ${mark}\\1))" text "${text}")
        string(REGEX REPLACE "{(\"[a-z ]+\"),[ \n]*(\"[^\"\n]*\\.\")([,}])" "{\\1, ${mark}\\2)\\3" text "${text}")
        string(REPLACE "@SEMICOLON@" ";" text "${text}")
        file(WRITE ${out}/${source} "${text}")
    endforeach()
endfunction()
