#include "routing/RouteTurns.h"

#include <algorithm>
#include <numeric>

namespace lanyard {

std::vector<std::size_t> RouteTurns::next(std::span<const Entry> routes, Turn turn)
{
    std::vector<std::int64_t> current(routes.size());
    std::int64_t total = 0;
    for (std::size_t i = 0; i < routes.size(); ++i) {
        current[i] = m_current[routes[i].route] + routes[i].weight;
        total += routes[i].weight;
    }
    std::vector<std::size_t> order(routes.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return current[a] > current[b]; });
    if (turn == Turn::Look || order.empty())
        return order;
    for (std::size_t i = 0; i < routes.size(); ++i)
        m_current[routes[i].route] = current[i];
    m_current[routes[order.front()].route] -= total;
    return order;
}

} // namespace lanyard
