#pragma once

#include "protocol/messages/LiveMessages.h"
#include "protocol/messages/ProviderMessages.h"
#include "protocol/messages/ReportMessages.h"
#include "protocol/messages/SessionMessages.h"

namespace lanyard {

struct ConfigChangedInfo
{
    std::uint64_t version = 0;

    static constexpr auto fields() { return std::tuple{must("version", &ConfigChangedInfo::version)}; }
    bool operator==(const ConfigChangedInfo&) const = default;
};

struct ServiceStateInfo
{
    QString state; ///< as in StatusResult

    static constexpr auto fields() { return std::tuple{must("state", &ServiceStateInfo::state)}; }
    bool operator==(const ServiceStateInfo&) const = default;
};

/// A request waits for a busy provider: told when it begins to wait and each time it looks again.
struct RequestWaitingInfo
{
    QString requestId;
    WallTime time{}; ///< when it came
    QString user;
    QString key;
    QString model;
    std::uint32_t place = 0; ///< in the queue, from 1
    std::uint64_t waitedMs = 0;

    static constexpr auto fields()
    {
        using S = RequestWaitingInfo;
        return std::tuple{must("request_id", &S::requestId), must("time", &S::time),   must("user", &S::user),         must("key", &S::key),
                          must("model", &S::model),          must("place", &S::place), must("waited_ms", &S::waitedMs)};
    }
    bool operator==(const RequestWaitingInfo&) const = default;
};

/// The client was too slow and events were dropped: whatever it keeps must be read again.
struct ResyncInfo
{
    std::uint64_t dropped = 0;

    static constexpr auto fields() { return std::tuple{must("dropped", &ResyncInfo::dropped)}; }
    bool operator==(const ResyncInfo&) const = default;
};

} // namespace lanyard
