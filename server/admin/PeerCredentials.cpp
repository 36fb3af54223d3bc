#include "admin/PeerCredentials.h"

#include <QtGlobal>

#if defined(Q_OS_UNIX)
#include <algorithm>
#include <grp.h>
#include <pwd.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>
#include <vector>
#endif

namespace lanyard {

QString PeerCredentials::toString() const
{
    return pid ? QStringLiteral("uid %1, pid %2").arg(uid).arg(pid) : QStringLiteral("uid %1").arg(uid);
}

#if defined(Q_OS_UNIX)

namespace {

/// Looked up by name each time: membership may have changed since the service started.
bool isMember(const PeerCredentials& peer, const QString& groupName)
{
    const group* wanted = getgrnam(groupName.toLocal8Bit().constData());
    if (!wanted)
        return false;
    const gid_t gid = wanted->gr_gid;
    if (peer.gid == gid)
        return true;
    const passwd* user = getpwuid(peer.uid);
    if (!user)
        return false;
#if defined(Q_OS_MACOS)
    using GroupId = int;
#else
    using GroupId = gid_t;
#endif
    int count = 1024;
    std::vector<GroupId> groups(static_cast<std::size_t>(count));
    if (getgrouplist(user->pw_name, static_cast<GroupId>(user->pw_gid), groups.data(), &count) < 0)
        return false;
    return std::find(groups.begin(), groups.begin() + count, static_cast<GroupId>(gid)) != groups.begin() + count;
}

} // namespace

std::optional<PeerCredentials> PeerCredentials::of(qintptr socketDescriptor)
{
    const int descriptor = static_cast<int>(socketDescriptor);
#if defined(Q_OS_LINUX)
    ucred peer{};
    socklen_t size = sizeof peer;
    if (getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
        return std::nullopt;
    return PeerCredentials{peer.uid, peer.gid, peer.pid};
#else
    uid_t uid = 0;
    gid_t gid = 0;
    if (getpeereid(descriptor, &uid, &gid) != 0)
        return std::nullopt;
    return PeerCredentials{uid, gid, 0};
#endif
}

bool PeerCredentials::mayAdminister(const QString& group) const
{
    return uid == 0 || uid == geteuid() || (!group.isEmpty() && isMember(*this, group));
}

#else

std::optional<PeerCredentials> PeerCredentials::of(qintptr)
{
    return std::nullopt;
}

bool PeerCredentials::mayAdminister(const QString&) const
{
    return true; // the pipe's access list and hello's token decide
}

#endif

} // namespace lanyard
