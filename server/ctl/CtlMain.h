#pragma once

#include "ctl/CommandLine.h"

#include <functional>
#include <string_view>

namespace CLI {
class App;
}

namespace lanyard {

/// The first word of the command line that is no global option: "serve", "status" ...; "" when there is none.
/// main() asks this to tell the service from its command line.
std::string_view firstCommand(int argc, char** argv);

/// Runs one command against a running service and returns its exit code: 0 done, 1 failed, 2 wrong usage, 3 no service.
/// Makes its own QCoreApplication. `describe` adds the options of `serve` and `restore`, for the help text.
int runCtl(int argc, char** argv, const DescribeServiceCommands& describe = {});

} // namespace lanyard
