#include "app/ServeCommand.h"
#include "app/ServeOptions.h"
#include "ctl/CtlMain.h"

/// `lanyard serve` is the service; every other command talks to one.
int main(int argc, char** argv)
{
    using namespace lanyard;
    if (firstCommand(argc, argv) == "serve")
        return runServe(argc, argv);
    static ServeOptions options; // what the help text is made from
    return runCtl(argc, argv, [](CLI::App& serve) { addServeOptions(serve, options); });
}
