#pragma once

#include "base/Result.h"

#include <QString>

#include <vector>

namespace lanyard {

/// Where a service answers administration. Shared by service, CLI and GUI, so that they agree.
struct SocketLocation
{
    enum class Kind {
        Given,   ///< named by the owner (--admin-socket)
        PerUser, ///< of the service that this user's desktop runs
        System,  ///< of the service that the machine runs
    };
    Kind kind = Kind::Given;
    QString path; ///< of the socket; a pipe's name on Windows

    bool operator==(const SocketLocation&) const = default;
};

/// For messages: "the given socket", "your own service", "the system service".
QString describe(SocketLocation::Kind kind);

/// `$XDG_RUNTIME_DIR/lanyard/admin.sock`. Without that variable (a container, cron, su): `run/admin.sock` in the user's
/// own data folder, whose folder is 0700. macOS: the application support folder. Windows: a pipe with the user's SID.
SocketLocation perUserSocket();
/// `/run/lanyard/admin.sock`; on Windows a pipe without a SID.
SocketLocation systemSocket();

/// What the owner named. A relative path means one in the working directory, as everywhere else: Qt alone would take it to be
/// in the folder for temporary files.
SocketLocation givenSocket(const QString& path);

/// Where to look, best first: `given` alone when it is not empty, else the user's own service, then the system's.
std::vector<SocketLocation> socketCandidates(const QString& given = {});

/// A socket's address holds 103 bytes of path on every Unix that we know (macOS has the least room).
inline constexpr qsizetype kMaxSocketPathBytes = 103;
/// Errors: InvalidArgument for a path that is too long or empty.
Result<void> checkSocketPath(const QString& path);

/// The file with the secret that hello has to name; "" where the socket's permissions decide (everywhere but Windows).
QString defaultTokenFile(const SocketLocation& location);

} // namespace lanyard
