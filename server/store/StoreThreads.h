#pragma once

#include "store/Backup.h"
#include "store/MailboxThread.h"
#include "store/RequestQueries.h"
#include "store/StoreCore.h"
#include "store/StoreService.h"
#include "store/UsageQueries.h"

#include <QTimer>

#include <atomic>
#include <memory>
#include <mutex>

namespace lanyard {

/// What a worker rings when it took a journal segment. Outlives the store, so that a late ring is harmless.
class DrainBell
{
public:
    void connectTo(std::function<void()> drainSoon);
    void disconnect();
    /// Any thread.
    void ring();

private:
    std::mutex m_mutex; ///< guards m_drainSoon, held while it posts
    std::function<void()> m_drainSoon;
};

/// The read-only side: its own connection, so that a long statement holds up no booking.
///
/// Lives in: the reports thread.
struct ReportsCore
{
    static Result<std::unique_ptr<ReportsCore>> open(const DataDirectory& directory);
    ReportsCore(std::unique_ptr<Database> connection, const DataDirectory& directory)
        : database(std::move(connection)), journal(directory.journal()), usage(*database), requestRows(*database, directory.requests()) {}

    std::unique_ptr<Database> database;
    std::filesystem::path journal;
    UsageQueries usage;
    RequestQueries requestRows;
};

/// The two threads of the store and what lives in them. Each `...Core` is touched in its own thread only.
class StoreService::Threads
{
public:
    static Result<std::unique_ptr<Threads>> start(StoreOptions options);
    ~Threads();
    void stop();

    /// In the store thread, in the order of the calls.
    template<class Task>
    void inStore(Task task)
    {
        m_storeThread.post([this, task = std::move(task)]() mutable { task(*m_core); });
    }
    /// In the reports thread, after everything that the journal holds now is booked.
    template<class Task>
    void inReports(Task task)
    {
        m_storeThread.post([this, task = std::move(task)]() mutable {
            (void)m_core->drain(); // what cannot be booked now is missing, and the owner was told
            m_reportsThread.post([this, task = std::move(task)]() mutable { task(*m_reports); });
        });
    }
    Result<std::unique_ptr<JournalWriter>> openJournal(std::uint32_t worker);
    /// `done` in the thread of backups. An empty target is a rolling one.
    void backUp(std::filesystem::path target, BookKeeping::Done<BackupFile> done);

    // Facts of open(), copied for every thread.
    std::uint32_t epoch = 0;
    RecoveryReport recovery;
    std::unordered_map<UserId, Money> balances;
    PoolMemory poolMemory;
    std::optional<ApiKeyHasher> hasher;
    std::string installation;
    std::optional<MasterKeyId> expectedMasterKey;
    std::filesystem::path masterKeyFile;
    std::atomic<bool> locked{false};

private:
    Threads() = default;
    Result<void> openCores(const StoreOptions& options);
    Result<void> openStore(const StoreOptions& options, DataDirectory directory);
    void copyFacts();
    void startTimers(const StoreOptions& options);
    void drainSoon();
    void keepHouse();

    MailboxThread m_storeThread{QStringLiteral("store")};
    MailboxThread m_reportsThread{QStringLiteral("reports")};
    MailboxThread m_backupThread{QStringLiteral("backups")}; ///< a copy takes as long as it takes, and holds up nobody
    std::unique_ptr<StoreCore> m_core;      ///< store thread
    std::unique_ptr<QTimer> m_drainTimer;   ///< store thread
    std::unique_ptr<QTimer> m_syncTimer;    ///< store thread
    std::unique_ptr<QTimer> m_houseTimer;   ///< store thread
    std::atomic<bool> m_backupRuns{false};
    std::unique_ptr<ReportsCore> m_reports; ///< reports thread
    std::shared_ptr<DrainBell> m_bell = std::make_shared<DrainBell>();
    bool m_stopped = false;
};

} // namespace lanyard
