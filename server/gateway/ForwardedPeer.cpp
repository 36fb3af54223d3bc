#include "gateway/ForwardedPeer.h"

#include <algorithm>
#include <string>

namespace lanyard {
namespace {

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

/// "203.0.113.7", "203.0.113.7:4711", "2001:db8::1", "[2001:db8::1]:4711"; some proxies add the port.
std::string_view withoutPort(std::string_view entry)
{
    if (entry.starts_with('['))
        return entry.substr(1, entry.find(']') - 1);
    const std::size_t colon = entry.find(':');
    return colon != std::string_view::npos && entry.find(':', colon + 1) == std::string_view::npos ? entry.substr(0, colon) : entry;
}

bool contains(const std::vector<IpRange>& ranges, const IpRange::Address& address)
{
    return std::any_of(ranges.begin(), ranges.end(), [&](const IpRange& range) { return range.contains(address); });
}

} // namespace

Peer clientOf(const RequestHead& head, const std::vector<IpRange>& trustedProxies)
{
    Peer client = head.peer;
    if (trustedProxies.empty() || !contains(trustedProxies, client.address))
        return client;
    std::string chain; // several fields are one list, in order
    for (const auto& [name, value] : head.headers) {
        if (equalsIgnoringCase(name, "x-forwarded-for"))
            chain += (chain.empty() ? "" : ",") + std::string(value);
    }
    std::string_view rest = chain;
    while (!rest.empty() && contains(trustedProxies, client.address)) {
        const std::size_t comma = rest.rfind(',');
        const std::string_view entry = trimmed(comma == std::string_view::npos ? rest : rest.substr(comma + 1));
        rest = comma == std::string_view::npos ? std::string_view() : rest.substr(0, comma);
        const auto address = IpRange::parse(withoutPort(entry));
        if (!address || address->bits != 128)
            break; // what a trusted proxy cannot name is not believed, and neither is what stands before it
        client.address = address->address;
    }
    return client;
}

} // namespace lanyard
