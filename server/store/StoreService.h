#pragma once

#include "config/ConfigService.h"
#include "ledger/BookKeeping.h"
#include "ledger/Journal.h"
#include "ledger/JournalDrain.h"
#include "ledger/Reports.h"
#include "llm/PoolMemory.h"
#include "ledger/Treasury.h"
#include "store/StoreOptions.h"
#include "vault/ApiKeys.h"
#include "vault/MasterKey.h"

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

namespace lanyard {

/// The store: configuration, money book, journal drain and reports, behind two threads of its own. The only writer of
/// the data folder.
///
/// Lives in: the thread that made it (main). Calls of ConfigService and Reports from any thread.
class StoreService final : public ConfigService, public Reports, public BookKeeping, public Treasury
{
public:
    /// Takes the data folder, makes or migrates the database, books what the last run left in the journal, publishes the
    /// first snapshot to the hub. Waits for all of it: for the start of the program.
    /// Errors: Io, Conflict (another service has the folder), NewerSchema, Corrupt, Forbidden; each message is one line.
    static Result<std::unique_ptr<StoreService>> open(StoreOptions options);
    /// stop().
    ~StoreService() override;

    // As of open().
    std::uint32_t bootEpoch() const;
    const RecoveryReport& recovery() const;
    /// Prepaid users and what they have left; the others pay afterwards.
    const std::unordered_map<UserId, Money>& balances() const;
    /// What the key pool was to remember.
    const PoolMemory& poolMemory() const;
    /// For whoever looks up presented keys. Lives as long as the service.
    const ApiKeyHasher& hasher() const;
    /// Names the entry of the master key in the system's keychain.
    const std::string& installation() const;
    /// The master key's id as the database names it; nothing for a new one that waits for its first key.
    const std::optional<MasterKeyId>& expectedMasterKey() const;
    std::filesystem::path masterKeyFile() const;

    /// No secret can be opened yet. Any thread.
    bool locked() const;
    /// The master key, found later: opens the secrets and publishes a snapshot with them.
    /// Errors: Locked (not the key of this database).
    void supplyMasterKey(MasterKey key, Mailbox& replyTo, std::function<void(Result<void>)> done);

    /// The journal of one worker (0..255), once each. Waits for the store thread: for the start of the program. Give it back
    /// (destroy it, in its worker) before stop(). Errors: Io.
    Result<std::unique_ptr<JournalWriter>> openJournal(std::uint32_t worker);

    /// Returns at once; any thread.
    void savePoolMemory(PoolMemory memory);
    /// Returns at once; any thread.
    void keepAnswer(KeptAnswer answer);

    void change(ConfigChange change, Mailbox& replyTo, ConfigService::Done done) override;
    void deposit(std::string user, DepositOrder order, Mailbox& replyTo, Treasury::Done<Money> done) override;
    void createVouchers(VoucherOrder order, Mailbox& replyTo, Treasury::Done<std::vector<Secret>> done) override;
    void vouchers(Mailbox& replyTo, Treasury::Done<std::vector<VoucherRow>> done) override;
    void redeem(Secret code, std::string user, Mailbox& replyTo, Treasury::Done<Redemption> done) override;
    void rerate(RerateOrder order, RerateMode mode, Mailbox& replyTo, Treasury::Done<RerateReport> done) override;
    void reratings(Mailbox& replyTo, Treasury::Done<std::vector<RerateRow>> done) override;
    void alerts(std::uint32_t limit, Mailbox& replyTo, Treasury::Done<std::vector<BudgetAlert>> done) override;
    /// Writes down that a budget passed a mark. Any thread.
    void noteAlert(BudgetAlert alert);
    void usage(UsageQuery query, Mailbox& replyTo, std::function<void(Result<std::vector<UsageRow>>)> done) override;
    void requests(RequestQuery query, Mailbox& replyTo, std::function<void(Result<std::vector<RequestRow>>)> done) override;
    void request(std::string id, Mailbox& replyTo, std::function<void(Result<RequestDetail>)> done) override;

    void refusals(RequestQuery query, Mailbox& replyTo, std::function<void(Result<std::vector<RefusalRow>>)> done) override;
    void backUp(std::filesystem::path target, Mailbox& replyTo, BookKeeping::Done<BackupFile> done) override;
    void backups(Mailbox& replyTo, BookKeeping::Done<std::vector<BackupFile>> done) override;
    void check(Mailbox& replyTo, BookKeeping::Done<BookCheck> done) override;

    /// Books what the journal holds, answers what was asked before, closes everything. Nothing is answered afterwards.
    void stop();

private:
    class Threads;
    explicit StoreService(std::unique_ptr<Threads> threads);

    std::unique_ptr<Threads> m_threads;
};

} // namespace lanyard
