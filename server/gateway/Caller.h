#pragma once

#include "base/Clock.h"
#include "config/Snapshot.h"
#include "http/HttpMessages.h"

#include <memory>
#include <string>

namespace lanyard {

/// Who calls, under which configuration, since when. Made when a request's headers are complete.
class Caller final : public RequestContext
{
public:
    std::shared_ptr<const Snapshot> snapshot; ///< what `identity` points into
    Identity identity;
    std::string requestId;
    Peer peer;
    WallTime receivedAt{};
    SteadyTime receivedAtSteady{};
};

} // namespace lanyard
