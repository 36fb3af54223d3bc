#pragma once

#include "base/Error.h"

#include <memory>
#include <vector>

namespace CLI {
class App;
}

namespace lanyard {

class CtlSession;

/// One command of the line, from its options to its output. Made once for each run of the program.
class Command
{
public:
    virtual ~Command() = default;
    /// Arguments and options; what is wrong with them is said while they are read (CLI::ValidationError).
    virtual void declare(CLI::App& app) = 0;
    /// The service answers: make the calls, and end with session.finish() or session.fail().
    virtual void run(CtlSession& session) = 0;
    /// No service answers, and this is why. Ends the run with "no service" unless a command has more to say.
    virtual void runWithoutService(CtlSession& session, const Error& why);
};

/// One line of the command table.
struct CommandEntry
{
    const char* path;    ///< "provider add"
    const char* text;    ///< one sentence, in source language
    const char* example; ///< a whole line that works
    std::unique_ptr<Command> (*make)();
};

template<class C>
std::unique_ptr<Command> makeCommand()
{
    return std::make_unique<C>();
}

using CommandEntries = std::vector<CommandEntry>;

} // namespace lanyard
