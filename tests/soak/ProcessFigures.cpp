#include "ProcessFigures.h"

#include <QByteArray>
#include <QFile>
#include <QSet>

#include <filesystem>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace lanyard::test {
namespace {

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The number behind `name` in /proc/PID/status.
qint64 statusValue(const QByteArray& status, const QByteArray& name)
{
    const qsizetype at = status.indexOf("\n" + name + ":");
    const qsizetype end = status.indexOf('\n', at + 1);
    return at < 0 ? 0 : status.mid(at + name.size() + 2, end - at - name.size() - 2).simplified().split(' ').first().toLongLong();
}

/// Inodes of the sockets whose other end is `port`, from /proc/PID/net/tcp.
QSet<QByteArray> socketsTo(const QString& process, quint16 port)
{
    QSet<QByteArray> inodes;
    const QByteArray suffix = ":" + QByteArray::number(port, 16).rightJustified(4, '0').toUpper();
    for (const QByteArray& line : contentOf(process + u"/net/tcp"_s).split('\n')) {
        const QList<QByteArray> fields = line.simplified().split(' ');
        if (fields.size() > 9 && fields[2].endsWith(suffix))
            inodes.insert("socket:[" + fields[9] + "]");
    }
    return inodes;
}

/// User and system time of all threads, in seconds.
double cpuTime(const QByteArray& stat)
{
    const QList<QByteArray> fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
    return fields.size() < 13 ? 0 : (fields[11].toDouble() + fields[12].toDouble()) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

} // namespace

ProcessFigures ProcessFigures::of(qint64 pid, quint16 upstreamPort)
{
    const QString process = u"/proc/"_s + QString::number(pid);
    const QByteArray status = contentOf(process + u"/status"_s);
    const QSet<QByteArray> upstream = socketsTo(process, upstreamPort);
    ProcessFigures figures;
    figures.rssKiB = statusValue(status, "VmRSS");
    figures.threads = static_cast<int>(statusValue(status, "Threads"));
    figures.cpuSeconds = cpuTime(contentOf(process + u"/stat"_s));
    std::error_code gone;
    for (const auto& descriptor : std::filesystem::directory_iterator(QFile::encodeName(process + u"/fd"_s).toStdString(), gone)) {
        const bool pooled = upstream.contains(QByteArray::fromStdString(std::filesystem::read_symlink(descriptor, gone).string()));
        ++(pooled ? figures.upstreamPooled : figures.descriptors);
    }
    return figures;
}

} // namespace lanyard::test
