#include "app/Worker.h"

#include "base/JoinableThread.h"
#include "eventloop/EventLoop.h"
#include "eventloop/TimerWheel.h"
#include "gateway/AnswerReplay.h"
#include "gateway/Handlers.h"
#include "gateway/TokenCounter.h"
#include "gateway/WorkerContext.h"
#include "http/HttpFront.h"
#include "http/RouteTable.h"
#include "upstream/HttpUpstream.h"
#include "upstream/DemoUpstream.h"

#include <QSslConfiguration>

#include <future>

namespace lanyard {

/// Everything of one worker, made and destroyed in its thread, in this order and the reverse.
struct Worker::Inside
{
    Inside(const WorkerSetup& setup, BufferAccounts accounts, std::unique_ptr<JournalWriter> journalWriter)
        : timers(setup.clock),
          journal(std::move(journalWriter)),
          http(timers, CurlUpstream::Options{setup.upstreamCaFile, {}}),
          demo(timers),
          context{setup.clock, timers, setup.snapshots, setup.hasher, setup.router, setup.pool, setup.governor, *journal, http, demo, exchanges, setup.feed, &counter, setup.shared, &mailbox, &replays, accounts.memory, setup.refusals},
          models(context),
          health(setup.notReady),
          front(routes, setup.limits, timers, accounts)
    {
        for (const SurfaceRoute& route : surfaceRoutes()) {
            served.push_back(std::make_unique<ExchangeHandler>(context, route.surface, route.operation));
            routes.add(route.method, route.pattern, *served.back());
        }
        for (const std::string_view path : {"/v1/models", "/v1/models/*", "/v1beta/models", "/v1beta/models/*", "/api/tags"})
            routes.add(HttpMethod::Get, path, models);
        routes.add(HttpMethod::Get, "/api/version", version);
        routes.add(HttpMethod::Get, "/healthz", health);
        routes.add(HttpMethod::Get, "/readyz", health);
        routes.setMissAnswer(missedAnswer);
        exchanges.setIdleCallback([this] { checkIdle(); });
    }

    ~Inside()
    {
        mailbox.close();
        exchanges.abandonAll();
        replays.dropAll();
    }

    void drain(std::function<void()> done)
    {
        onIdle = std::move(done);
        front.drain([this] {
            drained = true;
            checkIdle();
        });
    }

    void checkIdle()
    {
        if (!drained || !exchanges.empty() || !onIdle)
            return;
        const auto done = std::move(onIdle);
        onIdle = nullptr;
        done();
    }

    TimerWheel timers;
    Mailbox mailbox;
    std::unique_ptr<JournalWriter> journal;
    HttpUpstream http;
    DemoUpstream demo;
    TokenCounter counter;
    ExchangeRegistry exchanges;
    ReplayDesk replays{mailbox};
    WorkerContext context;
    std::vector<std::unique_ptr<ExchangeHandler>> served;
    ModelsHandler models;
    HealthHandler health;
    OllamaVersionHandler version;
    RouteTable routes;
    HttpFront front;
    std::function<void()> onIdle;
    bool drained = false;
};

class Worker::Thread final : public JoinableThread
{
public:
    Thread(const WorkerSetup& setup, BufferAccounts accounts, std::unique_ptr<JournalWriter> journal)
        : m_setup(setup), m_accounts(accounts), m_journal(std::move(journal))
    {}

    std::promise<Inside*> ready;

protected:
    void work() override
    {
        Inside inside(m_setup, m_accounts, std::move(m_journal));
        ready.set_value(&inside);
        exec();
    }

private:
    const WorkerSetup& m_setup;
    const BufferAccounts m_accounts;
    std::unique_ptr<JournalWriter> m_journal;
};

Worker::Worker(unsigned index, const WorkerSetup& setup, BufferAccounts accounts, std::unique_ptr<JournalWriter> journal)
    : m_thread(std::make_unique<Thread>(setup, accounts, std::move(journal)))
{
    m_thread->setObjectName(QStringLiteral("worker-%1").arg(index));
    installEventDispatcher(*m_thread);
    std::future<Inside*> ready = m_thread->ready.get_future();
    m_thread->start();
    m_inside = ready.get();
    m_mailbox = &m_inside->mailbox;
    m_front = &m_inside->front;
    m_counters = &m_inside->exchanges.counters();
}

Worker::~Worker()
{
    m_thread->quit();
    m_thread->join();
}

Acceptor::Worker Worker::forAcceptor()
{
    return {m_mailbox, m_front};
}

void Worker::setLimits(HttpLimits limits)
{
    m_mailbox->post([front = m_front, limits = std::move(limits)] { front->setLimits(limits); });
}

void Worker::setTls(std::shared_ptr<const QSslConfiguration> configuration)
{
    m_mailbox->post([front = m_front, configuration = std::move(configuration)] { front->setTls(configuration); });
}

void Worker::withExchanges(std::function<void(ExchangeRegistry&)> work)
{
    m_mailbox->post([inside = m_inside, work = std::move(work)] { work(inside->exchanges); });
}

void Worker::drain(std::function<void()> done)
{
    m_mailbox->post([inside = m_inside, done = std::move(done)] { inside->drain(done); });
}

void Worker::abandon()
{
    m_mailbox->post([inside = m_inside] {
        inside->exchanges.abandonAll();
        inside->front.dropAll();
    });
}

} // namespace lanyard
