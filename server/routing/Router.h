#pragma once

#include "base/Result.h"
#include "config/Snapshot.h"
#include "routing/RouteStats.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lanyard {

/// One place where a model can be had.
struct Candidate
{
    const ProviderConfig* provider = nullptr; ///< of the snapshot
    const RouteConfig* route = nullptr;       ///< null for a pin that no route names
    std::string upstreamModel;
};

/// What a requested name means under one snapshot.
struct Resolution
{
    const ModelConfig* model = nullptr; ///< null for a pin to a model that is not configured
    std::vector<Candidate> candidates;  ///< in the order to try; never empty
};

/// Name -> candidates. `provider:model` pins one provider, an empty name takes the default model, `auto` the first
/// configured model that can be had.
/// Any thread; strategy state (round robin) is its own and shared by all workers.
class Router
{
public:
    /// A number below `bound`, all equally likely. Any thread.
    using Random = std::function<std::uint64_t(std::uint64_t bound)>;

    Router();
    /// `stats`: null, or something that outlives the router. Without it `least-busy`, `fastest` and `headroom` keep the
    /// order of priority, and `auto` takes the first model that has a route.
    explicit Router(const RouteStats* stats, Random random = {});
    ~Router();

    /// Errors: NotFound (no such model; the message says how to see what there is), Forbidden (this key may not use it),
    /// Unavailable (known, but every route is switched off), InvalidArgument (no name, and no default model is set).
    Result<Resolution> resolve(const Snapshot& snapshot, const Identity& identity, std::string_view requestedModel);

    /// What resolve() would answer now; takes no turn.
    Result<Resolution> peek(const Snapshot& snapshot, const Identity& identity, std::string_view requestedModel) const;

    /// Whether key and group of `identity` allow the model.
    static bool allows(const Identity& identity, std::string_view model);

    /// What GET /v1/models shows to this caller, in the order of the file: switched on, with a route that is, allowed.
    /// Wildcard names are left out: they are no model that one could ask for.
    static std::vector<const ModelConfig*> visibleModels(const Snapshot& snapshot, const Identity& identity);

private:
    enum class Turn : std::uint8_t { Take, Look };
    Result<Resolution> resolve(const Snapshot& snapshot, const Identity& identity, std::string_view requestedModel, Turn turn) const;

    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace lanyard
