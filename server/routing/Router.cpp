#include "routing/Router.h"

#include "routing/NameResolver.h"
#include "routing/RouteOrder.h"

#include <algorithm>
#include <random>
#include <utility>

namespace lanyard {
namespace {

std::uint64_t drawLot(std::uint64_t bound)
{
    thread_local std::mt19937_64 generator{std::random_device{}()};
    return std::uniform_int_distribution<std::uint64_t>(0, bound - 1)(generator);
}

/// `auto` is a model's own name only where the owner gave it to one; a wildcard that happens to match does not count.
bool meansAnyModel(const Snapshot& snapshot, std::string_view name)
{
    if (name != kAutoModel)
        return false;
    const ModelConfig* model = snapshot.findModel(name);
    return !model || (model->name != name && std::find(model->aliases.begin(), model->aliases.end(), name) == model->aliases.end());
}

} // namespace

struct Router::State
{
    State(const RouteStats* routeStats, Random random) : stats(routeStats), order(routeStats, random ? std::move(random) : drawLot) {}

    Result<Resolution> firstUsable(const Snapshot& snapshot, const Identity& identity) const;
    bool anyUsable(const Resolution& resolution) const;

    const RouteStats* stats;
    RouteOrder order;
};

Router::Router() : Router(nullptr) {}

Router::Router(const RouteStats* stats, Random random) : m_state(std::make_unique<State>(stats, std::move(random))) {}

Router::~Router() = default;

Result<Resolution> Router::resolve(const Snapshot& snapshot, const Identity& identity, std::string_view requestedModel)
{
    return resolve(snapshot, identity, requestedModel, Turn::Take);
}

Result<Resolution> Router::peek(const Snapshot& snapshot, const Identity& identity, std::string_view requestedModel) const
{
    return resolve(snapshot, identity, requestedModel, Turn::Look);
}

Result<Resolution> Router::resolve(const Snapshot& snapshot, const Identity& identity, std::string_view requestedModel, Turn turn) const
{
    const std::string_view name = requestedModel.empty() ? std::string_view(snapshot.settings().defaultModel) : requestedModel;
    if (name.empty())
        return Error{ErrorCode::InvalidArgument,
                     "the request names no model and no default model is set; GET /v1/models lists what this key may use"};
    Result<Resolution> resolution =
        meansAnyModel(snapshot, name) ? m_state->firstUsable(snapshot, identity) : resolveName(snapshot, identity, name);
    if (resolution && resolution->model)
        m_state->order.arrange(*resolution->model, snapshot.strategyOf(*resolution->model), resolution->candidates, turn == Turn::Take ? RouteTurns::Turn::Take : RouteTurns::Turn::Look);
    return resolution;
}

/// `auto`: the first model of the file with a route that can be used now. When none can, the first with any route: the
/// attempt then says what is wrong with it.
Result<Resolution> Router::State::firstUsable(const Snapshot& snapshot, const Identity& identity) const
{
    std::optional<Resolution> fallback;
    for (const ModelConfig* model : visibleModels(snapshot, identity)) {
        Result<Resolution> resolution = resolveName(snapshot, identity, model->name);
        if (!resolution)
            continue;
        if (anyUsable(*resolution))
            return resolution;
        if (!fallback)
            fallback = std::move(*resolution);
    }
    if (fallback)
        return *std::move(fallback);
    return Error{ErrorCode::Unavailable, "no model that this API key may use is switched on; ask whoever runs this gateway"};
}

bool Router::State::anyUsable(const Resolution& resolution) const
{
    return !stats || std::any_of(resolution.candidates.begin(), resolution.candidates.end(), [&](const Candidate& candidate) {
        return stats->usable(candidate.provider->id, resolution.model->id);
    });
}

} // namespace lanyard
