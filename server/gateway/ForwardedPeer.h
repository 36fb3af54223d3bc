#pragma once

#include "config/IpRange.h"
#include "http/HttpMessages.h"

#include <vector>

namespace lanyard {

/// Who really called: behind a trusted reverse proxy the one that it names in X-Forwarded-For, read from the right as long
/// as the speaker is trusted. Whoever is not trusted speaks for itself alone, whatever it sends.
Peer clientOf(const RequestHead& head, const std::vector<IpRange>& trustedProxies);

} // namespace lanyard
