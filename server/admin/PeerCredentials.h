#pragma once

#include <QString>

#include <cstdint>
#include <optional>

namespace lanyard {

/// Who is at the other end of a local socket, as the kernel says. Nothing where it does not say (Windows).
struct PeerCredentials
{
    std::uint32_t uid = 0;
    std::uint32_t gid = 0;
    std::int64_t pid = 0; ///< 0 = not known

    static std::optional<PeerCredentials> of(qintptr socketDescriptor);
    /// "uid 1000, pid 4711"
    QString toString() const;
    /// Root, the user that runs this process, or a member of `group` (when it is not empty).
    bool mayAdminister(const QString& group) const;
};

} // namespace lanyard
