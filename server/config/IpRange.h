#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace lanyard {

/// A block of addresses, as an API key's `ips` names them.
struct IpRange
{
    /// IPv6 bytes; IPv4 as ::ffff:a.b.c.d, like http/Peer.
    using Address = std::array<std::uint8_t, 16>;

    Address address{};
    int bits = 128; ///< that must be equal, counted over all 128

    /// "192.168.1.7", "192.168.1.0/24", "2001:db8::/32"; nothing for anything else.
    static std::optional<IpRange> parse(std::string_view text);
    bool contains(const Address& other) const;
    bool operator==(const IpRange&) const = default;
};

} // namespace lanyard
