#pragma once

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
/// Makes its own QCoreApplication. `describeServe` adds the options of `serve`, for the help text.
int runCtl(int argc, char** argv, const std::function<void(CLI::App& serve)>& describeServe = {});

} // namespace lanyard
