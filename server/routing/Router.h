#pragma once

#include "base/Result.h"
#include "config/Snapshot.h"

#include <cstdint>
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

/// Name -> candidates. `provider:model` pins one provider, an empty name takes the default model.
/// Any thread; strategy state (round robin) is its own and shared by all workers.
class Router
{
public:
    /// Errors: NotFound (no such model; the message says how to see what there is), Forbidden (this key may not use it),
    /// Unavailable (known, but every route is switched off).
    Result<Resolution> resolve(const Snapshot& snapshot, const Identity& identity, std::string_view requestedModel);

    /// Whether key and group of `identity` allow the model.
    static bool allows(const Identity& identity, std::string_view model);

    Router();
    ~Router();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace lanyard
