#pragma once

#include "base/Result.h"
#include "protocol/SocketLocation.h"

#include <QLockFile>
#include <QString>

#include <memory>

namespace lanyard {

/// The turn to take a socket's name or to give it back. Two services that start or stop at once wait for each other, so
/// that a live socket is never replaced or removed by another.
///
/// Lives in: the thread that made it.
class SocketFileGuard
{
public:
    /// For a service that starts: makes the folder (0700) where it is missing.
    /// Errors: Io, Forbidden (a per-user socket's folder belongs to somebody else), InvalidArgument (path too long).
    static Result<std::unique_ptr<SocketFileGuard>> forStart(const SocketLocation& location);
    /// For a service that stops. Errors: Io.
    static Result<std::unique_ptr<SocketFileGuard>> forStop(const SocketLocation& location);

    /// Removes what a dead service left. Errors: Conflict ("another Lanyard is serving on ..."); Io when something that is
    /// no socket has this name.
    Result<void> removeStale();
    /// 0660 and the group, for the system service. Errors: Io (no such group, not permitted).
    Result<void> openToGroup(const QString& group);

private:
    explicit SocketFileGuard(const QString& path);

    QString m_path;
    QLockFile m_lock;
};

/// As long as it lives, new files and sockets are open to this user only. The umask belongs to the whole process: use it
/// at start, before other threads make files.
class PrivateUmask
{
public:
    PrivateUmask();
    ~PrivateUmask();
    PrivateUmask(const PrivateUmask&) = delete;
    PrivateUmask& operator=(const PrivateUmask&) = delete;

private:
    unsigned m_previous = 0;
};

} // namespace lanyard
