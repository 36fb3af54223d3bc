#include "routing/RouteOrder.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace lanyard {
namespace {

/// `weighted` turns over all routes, whatever their priority.
constexpr std::uint32_t kAllPriorities = std::numeric_limits<std::uint32_t>::max();

void permute(std::span<Candidate> candidates, const std::vector<std::size_t>& order)
{
    std::vector<Candidate> arranged;
    arranged.reserve(candidates.size());
    for (const std::size_t index : order)
        arranged.push_back(std::move(candidates[index]));
    std::move(arranged.begin(), arranged.end(), candidates.begin());
}

} // namespace

RouteOrder::RouteOrder(const RouteStats* stats, Router::Random random) : m_stats(stats), m_random(std::move(random)) {}

void RouteOrder::arrange(const ModelConfig& model, Strategy strategy, std::vector<Candidate>& candidates, Turn turn)
{
    if (candidates.size() < 2)
        return;
    switch (strategy) {
    case Strategy::Weighted: return byTurns(model, kAllPriorities, candidates, turn);
    case Strategy::Random: return byLot(candidates);
    case Strategy::Priority: return byPriority(model, candidates, turn);
    case Strategy::LeastBusy:
    case Strategy::Fastest:
    case Strategy::Headroom:
        byPriority(model, candidates, turn);
        if (m_stats)
            byNumber(model, strategy, candidates);
        return;
    }
}

void RouteOrder::byPriority(const ModelConfig& model, Range candidates, Turn turn)
{
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const Candidate& a, const Candidate& b) { return a.route->priority < b.route->priority; });
    for (auto begin = candidates.begin(); begin != candidates.end();) {
        const std::uint32_t priority = begin->route->priority;
        const auto end = std::find_if(begin, candidates.end(), [&](const Candidate& c) { return c.route->priority != priority; });
        if (std::any_of(begin, end, [](const Candidate& c) { return c.route->weight != 1; }))
            byTurns(model, priority, Range(begin, end), turn);
        begin = end;
    }
}

void RouteOrder::byTurns(const ModelConfig& model, std::uint32_t priority, Range candidates, Turn turn)
{
    if (candidates.size() < 2)
        return;
    std::vector<RouteTurns::Entry> entries;
    entries.reserve(candidates.size());
    for (const Candidate& candidate : candidates)
        entries.push_back({candidate.route->id, candidate.route->weight});
    std::vector<std::size_t> order;
    {
        Shard& shard = m_shards[model.id.value % m_shards.size()];
        const std::lock_guard lock(shard.mutex);
        order = shard.turns[(std::uint64_t{model.id.value} << 32) | priority].next(entries, turn);
    }
    permute(candidates, order);
}

void RouteOrder::byLot(Range candidates)
{
    std::uint64_t total = 0;
    for (const Candidate& candidate : candidates)
        total += candidate.route->weight;
    for (std::size_t place = 0; place + 1 < candidates.size() && total > 0; ++place) {
        std::uint64_t lot = m_random(total);
        std::size_t winner = place;
        while (lot >= candidates[winner].route->weight)
            lot -= candidates[winner++].route->weight;
        total -= candidates[winner].route->weight;
        std::rotate(candidates.begin() + static_cast<std::ptrdiff_t>(place), candidates.begin() + static_cast<std::ptrdiff_t>(winner),
                    candidates.begin() + static_cast<std::ptrdiff_t>(winner) + 1);
    }
}

void RouteOrder::byNumber(const ModelConfig& model, Strategy strategy, Range candidates)
{
    std::vector<std::pair<bool, double>> ranks;
    std::vector<std::size_t> order;
    for (const Candidate& candidate : candidates) {
        order.push_back(ranks.size());
        ranks.emplace_back(!m_stats->usable(candidate.provider->id, model.id), rank(strategy, candidate.provider->id, model.id));
    }
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return ranks[a] < ranks[b]; });
    permute(candidates, order);
}

/// Smaller is better.
double RouteOrder::rank(Strategy strategy, ProviderId provider, ModelId model) const
{
    if (strategy == Strategy::LeastBusy)
        return m_stats->inFlight(provider, model);
    if (strategy == Strategy::Headroom)
        return -m_stats->headroom(provider, model);
    // What was never measured goes first: one answer, and it is.
    return static_cast<double>(m_stats->firstByte(provider, model).value_or(std::chrono::microseconds{0}).count());
}

} // namespace lanyard
