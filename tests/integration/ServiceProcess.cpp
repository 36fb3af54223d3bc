#include "ServiceProcess.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace lanyard::test {
namespace {

constexpr int kPatienceMs = 30'000;

} // namespace

ServiceProcess::ServiceProcess(const QTemporaryDir& folder, QString name)
    : m_folder(folder), m_socket(folder.filePath(name + u".sock"_s))
{
}

ServiceProcess::~ServiceProcess()
{
    kill();
}

bool ServiceProcess::start(const QStringList& more)
{
    m_errors.clear();
    m_process.start(QStringLiteral(LANYARD_PROGRAM), QStringList{u"serve"_s, u"--data-dir"_s, dataDir(), u"--listen"_s, u"127.0.0.1:0"_s,
                                                                u"--admin-socket"_s, m_socket} + more);
    QElapsedTimer clock;
    clock.start();
    static const QByteArray kReady("lanyard: listening on ");
    while (clock.elapsed() < kPatienceMs) {
        m_errors += m_process.readAllStandardError();
        const qsizetype at = m_errors.indexOf(kReady);
        if (at >= 0 && m_errors.indexOf('\n', at) > at) {
            const qsizetype begin = at + kReady.size();
            m_url = QString::fromUtf8(m_errors.mid(begin, m_errors.indexOf('\n', begin) - begin));
            return true;
        }
        if (m_process.state() == QProcess::NotRunning && clock.elapsed() > 0 && !m_process.waitForReadyRead(0))
            break;
        m_process.waitForReadyRead(100);
    }
    m_errors += m_process.readAllStandardError();
    return false;
}

int ServiceProcess::waitForEnd()
{
    const bool ended = m_process.state() == QProcess::NotRunning || m_process.waitForFinished(kPatienceMs);
    return ended && m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
}

int ServiceProcess::stop()
{
    m_process.terminate();
    return waitForEnd();
}

void ServiceProcess::kill()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.kill();
    m_process.waitForFinished(kPatienceMs);
}

ServiceProcess::Output ServiceProcess::run(const QStringList& arguments, const QByteArray& input) const
{
    QProcess process;
    process.start(QStringLiteral(LANYARD_PROGRAM), QStringList{u"--admin-socket"_s, m_socket} + arguments);
    process.write(input);
    process.closeWriteChannel();
    Output output;
    if (!process.waitForFinished(kPatienceMs))
        return output;
    output.exitCode = process.exitCode();
    output.out = process.readAllStandardOutput();
    output.err = process.readAllStandardError();
    return output;
}

ServiceProcess::Output ServiceProcess::apply(const QByteArray& yaml, const QStringList& more) const
{
    const QString path = m_folder.filePath(u"applied.yaml"_s);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(yaml) != yaml.size())
        return {};
    file.close();
    return run(QStringList{u"apply"_s, u"-f"_s, path} + more);
}

QJsonObject ServiceProcess::Output::json() const
{
    return QJsonDocument::fromJson(out).object();
}

} // namespace lanyard::test
