#pragma once

#include <string>

namespace CLI {
class App;
}

namespace lanyard {

// Commands that work on a data folder while no service runs on it.

struct RestoreOptions
{
    std::string backup;
    std::string dataDir;
};
void addRestoreOptions(CLI::App& app, RestoreOptions& options);

/// Whether this line is one of them: `restore`, and `check --data-dir DIR`.
bool isOfflineCommand(int argc, char** argv);
/// Returns the exit code.
int runOfflineCommand(int argc, char** argv);

} // namespace lanyard
