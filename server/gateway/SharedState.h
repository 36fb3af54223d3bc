#pragma once

#include "gateway/AccessTokens.h"
#include "gateway/Affinity.h"
#include "gateway/AnswerCache.h"
#include "gateway/HedgeGuard.h"
#include "gateway/IdempotencyKeys.h"
#include "gateway/KeptItems.h"
#include "gateway/WaitingQueue.h"

#include <atomic>

namespace lanyard {

/// What the exchanges of all workers share beside router, pool and governor. Each part guards itself.
struct SharedState
{
    WaitingQueue queue;
    AffinityTable affinity;
    HedgeGuard hedges;
    AnswerCache cache;
    IdempotencyKeys idempotency;
    KeptItems keptItems;
    AccessTokens tokens;
    std::atomic<bool> paused{false}; ///< by the owner: new requests are refused
};

} // namespace lanyard
