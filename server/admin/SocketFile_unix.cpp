#include "admin/SocketFile.h"

#include <QtGlobal>

#if defined(Q_OS_UNIX)

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <grp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace lanyard {
namespace {

Error failed(ErrorCode code, const QString& message, int number = 0)
{
    return {code, message.toStdString(), number ? std::strerror(number) : ""};
}

Result<void> prepareFolder(const SocketLocation& location)
{
    const QString folder = QFileInfo(location.path).absolutePath();
    const QByteArray name = QFile::encodeName(folder);
    const bool existed = QFileInfo::exists(folder);
    if (!QDir().mkpath(folder))
        return failed(ErrorCode::Io, QStringLiteral("the admin socket's folder %1 cannot be made").arg(folder), errno);
    if (!existed && location.kind == SocketLocation::Kind::System)
        return ::chmod(name.constData(), 0755) == 0 ? Result<void>() : failed(ErrorCode::Io, folder, errno);
    if (location.kind != SocketLocation::Kind::PerUser)
        return {};
    struct stat info = {};
    if (::stat(name.constData(), &info) != 0 || info.st_uid != ::geteuid())
        return failed(ErrorCode::Forbidden, QStringLiteral("the admin socket's folder %1 belongs to another user").arg(folder));
    if ((info.st_mode & 077) != 0 && ::chmod(name.constData(), 0700) != 0)
        return failed(ErrorCode::Io, QStringLiteral("the admin socket's folder %1 is open to others").arg(folder), errno);
    return {};
}

/// Whether somebody listens: a connection says it for certain. Never waits: a full backlog is a live service too.
bool answers(const QByteArray& path)
{
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM, 0);
    if (descriptor < 0)
        return false;
    ::fcntl(descriptor, F_SETFL, O_NONBLOCK);
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.constData(), static_cast<std::size_t>(path.size()));
    const bool refused = ::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0
                         && (errno == ECONNREFUSED || errno == ENOENT);
    ::close(descriptor);
    return !refused;
}

} // namespace

SocketFileGuard::SocketFileGuard(const QString& path) : m_path(path), m_lock(path + QStringLiteral(".lock")) {}

Result<std::unique_ptr<SocketFileGuard>> SocketFileGuard::forStart(const SocketLocation& location)
{
    if (const auto checked = checkSocketPath(location.path); !checked)
        return checked.error();
    const PrivateUmask umask;
    if (const auto prepared = prepareFolder(location); !prepared)
        return prepared.error();
    return forStop(location);
}

Result<std::unique_ptr<SocketFileGuard>> SocketFileGuard::forStop(const SocketLocation& location)
{
    std::unique_ptr<SocketFileGuard> guard(new SocketFileGuard(location.path));
    if (!guard->m_lock.tryLock(2000))
        return failed(ErrorCode::Io, QStringLiteral("the admin socket %1 cannot be made: its folder is not writable, or another "
                                                    "Lanyard is starting").arg(location.path));
    return guard;
}

PrivateUmask::PrivateUmask() : m_previous(::umask(077)) {}

PrivateUmask::~PrivateUmask()
{
    ::umask(static_cast<mode_t>(m_previous));
}

Result<void> SocketFileGuard::removeStale()
{
    const QByteArray path = QFile::encodeName(m_path);
    struct stat info = {};
    if (::lstat(path.constData(), &info) != 0)
        return {};
    if (!S_ISSOCK(info.st_mode))
        return failed(ErrorCode::Io, QStringLiteral("%1 exists and is no socket; it was left alone, name another path with "
                                                    "--admin-socket").arg(m_path));
    if (answers(path))
        return failed(ErrorCode::Conflict, QStringLiteral("another Lanyard is serving on %1; stop it first (lanyard stop), or name "
                                                          "another path with --admin-socket").arg(m_path));
    if (::unlink(path.constData()) != 0)
        return failed(ErrorCode::Io, QStringLiteral("the dead admin socket %1 cannot be removed").arg(m_path), errno);
    return {};
}

Result<void> SocketFileGuard::openToGroup(const QString& groupName)
{
    const QByteArray path = QFile::encodeName(m_path);
    const group* found = ::getgrnam(groupName.toLocal8Bit().constData());
    if (!found)
        return failed(ErrorCode::Io, QStringLiteral("there is no group %1; only root can administer this service").arg(groupName));
    if (::chown(path.constData(), static_cast<uid_t>(-1), found->gr_gid) != 0 || ::chmod(path.constData(), 0660) != 0)
        return failed(ErrorCode::Io, QStringLiteral("the admin socket %1 cannot be given to the group %2").arg(m_path, groupName), errno);
    return {};
}

} // namespace lanyard

#endif
