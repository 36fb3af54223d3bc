#pragma once

namespace CLI {
class App;
}

namespace lanyard {

struct ServeOptions;

/// The options of `lanyard serve`, for its own parsing and for the help of the whole program.
void addServeOptions(CLI::App& app, ServeOptions& options);

/// `lanyard serve ...`: runs the service until it is told to stop. Exit codes: 0 stopped, 1 failed, 2 wrong usage.
int runServe(int argc, char** argv);

} // namespace lanyard
