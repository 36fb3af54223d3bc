#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

namespace lanyard::test {

/// One `lanyard serve` on a data folder, and the command line that talks to it. Lives in: the test's thread.
class ServiceProcess
{
public:
    /// The folder outlives several starts. `name` tells sockets of several services apart.
    explicit ServiceProcess(const QTemporaryDir& folder, QString name = QStringLiteral("main"));
    ~ServiceProcess();

    /// True when it listens; else its words are in errors().
    bool start(const QStringList& more = {});
    /// SIGTERM; its exit code, -1 when it does not end.
    int stop();
    /// SIGKILL.
    void kill();

    QString url() const { return m_url; }
    QString socket() const { return m_socket; }
    qint64 pid() const { return m_process.processId(); }
    QByteArray errors() const { return m_errors; }
    bool running() const { return m_process.state() == QProcess::Running; }
    void terminate() { m_process.terminate(); }
    int waitForEnd();

    struct Output
    {
        int exitCode = -1;
        QByteArray out;
        QByteArray err;
        QJsonObject json() const;
    };
    /// `lanyard ARGUMENTS` against this service.
    Output run(const QStringList& arguments, const QByteArray& input = {}) const;
    /// `lanyard apply` of this document.
    Output apply(const QByteArray& yaml, const QStringList& more = {}) const;

    QString dataDir() const { return m_folder.filePath(QStringLiteral("data")); }

private:
    const QTemporaryDir& m_folder;
    QString m_socket;
    QString m_url;
    QByteArray m_errors;
    QProcess m_process;
};

} // namespace lanyard::test
