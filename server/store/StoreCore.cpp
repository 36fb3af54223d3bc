#include "store/StoreCore.h"

#include "base/CrashPoint.h"
#include "settings/SettingsCatalogue.h"
#include "store/Backup.h"
#include "store/ChargeFolding.h"
#include "store/Migrator.h"
#include "store/SpendQueries.h"
#include "vault/DiskSync.h"
#include "vault/Pepper.h"

#include <QFile>

#include <sodium.h>

#include <algorithm>
#include <cstdlib>
#include <limits>

namespace lanyard {
namespace {

std::string newInstallationId()
{
    std::array<unsigned char, 8> random{};
    randombytes_buf(random.data(), random.size());
    std::array<char, 17> hex{};
    sodium_bin2hex(hex.data(), hex.size(), random.data(), random.size());
    return hex.data();
}

} // namespace

Result<void> StoreBook::book(const DrainBatch& batch)
{
    if (Result<void> logged = m_log.write(batch); !logged)
        return logged;
    crashPoint("between-commits");
    return m_ledger.book(batch);
}

/// A commit is in the WAL, and the WAL perhaps only in the system's memory. (Opening and closing it is safe: SQLite holds no
/// lock on that file.)
Result<void> StoreBook::sync()
{
    QFile wal(QString::fromStdU16String(m_database.u16string()) + QStringLiteral("-wal"));
    if (!wal.exists())
        return {};
    if (!wal.open(QIODevice::ReadWrite | QIODevice::ExistingOnly | QIODevice::Unbuffered) || !syncToDisk(wal))
        return Error{ErrorCode::Io, "cannot write " + wal.fileName().toStdString() + " to the disk: " + wal.errorString().toStdString()};
    return {};
}

StoreCore::StoreCore(const StoreOptions& options, DataDirectory directory, std::unique_ptr<Database> database)
    : m_options(options), m_directory(std::move(directory)), m_database(std::move(database))
{
}

StoreCore::~StoreCore() = default;

Result<std::unique_ptr<StoreCore>> StoreCore::open(const StoreOptions& options, DataDirectory directory)
{
    if (sodium_init() < 0)
        return Error{ErrorCode::Internal, "the system's random source cannot be opened"};
    Result<std::unique_ptr<Database>> database =
        openMigrated(directory.database(), MigrationSet::mainDatabase(directory.backups()), options.clock);
    if (!database)
        return database.error();
    std::unique_ptr<StoreCore> core(new StoreCore(options, std::move(directory), *std::move(database)));
    if (Result<void> started = core->start(); !started)
        return started.error();
    return core;
}

Result<void> StoreCore::start()
{
    for (const auto step : {&StoreCore::checkDatabase, &StoreCore::openKeys, &StoreCore::recover, &StoreCore::loadConfiguration}) {
        if (Result<void> done = (this->*step)(); !done)
            return done;
    }
    tellKeptAnswers();
    return {};
}

/// A damaged page is found now, and not when a user's balance happens to lie on it.
Result<void> StoreCore::checkDatabase()
{
    auto rows = m_database->query("PRAGMA quick_check(1)");
    const Result<bool> found = rows ? rows->next() : Result<bool>(rows.error());
    if (found && *found && rows->text(0) == "ok")
        return {};
    if (!found && found.error().code != ErrorCode::Corrupt)
        return found.error();
    const Result<std::vector<BackupFile>> backups = listBackups(m_directory.backups());
    const std::string newest = backups && !backups->empty() ? backups->front().file.string() : "FILE";
    return Error{ErrorCode::Corrupt, m_directory.database().string() + " is damaged. Put a backup in its place: lanyard restore " + newest +
                                         " --data-dir " + m_directory.root().string(),
                 found && *found ? rows->text(0) : found ? "" : found.error().message};
}

Result<void> StoreCore::openKeys()
{
    Result<std::string> installation = m_installationTable.findOrSet("installation_id", newInstallationId);
    if (!installation)
        return installation.error();
    m_installation = *std::move(installation);
    const Result<std::optional<std::string>> pepperName = m_installationTable.find("pepper_id");
    const Result<std::optional<std::string>> keyName = m_installationTable.find("master_key_id");
    if (!pepperName || !keyName)
        return pepperName ? keyName.error() : pepperName.error();

    const Result<ApiKeyPepper> pepper = openPepperFile(m_directory.pepper(), *pepperName);
    if (!pepper)
        return pepper.error();
    m_hasher.emplace(*pepper);
    if (Result<void> stored = m_installationTable.set("pepper_id", pepperId(*pepper)); !stored)
        return stored;

    m_expectedKey = *keyName;
    if (m_options.masterKey == StoreOptions::MasterKeyFrom::Keychain && !std::filesystem::exists(m_directory.masterKey()))
        return {}; // locked until the main thread has asked the keychain
    const Result<MasterKey> key = openMasterKeyFile(m_directory.masterKey(), m_expectedKey);
    if (key)
        return adoptMasterKey(*key);
    if (key.error().code != ErrorCode::Locked)
        return key.error();
    m_options.onTrouble(key.error()); // locked: providers without a key work, the others answer 503
    return {};
}

Result<void> StoreCore::adoptMasterKey(const MasterKey& key)
{
    if (m_expectedKey && *m_expectedKey != key.id())
        return Error{ErrorCode::Locked, "this master key is not the one that sealed the database (key id " + *m_expectedKey + ")"};
    if (Result<void> stored = m_installationTable.set("master_key_id", key.id()); !stored)
        return stored;
    m_expectedKey = key.id();
    m_vault.unlock(key);
    return {};
}

Result<void> StoreCore::recover()
{
    const Result<std::uint64_t> epoch = m_installationTable.increment("boot_epoch");
    if (!epoch)
        return epoch.error();
    m_epoch = static_cast<std::uint32_t>(*epoch);
    Result<RecoveryReport> report = m_drain.recover(m_epoch);
    if (!report)
        return report.error();
    m_recovery = *report;
    const auto noted = m_database->run("INSERT INTO starts (epoch, started_ms, program) VALUES (?, ?, ?)", m_epoch, m_options.clock.wall(),
                                       LANYARD_VERSION);
    return noted ? Result<void>{} : Result<void>{noted.error()};
}

Result<void> StoreCore::loadConfiguration()
{
    Result<IdCounters> ids = IdCounters::load(*m_database);
    if (!ids)
        return ids.error();
    m_ids = *std::move(ids);
    Result<LoadedConfiguration> loaded = m_configTables.load();
    if (!loaded)
        return loaded.error();
    for (const std::string& warning : loaded->warnings)
        m_options.onTrouble({ErrorCode::Corrupt, warning});
    const Result<std::string> version = m_installationTable.findOrSet("config_version", [] { return std::string("1"); });
    if (!version)
        return version.error();
    m_version = std::strtoull(version->c_str(), nullptr, 10);
    if (Result<void> published = publish(std::move(loaded->configuration)); !published)
        return published;
    release();
    return {};
}

/// Budgets that are new begin with what the book has: summed before anybody counts on from there.
Result<void> StoreCore::publish(Configuration configuration)
{
    static const Configuration kNothing{};
    SpendQueries queries(*m_database);
    Result<void> drained = m_epoch == 0 ? Result<void>{} : drain();
    auto spends = queries.newBudgets(m_snapshot ? m_snapshot->configuration() : kNothing, configuration, now());
    m_snapshot = std::make_shared<const Snapshot>(std::move(configuration), m_version);
    m_options.onPublish(*m_snapshot);
    if (!spends)
        return spends.error();
    if (!spends->empty())
        m_options.onSpend(*spends);
    return drained;
}

void StoreCore::release()
{
    m_options.hub.publish(m_snapshot);
    m_options.onPublished(*m_snapshot);
}

/// Whoever is new gets the trial credit; the table takes it once a user.
std::vector<OpeningBalance> StoreCore::trialCredits(const EditedConfiguration& edited) const
{
    const Result<Money> credit = Money::parse(SettingValues(edited.next.settings).text("trial_credit"));
    std::vector<OpeningBalance> trials;
    if (!credit || *credit <= Money())
        return trials;
    for (const UserConfig& user : edited.next.users) {
        if (!m_snapshot->findUser(user.id))
            trials.push_back({user.id, *credit});
    }
    return trials;
}

Result<void> StoreCore::bookCredits(const EditedConfiguration& edited)
{
    const auto book = [this](const OpeningBalance& credit, std::string source) -> Result<void> {
        DepositOrder order;
        order.paid = credit.amount;
        order.source = std::move(source);
        const auto booked = m_ledger.deposit(credit.user, order, credit.amount, now());
        return booked ? Result<void>{} : booked.error();
    };
    for (const OpeningBalance& opening : edited.report.openings) {
        if (Result<void> booked = book(opening, "opening"); !booked)
            return booked;
    }
    for (const OpeningBalance& trial : trialCredits(edited)) {
        if (Result<void> booked = book(trial, "trial"); !booked)
            return booked;
    }
    return {};
}

Result<void> StoreCore::supplyMasterKey(const MasterKey& key)
{
    if (Result<void> adopted = adoptMasterKey(key); !adopted)
        return adopted;
    if (const Result<std::uint64_t> version = m_installationTable.increment("config_version"); !version)
        return version.error();
    if (Result<void> loaded = loadConfiguration(); !loaded)
        return loaded;
    tellKeptAnswers();
    return {};
}

void StoreCore::tellKeptAnswers()
{
    if (m_vault.locked())
        return;
    Result<std::vector<KeptAnswer>> answers = m_answers.load(now());
    if (!answers)
        m_options.onTrouble(answers.error());
    else if (!answers->empty())
        m_options.onKeptAnswers(*std::move(answers));
}

Result<ChangeReport> StoreCore::change(const ConfigChange& change)
{
    const Configuration& current = m_snapshot->configuration();
    IdCounters throwAway = m_ids;
    Result<EditedConfiguration> edited = applyChange(current, change, change.dryRun ? throwAway : m_ids, *m_hasher);
    if (!edited)
        return edited.error();
    if (change.dryRun)
        edited->report.newKeys.clear(); // they were made for nobody
    if (!change.dryRun && edited->next != current) {
        if (Result<void> committed = commit(*edited); !committed)
            return committed.error();
        const std::vector<OpeningBalance> trials = trialCredits(*edited);
        if (Result<void> published = publish(std::move(edited->next)); !published)
            m_options.onTrouble(published.error());
        for (const OpeningBalance& opening : edited->report.openings)
            m_options.onDeposit(opening.user, opening.amount);
        for (const OpeningBalance& trial : trials)
            m_options.onDeposit(trial.user, trial.amount);
        release();
    }
    edited->report.version = m_version;
    return std::move(edited->report);
}

Result<void> StoreCore::commit(const EditedConfiguration& edited)
{
    Result<Transaction> transaction = Transaction::begin(*m_database);
    if (!transaction)
        return transaction.error();
    if (Result<void> saved = m_configTables.save(m_snapshot->configuration(), edited.next); !saved)
        return saved;
    if (Result<void> saved = m_ids.save(*m_database); !saved)
        return saved;
    if (Result<void> booked = bookCredits(edited); !booked)
        return booked;
    const Result<std::uint64_t> version = m_installationTable.increment("config_version");
    if (!version)
        return version.error();
    if (Result<void> committed = transaction->commit(); !committed)
        return committed;
    m_version = *version;
    return {};
}

Result<std::unique_ptr<JournalWriter>> StoreCore::openJournal(std::uint32_t worker, std::function<void()> wake)
{
    return m_drain.openLane(m_epoch, worker, std::move(wake));
}

void StoreCore::writeRefusals()
{
    if (const Result<void> written = m_log.writeRefusals(m_options.takeRefusals()); !written)
        m_options.onTrouble(written.error());
}

void StoreCore::keepHouse()
{
    writeRefusals();
    const SettingValues settings(m_snapshot->configuration().settings);
    RequestLogLimits limits;
    limits.days = static_cast<int>(settings.number("request_log_days"));
    limits.bytes = static_cast<std::uint64_t>(settings.number("request_log_bytes"));
    if (const Result<std::size_t> dropped = m_log.prune(limits); !dropped)
        m_options.onTrouble(dropped.error());
    const auto months = static_cast<int>(settings.number("charge_months"));
    if (const Result<bool> folded = months > 0 ? ChargeFolding(*m_database).foldOldest(now(), months) : false; !folded)
        m_options.onTrouble(folded.error());
}

bool StoreCore::backupDue() const
{
    const SettingValues settings(m_snapshot->configuration().settings);
    const std::chrono::hours every{settings.number("backup_hours")};
    if (every.count() == 0)
        return false;
    const Result<std::vector<BackupFile>> backups = listBackups(m_directory.backups());
    if (!backups || backups->empty())
        return backups.has_value();
    const auto age = m_options.clock.wall() - backups->front().made;
    return age >= every || age < std::chrono::milliseconds{0}; // a copy from the future was made by a clock that was wrong
}

std::size_t StoreCore::backupCount() const
{
    return static_cast<std::size_t>(SettingValues(m_snapshot->configuration().settings).number("backup_count"));
}

void StoreCore::markClosed()
{
    (void)m_database->run("UPDATE starts SET ended_ms = ? WHERE epoch = ?", m_options.clock.wall(), m_epoch);
}

void StoreCore::savePoolMemory(const PoolMemory& memory)
{
    if (Result<void> saved = m_poolMemory.save(memory); !saved)
        m_options.onTrouble(saved.error());
}

void StoreCore::keepAnswer(const KeptAnswer& answer)
{
    const auto most = static_cast<std::uint64_t>(SettingValues(m_snapshot->configuration().settings).number("idempotency_bytes"));
    if (Result<void> kept = m_answers.keep(answer, now(), most); !kept)
        m_options.onTrouble(kept.error());
}

Result<void> StoreCore::drain()
{
    Result<void> drained = m_drain.drain();
    const std::string trouble = drained ? std::string() : drained.error().message;
    if (!drained && trouble != m_lastTrouble)
        m_options.onTrouble(drained.error());
    m_lastTrouble = trouble;
    return drained;
}

} // namespace lanyard
