#include "store/StoreThreads.h"

namespace lanyard {

void DrainBell::connectTo(std::function<void()> drainSoon)
{
    const std::lock_guard lock(m_mutex);
    m_drainSoon = std::move(drainSoon);
}

void DrainBell::disconnect()
{
    connectTo(nullptr);
}

void DrainBell::ring()
{
    const std::lock_guard lock(m_mutex);
    if (m_drainSoon)
        m_drainSoon();
}

Result<std::unique_ptr<ReportsCore>> ReportsCore::open(const DataDirectory& directory)
{
    Result<std::unique_ptr<Database>> database = Database::open(directory.database(), Database::Mode::ReadOnly);
    if (!database)
        return database.error();
    return std::make_unique<ReportsCore>(*std::move(database), directory.requests());
}

Result<std::unique_ptr<StoreService::Threads>> StoreService::Threads::start(StoreOptions options)
{
    std::unique_ptr<Threads> threads(new Threads);
    if (Result<void> opened = threads->openCores(options); !opened) {
        threads->stop();
        return opened.error();
    }
    return threads;
}

Result<void> StoreService::Threads::openCores(const StoreOptions& options)
{
    Result<DataDirectory> directory = DataDirectory::open(options.dataDirectory);
    if (!directory)
        return directory.error();
    if (Result<void> opened = m_storeThread.call([&] { return openStore(options, *std::move(directory)); }); !opened)
        return opened;
    return m_reportsThread.call([&]() -> Result<void> {
        Result<std::unique_ptr<ReportsCore>> reports = ReportsCore::open(m_core->directory());
        if (!reports)
            return reports.error();
        m_reports = *std::move(reports);
        return {};
    });
}

Result<void> StoreService::Threads::openStore(const StoreOptions& options, DataDirectory directory)
{
    Result<std::unique_ptr<StoreCore>> core = StoreCore::open(options, std::move(directory));
    if (!core)
        return core.error();
    m_core = *std::move(core);
    Result<std::unordered_map<UserId, Money>> left = m_core->balances();
    if (!left)
        return left.error();
    balances = *std::move(left);
    copyFacts();
    startTimers(options);
    m_bell->connectTo([this] { drainSoon(); });
    return {};
}

void StoreService::Threads::startTimers(const StoreOptions& options)
{
    m_drainTimer = std::make_unique<QTimer>();
    QObject::connect(m_drainTimer.get(), &QTimer::timeout, m_drainTimer.get(), [this] { (void)m_core->drain(); });
    m_drainTimer->start(options.drainEvery);
    m_syncTimer = std::make_unique<QTimer>();
    QObject::connect(m_syncTimer.get(), &QTimer::timeout, m_syncTimer.get(), [this] { m_core->syncJournal(); });
    m_syncTimer->start(options.syncEvery);
}

void StoreService::Threads::copyFacts()
{
    epoch = m_core->bootEpoch();
    recovery = m_core->recovery();
    hasher = m_core->hasher();
    installation = m_core->installation();
    expectedMasterKey = m_core->expectedMasterKey();
    masterKeyFile = m_core->directory().masterKey();
    locked = m_core->locked();
}

void StoreService::Threads::drainSoon()
{
    m_storeThread.post([this] { (void)m_core->drain(); });
}

Result<std::unique_ptr<JournalWriter>> StoreService::Threads::openJournal(std::uint32_t worker)
{
    return m_storeThread.call([&] { return m_core->openJournal(worker, [bell = m_bell] { bell->ring(); }); });
}

StoreService::Threads::~Threads()
{
    stop();
}

/// What was asked before is answered first: the store thread empties its mailbox, then the reports thread its own.
void StoreService::Threads::stop()
{
    if (std::exchange(m_stopped, true))
        return;
    m_bell->disconnect();
    m_storeThread.call([this] {
        m_drainTimer.reset();
        m_syncTimer.reset();
        if (m_core)
            (void)m_core->drain();
    });
    m_reportsThread.call([this] { m_reports.reset(); });
    m_reportsThread.stop();
    m_storeThread.call([this] { m_core.reset(); });
    m_storeThread.stop();
}

} // namespace lanyard
