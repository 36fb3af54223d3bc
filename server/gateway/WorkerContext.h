#pragma once

#include "base/Clock.h"
#include "config/Snapshot.h"
#include "eventloop/TimerWheel.h"
#include "governor/Governor.h"
#include "keypool/KeyPool.h"
#include "ledger/Journal.h"
#include "routing/Router.h"
#include "upstream/Upstream.h"
#include "vault/ApiKeys.h"

#include <memory>

namespace lanyard {

class ExchangeFeed;
class ExchangeRegistry;
class Mailbox;
class ReplayDesk;
class TokenCounter;
struct SharedState;

/// What every exchange of one worker works with. Lives in: the worker's thread; router, pool and governor are shared by
/// all workers and guard themselves.
struct WorkerContext
{
    const Clock& clock;
    TimerWheel& timers;
    SnapshotHub& snapshots;
    const ApiKeyHasher& hasher;
    Router& router;
    KeyPool& pool;
    Governor& governor;
    JournalWriter& journal;
    Upstream& http;
    Upstream& demo;
    ExchangeRegistry& exchanges;
    ExchangeFeed* feed = nullptr; ///< null: nobody is told
    TokenCounter* counter = nullptr; ///< null: usage that nobody reports is estimated by bytes
    SharedState* shared = nullptr; ///< of all workers; null: each exchange is on its own
    Mailbox* mailbox = nullptr;    ///< of this worker; null where nothing is shared
    ReplayDesk* replays = nullptr; ///< likewise

    /// The newest snapshot; one atomic load while nothing has changed.
    const std::shared_ptr<const Snapshot>& snapshot()
    {
        if (!m_current || m_current->version() != snapshots.version())
            m_current = snapshots.current();
        return m_current;
    }

    std::shared_ptr<const Snapshot> m_current = {};
};

} // namespace lanyard
