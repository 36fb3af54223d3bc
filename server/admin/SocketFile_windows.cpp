#include "admin/SocketFile.h"

#include <QtGlobal>

#if defined(Q_OS_WIN)

#include <QLocalSocket>
#include <QStandardPaths>

namespace lanyard {

// A pipe is no file: it goes with the process that made it, and its access list is given when it is made.

SocketFileGuard::SocketFileGuard(const QString& path)
    : m_path(path),
      m_lock(QStandardPaths::writableLocation(QStandardPaths::TempLocation) + QLatin1Char('/') + path + QStringLiteral(".lock"))
{}

Result<std::unique_ptr<SocketFileGuard>> SocketFileGuard::forStart(const SocketLocation& location)
{
    if (const auto checked = checkSocketPath(location.path); !checked)
        return checked.error();
    return forStop(location);
}

Result<std::unique_ptr<SocketFileGuard>> SocketFileGuard::forStop(const SocketLocation& location)
{
    std::unique_ptr<SocketFileGuard> guard(new SocketFileGuard(location.path));
    if (!guard->m_lock.tryLock(2000))
        return Error{ErrorCode::Io, "another Lanyard is starting on the same pipe"};
    return guard;
}

PrivateUmask::PrivateUmask() = default;
PrivateUmask::~PrivateUmask() = default;

Result<void> SocketFileGuard::removeStale()
{
    QLocalSocket probe;
    probe.connectToServer(m_path);
    // Before any loop runs. A pipe connects at once or not at all.
    if (probe.state() == QLocalSocket::ConnectedState)
        return Error{ErrorCode::Conflict, ("another Lanyard is serving on " + m_path).toStdString()};
    return {};
}

Result<void> SocketFileGuard::openToGroup(const QString&)
{
    return {};
}

} // namespace lanyard

#endif
