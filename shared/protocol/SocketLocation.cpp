#include "protocol/SocketLocation.h"

#include "protocol/WindowsUser.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>

namespace lanyard {

QString describe(SocketLocation::Kind kind)
{
    switch (kind) {
    case SocketLocation::Kind::Given: return QStringLiteral("the given socket");
    case SocketLocation::Kind::PerUser: return QStringLiteral("your own service");
    case SocketLocation::Kind::System: return QStringLiteral("the system service");
    }
    return {};
}

SocketLocation perUserSocket()
{
#if defined(Q_OS_WIN)
    return {SocketLocation::Kind::PerUser, QStringLiteral("lanyard-") + windowsUserSid()};
#else
    const QString runtimeDir = qEnvironmentVariable("XDG_RUNTIME_DIR");
    if (!runtimeDir.isEmpty())
        return {SocketLocation::Kind::PerUser, runtimeDir + QStringLiteral("/lanyard/admin.sock")};
    const QString dataDir = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
    return {SocketLocation::Kind::PerUser, dataDir + QStringLiteral("/lanyard/run/admin.sock")};
#endif
}

SocketLocation systemSocket()
{
#if defined(Q_OS_WIN)
    return {SocketLocation::Kind::System, QStringLiteral("lanyard-system")};
#else
    return {SocketLocation::Kind::System, QStringLiteral("/run/lanyard/admin.sock")};
#endif
}

SocketLocation givenSocket(const QString& path)
{
#if defined(Q_OS_WIN)
    return {SocketLocation::Kind::Given, path};
#else
    return {SocketLocation::Kind::Given, QDir::cleanPath(QDir::current().absoluteFilePath(path))};
#endif
}

std::vector<SocketLocation> socketCandidates(const QString& given)
{
    if (!given.isEmpty())
        return {givenSocket(given)};
    return {perUserSocket(), systemSocket()};
}

Result<void> checkSocketPath(const QString& path)
{
    if (path.isEmpty())
        return Error{ErrorCode::InvalidArgument, "the admin socket's path is empty"};
#if !defined(Q_OS_WIN)
    const qsizetype bytes = QFile::encodeName(path).size();
    if (bytes > kMaxSocketPathBytes) {
        const QString text = QStringLiteral("the admin socket's path has %1 bytes, at most %2 are possible: %3; name a shorter "
                                            "one with --admin-socket")
                                 .arg(bytes).arg(kMaxSocketPathBytes).arg(path);
        return Error{ErrorCode::InvalidArgument, text.toStdString()};
    }
#endif
    return {};
}

QString defaultTokenFile(const SocketLocation& location)
{
#if defined(Q_OS_WIN)
    const auto base = location.kind == SocketLocation::Kind::System
                          ? qEnvironmentVariable("ProgramData", QStringLiteral("C:/ProgramData"))
                          : QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
    return base + QStringLiteral("/lanyard/admin.token");
#else
    Q_UNUSED(location)
    return {};
#endif
}

} // namespace lanyard
