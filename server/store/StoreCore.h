#pragma once

#include "config/ConfigChange.h"
#include "ledger/JournalDrain.h"
#include "ledger/Treasury.h"
#include "store/AnswerTable.h"
#include "store/ConfigTables.h"
#include "store/DataDirectory.h"
#include "store/IdCounters.h"
#include "store/InstallationTable.h"
#include "store/LedgerTables.h"
#include "store/PoolMemoryTable.h"
#include "store/RequestLog.h"
#include "store/StoreOptions.h"
#include "vault/ApiKeys.h"
#include "vault/Vault.h"

#include <memory>
#include <optional>
#include <string>

namespace lanyard {

/// The book as the journal's drain sees it: request log first, then the ledger, each in one commit.
class StoreBook final : public LedgerSink
{
public:
    StoreBook(LedgerTables& ledger, RequestLog& log, std::filesystem::path database)
        : m_ledger(ledger), m_log(log), m_database(std::move(database)) {}
    Result<void> book(const DrainBatch& batch) override;
    Result<void> sync() override;
    Result<State> state() override { return m_ledger.journalState(); }

private:
    LedgerTables& m_ledger;
    RequestLog& m_log;
    std::filesystem::path m_database;
};

/// Everything that writes: what StoreService does, done in one thread and answered by return values.
///
/// Lives in: the store thread, from open() to its destruction.
class StoreCore
{
public:
    /// Makes or migrates the database, books what the journal still holds, publishes the first snapshot.
    static Result<std::unique_ptr<StoreCore>> open(const StoreOptions& options, DataDirectory directory);
    ~StoreCore();

    const std::shared_ptr<const Snapshot>& snapshot() const { return m_snapshot; }
    std::uint32_t bootEpoch() const { return m_epoch; }
    const RecoveryReport& recovery() const { return m_recovery; }
    const std::string& installation() const { return m_installation; }
    const std::optional<MasterKeyId>& expectedMasterKey() const { return m_expectedKey; }
    bool locked() const { return m_vault.locked(); }
    const ApiKeyHasher& hasher() const { return *m_hasher; }
    Result<std::unordered_map<UserId, Money>> balances() { return m_ledger.balances(); }
    Result<PoolMemory> poolMemory() { return m_poolMemory.load(); }
    void savePoolMemory(const PoolMemory& memory);
    void keepAnswer(const KeptAnswer& answer);
    const DataDirectory& directory() const { return m_directory; }
    WallTime now() const { return m_options.clock.wall(); }
    const std::function<void(const Error&)>& onTrouble() const { return m_options.onTrouble; }

    Result<ChangeReport> change(const ConfigChange& change);
    Result<Money> deposit(const std::string& user, const DepositOrder& order);
    Result<std::vector<Secret>> createVouchers(const VoucherOrder& order);
    Result<std::vector<VoucherRow>> vouchers();
    Result<Redemption> redeem(const Secret& code, const std::string& user);
    Result<RerateReport> rerate(const RerateOrder& order);
    /// Told on only when it is new.
    Result<void> noteAlert(const BudgetAlert& alert);
    Result<std::vector<BudgetAlert>> alerts(std::uint32_t limit);
    Result<void> supplyMasterKey(const MasterKey& key);
    Result<std::unique_ptr<JournalWriter>> openJournal(std::uint32_t worker, std::function<void()> wake);
    /// Reports trouble through the options' hook too, once for each kind until it is over.
    Result<void> drain();
    /// What is due now: request-log partitions over age and size go, one month of old charges is folded. Quick; to be called every minute or so.
    void keepHouse();
    /// Also at the end, and before somebody asks for them.
    void writeRefusals();
    /// The owner's settings ask for another backup.
    bool backupDue() const;
    std::size_t backupCount() const;
    /// Only whoever closes the books properly says so: a later check can tell a killed run by it.
    void markClosed();
    /// The journal's records are on the disk when this returns, booked or not.
    void syncJournal() { m_drain.syncToDisk(); }

private:
    StoreCore(const StoreOptions& options, DataDirectory directory, std::unique_ptr<Database> database);
    Result<void> start();
    Result<void> checkDatabase();
    Result<void> openKeys();
    Result<void> adoptMasterKey(const MasterKey& key);
    Result<void> loadConfiguration();
    Result<void> recover();
    void tellKeptAnswers();
    Result<void> commit(const EditedConfiguration& edited);
    Result<void> publish(Configuration configuration);
    void release();
    std::vector<OpeningBalance> trialCredits(const EditedConfiguration& edited) const;
    Result<void> bookCredits(const EditedConfiguration& edited);
    Result<UserId> userNamed(const std::string& name) const;
    Result<Money> balanceBefore(UserId user, Money credit);

    const StoreOptions m_options;
    DataDirectory m_directory;
    std::unique_ptr<Database> m_database;
    Vault m_vault;
    InstallationTable m_installationTable{*m_database};
    ConfigTables m_configTables{*m_database, m_vault, m_options.clock};
    LedgerTables m_ledger{*m_database};
    PoolMemoryTable m_poolMemory{*m_database};
    AnswerTable m_answers{*m_database, m_vault};
    RequestLog m_log{m_directory.requests(), m_options.clock};
    StoreBook m_book{m_ledger, m_log, m_directory.database()};
    JournalDrain m_drain{m_directory.journal(), m_book};

    std::string m_installation;
    std::optional<MasterKeyId> m_expectedKey;
    std::optional<ApiKeyHasher> m_hasher;
    IdCounters m_ids;
    std::uint64_t m_version = 0;
    std::uint32_t m_epoch = 0;
    RecoveryReport m_recovery;
    std::shared_ptr<const Snapshot> m_snapshot;
    std::string m_lastTrouble;
};

} // namespace lanyard
