#pragma once

#include "routing/RouteTurns.h"
#include "routing/Router.h"

#include <array>
#include <mutex>
#include <unordered_map>

namespace lanyard {

/// The strategies: puts the candidates of a model into the order to try. Any thread.
///
/// priority: by priority; equal ones in the order of the file, or, where a weight other than 1 was given, by turns.
/// weighted: by turns over all. random: by lot, weights count. least-busy, fastest, headroom: by the live numbers, usable
/// ones first; equal ones as priority has them.
class RouteOrder
{
public:
    RouteOrder(const RouteStats* stats, Router::Random random);

    void arrange(const ModelConfig& model, Strategy strategy, std::vector<Candidate>& candidates, RouteTurns::Turn turn = RouteTurns::Turn::Take);

private:
    /// Round robin's memory of some models.
    struct Shard
    {
        std::mutex mutex; ///< guards turns
        std::unordered_map<std::uint64_t, RouteTurns> turns; ///< by model and priority
    };
    using Range = std::span<Candidate>;
    using Turn = RouteTurns::Turn;

    void byPriority(const ModelConfig& model, Range candidates, Turn turn);
    void byTurns(const ModelConfig& model, std::uint32_t priority, Range candidates, Turn turn);
    void byLot(Range candidates);
    void byNumber(const ModelConfig& model, Strategy strategy, Range candidates);
    double rank(Strategy strategy, ProviderId provider, ModelId model) const;

    const RouteStats* m_stats;
    Router::Random m_random;
    std::array<Shard, 16> m_shards;
};

} // namespace lanyard
