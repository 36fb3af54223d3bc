#pragma once

#include "ctl/CtlSession.h"
#include "ctl/Command.h"

#include <QStringList>

#include <functional>
#include <memory>

namespace CLI {
class App;
class ParseError;
}

namespace lanyard {

/// Adds the options of the commands that the service's program runs itself.
using DescribeServiceCommands = std::function<void(CLI::App& serve, CLI::App& restore)>;

/// From the words of the command line to a command that is ready to run. Global options may stand anywhere.
class CommandLine
{
public:
    /// `describe` adds the options of `serve` and `restore` for the help text; they do not run here.
    explicit CommandLine(const DescribeServiceCommands& describe = {});
    ~CommandLine();

    /// False: the run is over already, because of help, --version or a mistake: print these texts, end with this code.
    bool parse(const QStringList& arguments);
    QString outText() const { return m_outText; }
    QString errText() const { return m_errText; }
    CtlExit exitCode() const { return m_exitCode; }

    Command& command() const { return *m_command; }
    QString adminSocket() const { return m_adminSocket; }
    bool json() const { return m_json; }

private:
    CLI::App& groupFor(const QString& name);
    void add(const CommandEntry& entry);
    QString wordsFor(const CLI::ParseError& mistake) const;

    std::unique_ptr<CLI::App> m_app;
    std::vector<std::unique_ptr<Command>> m_commands;
    Command* m_command = nullptr;
    QString m_adminSocket;
    bool m_json = false;
    QString m_outText;
    QString m_errText;
    CtlExit m_exitCode = CtlExit::Ok;
};

} // namespace lanyard
