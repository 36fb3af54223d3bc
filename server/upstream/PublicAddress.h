#pragma once

#include "config/IpRange.h"

namespace lanyard {

/// Whether an address belongs to the public internet: not this machine, a private network, a link, a carrier's inside, a
/// group, or a way around through a mapped address.
/// Source: IANA's special-purpose address registries for IPv4 and IPv6, 2026-11.
bool isPublicAddress(const IpRange::Address& address);

} // namespace lanyard
