#pragma once

#include "base/Clock.h"
#include "base/Mailbox.h"
#include "config/Snapshot.h"
#include "gateway/ExchangeRegistry.h"
#include "governor/Governor.h"
#include "http/Acceptor.h"
#include "http/BufferBudget.h"
#include "http/HttpLimits.h"
#include "keypool/KeyPool.h"
#include "ledger/Journal.h"
#include "ledger/RefusalCounter.h"
#include "routing/Router.h"
#include "vault/ApiKeys.h"

#include <QString>
#include <QThread>

#include <functional>
#include <memory>
#include <string>

namespace lanyard {

class ExchangeFeed;
struct SharedState;

/// What the workers share and how each is built. All referred to outlives them.
struct WorkerSetup
{
    const Clock& clock;
    SnapshotHub& snapshots;
    const ApiKeyHasher& hasher;
    Router& router;
    KeyPool& pool;
    Governor& governor;
    HttpLimits limits; ///< at the start
    QString upstreamCaFile;
    ExchangeFeed* feed = nullptr;
    std::function<std::string()> notReady; ///< for /readyz; any thread
    SharedState* shared = nullptr;         ///< of all workers
    RefusalCounter* refusals = nullptr;
};

/// One thread that serves: an event loop with an HTTP front, a libcurl multi, a timer wheel and the exchanges on it.
/// Lives in: the object in main, what it runs in its own thread.
class Worker final
{
public:
    /// Starts the thread and returns when it is ready to serve.
    Worker(unsigned index, const WorkerSetup& setup, BufferAccounts accounts, std::unique_ptr<JournalWriter> journal);
    /// Ends what still runs as if its client had left, and joins the thread.
    ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    Acceptor::Worker forAcceptor();
    /// Any thread.
    const ExchangeCounters& counters() const { return *m_counters; }
    std::size_t connections() const { return m_front->connections(); }

    /// For what begins from now on.
    void setLimits(HttpLimits limits);
    void setTls(std::shared_ptr<const QSslConfiguration> configuration);

    /// Runs `work` in the worker's thread.
    void withExchanges(std::function<void(ExchangeRegistry&)> work);

    /// No new requests. `done` runs in the worker's thread when nothing is left to do.
    void drain(std::function<void()> done);
    /// Breaks what is still running.
    void abandon();

private:
    struct Inside;
    class Thread;

    std::unique_ptr<Thread> m_thread;
    // What lives in the thread; valid while it runs.
    Inside* m_inside = nullptr;
    Mailbox* m_mailbox = nullptr;
    HttpFront* m_front = nullptr;
    const ExchangeCounters* m_counters = nullptr;
};

} // namespace lanyard
