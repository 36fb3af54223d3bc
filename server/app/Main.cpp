#include "app/OfflineCommands.h"
#include "app/ServeCommand.h"
#include "app/ServeOptions.h"
#include "ctl/CtlMain.h"

/// `lanyard serve` is the service, `lanyard restore` needs it gone; every other command talks to one.
int main(int argc, char** argv)
{
    using namespace lanyard;
    if (firstCommand(argc, argv) == "serve")
        return runServe(argc, argv);
    if (isOfflineCommand(argc, argv))
        return runOfflineCommand(argc, argv);
    static ServeOptions options; // what the help texts are made from
    static RestoreOptions restoreOptions;
    return runCtl(argc, argv, [](CLI::App& serve, CLI::App& restore) {
        addServeOptions(serve, options);
        addRestoreOptions(restore, restoreOptions);
    });
}
