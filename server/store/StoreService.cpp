#include "store/StoreService.h"

#include "store/Backup.h"
#include "store/BookProof.h"
#include "store/Rerating.h"
#include "store/StoreThreads.h"

namespace lanyard {

Result<std::unique_ptr<StoreService>> StoreService::open(StoreOptions options)
{
    Result<std::unique_ptr<Threads>> threads = Threads::start(std::move(options));
    if (!threads)
        return threads.error();
    return std::unique_ptr<StoreService>(new StoreService(*std::move(threads)));
}

StoreService::StoreService(std::unique_ptr<Threads> threads) : m_threads(std::move(threads)) {}

StoreService::~StoreService() = default;

std::uint32_t StoreService::bootEpoch() const
{
    return m_threads->epoch;
}

const RecoveryReport& StoreService::recovery() const
{
    return m_threads->recovery;
}

const std::unordered_map<UserId, Money>& StoreService::balances() const
{
    return m_threads->balances;
}

const PoolMemory& StoreService::poolMemory() const
{
    return m_threads->poolMemory;
}

void StoreService::savePoolMemory(PoolMemory memory)
{
    m_threads->inStore([memory = std::move(memory)](StoreCore& core) { core.savePoolMemory(memory); });
}

const ApiKeyHasher& StoreService::hasher() const
{
    return *m_threads->hasher;
}

const std::string& StoreService::installation() const
{
    return m_threads->installation;
}

const std::optional<MasterKeyId>& StoreService::expectedMasterKey() const
{
    return m_threads->expectedMasterKey;
}

std::filesystem::path StoreService::masterKeyFile() const
{
    return m_threads->masterKeyFile;
}

bool StoreService::locked() const
{
    return m_threads->locked.load(std::memory_order_acquire);
}

void StoreService::supplyMasterKey(MasterKey key, Mailbox& replyTo, std::function<void(Result<void>)> done)
{
    m_threads->inStore([this, key = std::move(key), &replyTo, done = std::move(done)](StoreCore& core) {
        Result<void> supplied = core.supplyMasterKey(key);
        m_threads->locked.store(core.locked(), std::memory_order_release);
        replyTo.post([done, supplied = std::move(supplied)] { done(supplied); });
    });
}

Result<std::unique_ptr<JournalWriter>> StoreService::openJournal(std::uint32_t worker)
{
    return m_threads->openJournal(worker);
}

void StoreService::keepAnswer(KeptAnswer answer)
{
    m_threads->inStore([answer = std::move(answer)](StoreCore& core) { core.keepAnswer(answer); });
}

void StoreService::change(ConfigChange change, Mailbox& replyTo, ConfigService::Done done)
{
    m_threads->inStore([change = std::move(change), &replyTo, done = std::move(done)](StoreCore& core) {
        replyTo.post([done, report = core.change(change)] { done(report); });
    });
}

void StoreService::deposit(std::string user, DepositOrder order, Mailbox& replyTo, Treasury::Done<Money> done)
{
    m_threads->inStore([user = std::move(user), order = std::move(order), &replyTo, done = std::move(done)](StoreCore& core) {
        replyTo.post([done, balance = core.deposit(user, order)] { done(balance); });
    });
}

void StoreService::createVouchers(VoucherOrder order, Mailbox& replyTo, Treasury::Done<std::vector<Secret>> done)
{
    m_threads->inStore([order = std::move(order), &replyTo, done = std::move(done)](StoreCore& core) {
        replyTo.post([done, codes = core.createVouchers(order)] { done(codes); });
    });
}

void StoreService::vouchers(Mailbox& replyTo, Treasury::Done<std::vector<VoucherRow>> done)
{
    m_threads->inStore([&replyTo, done = std::move(done)](StoreCore& core) {
        replyTo.post([done, rows = core.vouchers()] { done(rows); });
    });
}

void StoreService::redeem(Secret code, std::string user, Mailbox& replyTo, Treasury::Done<Redemption> done)
{
    m_threads->inStore([code = std::move(code), user = std::move(user), &replyTo, done = std::move(done)](StoreCore& core) {
        replyTo.post([done, redeemed = core.redeem(code, user)] { done(redeemed); });
    });
}

/// A preview reads in the reports thread, so that a long one holds up no booking.
void StoreService::rerate(RerateOrder order, RerateMode mode, Mailbox& replyTo, Treasury::Done<RerateReport> done)
{
    if (mode == RerateMode::Book) {
        m_threads->inStore([order = std::move(order), &replyTo, done = std::move(done)](StoreCore& core) {
            replyTo.post([done, report = core.rerate(order)] { done(report); });
        });
        return;
    }
    const auto snapshot = std::make_shared<std::shared_ptr<const Snapshot>>();
    m_threads->inStore([snapshot](StoreCore& core) { *snapshot = core.snapshot(); });
    m_threads->inReports([snapshot, order = std::move(order), &replyTo, done = std::move(done)](ReportsCore& reports) {
        replyTo.post([done, report = Rerating(*reports.database, **snapshot).prepare(order)] { done(report); });
    });
}

void StoreService::reratings(Mailbox& replyTo, Treasury::Done<std::vector<RerateRow>> done)
{
    m_threads->inReports([&replyTo, done = std::move(done)](ReportsCore& reports) {
        replyTo.post([done, rows = Rerating::list(*reports.database)] { done(rows); });
    });
}

void StoreService::alerts(std::uint32_t limit, Mailbox& replyTo, Treasury::Done<std::vector<BudgetAlert>> done)
{
    m_threads->inStore([limit, &replyTo, done = std::move(done)](StoreCore& core) {
        replyTo.post([done, rows = core.alerts(limit)] { done(rows); });
    });
}

void StoreService::noteAlert(BudgetAlert alert)
{
    m_threads->noteAlert(std::move(alert));
}

void StoreService::usage(UsageQuery query, Mailbox& replyTo, std::function<void(Result<std::vector<UsageRow>>)> done)
{
    m_threads->inReports([query, &replyTo, done = std::move(done)](ReportsCore& reports) {
        replyTo.post([done, rows = reports.usage.usage(query)] { done(rows); });
    });
}

void StoreService::request(std::string id, Mailbox& replyTo, std::function<void(Result<RequestDetail>)> done)
{
    m_threads->inReports([id = std::move(id), &replyTo, done = std::move(done)](ReportsCore& reports) {
        replyTo.post([done, detail = reports.requestRows.request(id)] { done(detail); });
    });
}

void StoreService::requests(RequestQuery query, Mailbox& replyTo, std::function<void(Result<std::vector<RequestRow>>)> done)
{
    m_threads->inReports([query = std::move(query), &replyTo, done = std::move(done)](ReportsCore& reports) {
        replyTo.post([done, rows = reports.requestRows.requests(query)] { done(rows); });
    });
}

void StoreService::refusals(RequestQuery query, Mailbox& replyTo, std::function<void(Result<std::vector<RefusalRow>>)> done)
{
    m_threads->inStore([](StoreCore& core) { core.writeRefusals(); });
    m_threads->inReports([query, &replyTo, done = std::move(done)](ReportsCore& reports) {
        replyTo.post([done, rows = reports.requestRows.refusals(query)] { done(rows); });
    });
}

void StoreService::backUp(std::filesystem::path target, Mailbox& replyTo, BookKeeping::Done<BackupFile> done)
{
    m_threads->backUp(std::move(target), [&replyTo, done = std::move(done)](Result<BackupFile> made) {
        replyTo.post([done, made = std::move(made)] { done(made); });
    });
}

void StoreService::backups(Mailbox& replyTo, BookKeeping::Done<std::vector<BackupFile>> done)
{
    m_threads->inStore([&replyTo, done = std::move(done)](StoreCore& core) {
        replyTo.post([done, list = listBackups(core.directory().backups())] { done(list); });
    });
}

void StoreService::check(Mailbox& replyTo, BookKeeping::Done<BookCheck> done)
{
    m_threads->inReports([this, &replyTo, done = std::move(done)](ReportsCore& reports) {
        BookProof proof(*reports.database, reports.journal, bootEpoch());
        replyTo.post([done, found = proof.run()] { done(found); });
    });
}

void StoreService::stop()
{
    m_threads->stop();
}

} // namespace lanyard
