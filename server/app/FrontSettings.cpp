#include "app/FrontSettings.h"

#include "config/Snapshot.h"
#include "settings/SettingsCatalogue.h"

namespace lanyard {

FrontSettings frontSettingsOf(const Snapshot& snapshot)
{
    const SettingValues settings(snapshot.configuration().settings);
    FrontSettings front;
    HttpLimits& limits = front.limits;
    limits.headerBytes = static_cast<std::size_t>(settings.number("header_bytes"));
    limits.bodyBytes = settings.number("body_bytes");
    limits.headerTime = settings.duration("header_timeout_ms");
    limits.keepAliveIdle = settings.duration("idle_timeout_ms");
    limits.writeProgress = settings.duration("write_timeout_ms");
    limits.connections = static_cast<int>(settings.number("max_connections"));
    limits.connectionsPerAddress = static_cast<int>(settings.number("max_connections_per_address"));
    limits.allowedOrigins = settings.list("cors_origins");
    front.bufferedBytes = settings.number("max_buffered_bytes");
    front.spooledBytes = settings.number("max_spooled_bytes");
    return front;
}

} // namespace lanyard
