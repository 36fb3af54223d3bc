#pragma once

#include "base/Ids.h"

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

namespace lanyard {

/// Smooth weighted round robin over the few routes of one model: weights 5/1/1 give a a b a c a a. Routes that do not
/// take part in a turn gain nothing by it.
/// Source: nginx, ngx_http_upstream_get_peer.
class RouteTurns
{
public:
    struct Entry
    {
        RouteId route;
        std::uint32_t weight = 1;
    };

    enum class Turn : std::uint8_t { Take, Look };
    /// Takes one turn, or only looks whose it would be. The indices of `routes`: whose turn it is, then the rest, most deserving first.
    std::vector<std::size_t> next(std::span<const Entry> routes, Turn turn = Turn::Take);

private:
    std::unordered_map<RouteId, std::int64_t> m_current;
};

} // namespace lanyard
