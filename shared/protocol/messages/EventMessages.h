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

/// The client was too slow and events were dropped: whatever it keeps must be read again.
struct ResyncInfo
{
    std::uint64_t dropped = 0;

    static constexpr auto fields() { return std::tuple{must("dropped", &ResyncInfo::dropped)}; }
    bool operator==(const ResyncInfo&) const = default;
};

} // namespace lanyard
