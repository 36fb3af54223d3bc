#pragma once

#include "ctl/CommandLine.h"

#include <QObject>

namespace lanyard {

/// One run of the command line inside a running event loop.
///
/// Lives in: main.
class CtlRun final : public QObject
{
    Q_OBJECT

public:
    explicit CtlRun(Console& console, const DescribeServiceCommands& describe = {})
        : m_console(console), m_line(describe) {}

    /// `arguments` without the program's name. finished() comes later, always.
    void start(const QStringList& arguments);

Q_SIGNALS:
    void finished(int exitCode);

private:
    void onStateChanged(AdminClient::State state);
    void end(CtlExit code);

    Console& m_console;
    CommandLine m_line;
    std::unique_ptr<AdminClient> m_client;
    std::unique_ptr<CtlSession> m_session;
    bool m_running = false; ///< the command has been started
};

} // namespace lanyard
