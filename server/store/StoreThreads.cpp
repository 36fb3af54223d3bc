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
    return std::make_unique<ReportsCore>(*std::move(database), directory);
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
    Result<PoolMemory> memory = m_core->poolMemory();
    if (!memory)
        return memory.error();
    poolMemory = *std::move(memory);
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
    m_houseTimer = std::make_unique<QTimer>();
    QObject::connect(m_houseTimer.get(), &QTimer::timeout, m_houseTimer.get(), [this] { keepHouse(); });
    m_houseTimer->start(options.keepHouseEvery);
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

void StoreService::Threads::keepHouse()
{
    m_core->keepHouse();
    if (!m_backupRuns && m_core->backupDue())
        backUp({}, [onTrouble = m_core->onTrouble()](const Result<BackupFile>& made) {
            if (!made)
                onTrouble(made.error());
        });
}

void StoreService::Threads::backUp(std::filesystem::path target, BookKeeping::Done<BackupFile> done)
{
    inStore([this, target = std::move(target), done = std::move(done)](StoreCore& core) {
        if (m_backupRuns.exchange(true))
            return done(Error{ErrorCode::Conflict, "a backup is being made already: wait until it is done"});
        (void)core.drain(); // what cannot be booked now is missing, and the owner was told
        const std::filesystem::path folder = core.directory().backups();
        const WallTime now = core.now();
        m_backupThread.post([this, done, database = core.directory().database(), folder, now, keep = core.backupCount(), rolling = target.empty(),
                             file = target.empty() ? nextBackupFile(folder, now) : target] {
            Result<BackupFile> made = makeBackup(database, file, now);
            if (made && rolling)
                pruneBackups(folder, keep);
            m_backupRuns = false;
            done(std::move(made));
        });
    });
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
        m_houseTimer.reset();
        if (m_core && m_core->drain())
            m_core->markClosed();
    });
    m_backupThread.stop(); // what was begun is finished
    m_reportsThread.call([this] { m_reports.reset(); });
    m_reportsThread.stop();
    m_storeThread.call([this] { m_core.reset(); });
    m_storeThread.stop();
}

} // namespace lanyard
