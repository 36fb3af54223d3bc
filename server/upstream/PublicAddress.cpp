#include "upstream/PublicAddress.h"

#include <algorithm>
#include <array>

namespace lanyard {
namespace {

constexpr std::array<std::string_view, 15> kInside4{"0.0.0.0/8",      "10.0.0.0/8",     "100.64.0.0/10",   "127.0.0.0/8",    "169.254.0.0/16",
                                                    "172.16.0.0/12",  "192.0.0.0/24",   "192.0.2.0/24",    "192.88.99.0/24", "192.168.0.0/16",
                                                    "198.18.0.0/15",  "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4",    "240.0.0.0/4"};
/// Only this is given out to networks; the translated and tunnelled parts of it lead back to IPv4.
constexpr std::string_view kGlobal6 = "2000::/3";
constexpr std::array<std::string_view, 5> kInside6{"2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16"};

bool within(std::string_view block, const IpRange::Address& address)
{
    const auto range = IpRange::parse(block);
    return range && range->contains(address);
}

} // namespace

bool isPublicAddress(const IpRange::Address& address)
{
    const auto isIn = [&](std::string_view block) { return within(block, address); };
    constexpr std::array<std::uint8_t, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
    if (std::equal(kMapped.begin(), kMapped.end(), address.begin()))
        return std::none_of(kInside4.begin(), kInside4.end(), isIn);
    return isIn(kGlobal6) && std::none_of(kInside6.begin(), kInside6.end(), isIn);
}

} // namespace lanyard
