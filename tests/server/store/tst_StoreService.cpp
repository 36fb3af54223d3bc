#include "store/StoreService.h"

#include "StoreDoubles.h"
#include "store/Database.h"
#include "support/FakeClock.h"
#include "support/TestMain.h"

#include <QDirIterator>
#include <QFile>
#include <QTemporaryDir>

using namespace lanyard;
using namespace lanyard::test;

namespace {

const char* const kUpstreamKey = "sk-upstream-3141592653589793";
const char* const kApiKey = "sk-lan-0123456789abcdef0123456789abcdef";
const char* const kProxyPassword = "proxy-password-2718281828";

QStringList s_qtWarnings;
void collectWarnings(QtMsgType type, const QMessageLogContext&, const QString& text)
{
    if (type != QtDebugMsg && type != QtInfoMsg)
        s_qtWarnings.append(text);
}

ConfigNode node(std::initializer_list<std::pair<std::string, ConfigNode>> fields)
{
    return ConfigNode::map(fields);
}

ConfigNode text(std::string_view scalar)
{
    return ConfigNode::text(scalar);
}

} // namespace

class tst_StoreService : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_temporary;
    FakeClock m_clock{at(kNoonMs)};
    std::unique_ptr<SnapshotHub> m_hub;
    std::unique_ptr<StoreService> m_store;
    Mailbox m_mailbox;
    QStringList m_events; ///< what the hooks saw, written in the store thread while this one waits

    std::filesystem::path folder() const { return m_temporary->path().toStdString(); }
    StoreOptions options()
    {
        StoreOptions o{folder(), StoreOptions::MasterKeyFrom::File, m_clock, *m_hub};
        o.onPublish = [this](const Snapshot& s) { m_events.append(QStringLiteral("publish %1").arg(s.configuration().users.size())); };
        o.onPublished = [this](const Snapshot& s) { m_events.append(m_hub->current().get() == &s ? QStringLiteral("published") : QStringLiteral("told too early")); };
        o.onDeposit = [this](UserId user, Money amount) { m_events.append(QStringLiteral("deposit %1 %2").arg(user.value).arg(amount.nano())); };
        o.onTrouble = [this](const Error& e) { m_events.append(QStringLiteral("trouble ") + QString::fromStdString(e.message)); };
        return o;
    }
    void open() { m_store = *StoreService::open(options()); }
    void restart()
    {
        m_store.reset();
        m_hub = std::make_unique<SnapshotHub>();
        open();
    }

    template<class Value, class Ask>
    Result<Value> wait(Ask ask)
    {
        std::optional<Result<Value>> answer;
        ask([&](Result<Value> value) { answer = std::move(value); });
        if (!QTest::qWaitFor([&] { return answer.has_value(); }, 20'000))
            return Error{ErrorCode::Timeout, "no answer"};
        return *std::move(answer);
    }
    Result<ChangeReport> change(ConfigNode document, bool dryRun = false)
    {
        ConfigChange c;
        c.document = std::move(document);
        c.dryRun = dryRun;
        return change(std::move(c));
    }
    Result<ChangeReport> change(ConfigChange c)
    {
        return wait<ChangeReport>([&](auto done) { m_store->change(std::move(c), m_mailbox, done); });
    }
    Result<Money> deposit(const std::string& user, std::int64_t nano)
    {
        DepositOrder order;
        order.paid = Money::fromNano(nano);
        return deposit(user, order);
    }
    Result<Money> deposit(const std::string& user, const DepositOrder& order)
    {
        return wait<Money>([&](auto done) { m_store->deposit(user, order, m_mailbox, done); });
    }
    std::vector<UsageRow> usage(UsageDimension by = UsageDimension::User)
    {
        return *wait<std::vector<UsageRow>>([&](auto done) { m_store->usage({by, {}, {}}, m_mailbox, done); });
    }
    std::vector<RequestRow> requests()
    {
        return *wait<std::vector<RequestRow>>([&](auto done) { m_store->requests({}, m_mailbox, done); });
    }
    static ConfigNode wholeDocument()
    {
        return node({{"proxies", ConfigNode::list({node({{"name", text("office")}, {"url", text("http://127.0.0.1:9")}, {"username", text("u")},
                                                         {"password", text(kProxyPassword)}})})},
                     {"providers", ConfigNode::list({node({{"name", text("openai")}, {"kind", text("openai")}, {"base_url", text("http://127.0.0.1:1/v1")},
                                                           {"proxy", text("office")},
                                                           {"credentials", ConfigNode::list({node({{"name", text("main")}, {"key", text(kUpstreamKey)}})})}})})},
                     {"models", ConfigNode::list({node({{"name", text("gpt-x")},
                                                        {"routes", ConfigNode::list({node({{"provider", text("openai")}, {"model", text("gpt-x")}})})}})})},
                     {"users", ConfigNode::list({node({{"name", text("alice")}, {"balance", text("10.00")},
                                                       {"keys", ConfigNode::list({node({{"name", text("laptop")}, {"key", text(kApiKey)}})})}})})}});
    }
    void settle(JournalWriter& journal, UserId user, std::int64_t costNano, bool open = true)
    {
        JournalRecord record;
        record.exchange = journal.nextExchange();
        record.user = user;
        record.time = m_clock.wall();
        record.requestId = requestIdBits("r" + std::to_string(record.exchange.value));
        if (open)
            QVERIFY(journal.append(record));
        record.kind = JournalKind::Settled;
        record.usage[TokenBucket::Input] = 10;
        record.usage[TokenBucket::Output] = 5;
        record.cost = Money::fromNano(costNano);
        QVERIFY(journal.append(record));
    }
    bool folderHolds(const QByteArray& needle) const
    {
        QDirIterator files(m_temporary->path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        int looked = 0;
        while (files.hasNext()) {
            QFile file(files.next());
            if (!file.open(QIODevice::ReadOnly))
                return true;
            ++looked;
            if (file.readAll().contains(needle))
                return true;
        }
        return looked < 5; // the database, its WAL, journal, key files: else the search itself is broken
    }

private Q_SLOTS:
    void initTestCase() { qInstallMessageHandler(collectWarnings); }
    void cleanupTestCase() { qInstallMessageHandler(nullptr); }
    void init()
    {
        s_qtWarnings.clear();
        m_temporary = std::make_unique<QTemporaryDir>();
        m_hub = std::make_unique<SnapshotHub>();
        m_events.clear();
        open();
    }
    void cleanup()
    {
        m_store.reset();
        QCOMPARE(s_qtWarnings, QStringList()); // "connection is still in use" and the like
    }

    void anEmptyFolderGetsEverythingAndASecondStartChangesNothing()
    {
        for (const char* name : {"lanyard.db", "master.key", "api-key.pepper", "journal", "requests", "backups"})
            QVERIFY2(std::filesystem::exists(folder() / name), name);
        QVERIFY(m_hub->current() && m_hub->current()->configuration() == Configuration{});
        QVERIFY(change(wholeDocument()));
        const Configuration before = m_hub->current()->configuration();
        const std::uint32_t epoch = m_store->bootEpoch();
        const std::uint64_t version = m_hub->version();
        restart();
        QVERIFY(m_hub->current()->configuration() == before);
        QCOMPARE(m_store->bootEpoch(), epoch + 1);
        QCOMPARE(m_hub->version(), version);
        QCOMPARE(m_store->balances().at(before.users[0].id).nano(), std::int64_t{10'000'000'000});
    }

    void aSecondServiceOnTheFolderIsRefused()
    {
        SnapshotHub hub;
        StoreOptions second{folder(), StoreOptions::MasterKeyFrom::File, m_clock, hub};
        const auto refused = StoreService::open(second);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Conflict);
    }

    void aChangeIsPublishedBeforeItIsAnswered()
    {
        m_events.clear();
        const auto report = change(wholeDocument());
        QVERIFY2(report, report ? "" : report.error().message.c_str());
        QCOMPARE(report->version, m_hub->version());
        QVERIFY(m_hub->current()->findKey(m_store->hasher().hash(kApiKey)));
        const unsigned user = m_hub->current()->configuration().users[0].id.value;
        QCOMPARE(m_events, QStringList({QStringLiteral("publish 1"), QStringLiteral("deposit %1 10000000000").arg(user), QStringLiteral("published")}));
    }

    void aDryRunChangesNothing()
    {
        const std::uint64_t version = m_hub->version();
        m_events.clear();
        const auto report = change(wholeDocument(), true);
        QVERIFY(report && !report->lines.empty());
        QCOMPARE(m_hub->version(), version);
        QVERIFY(m_events.isEmpty());
        QVERIFY(change(wholeDocument()));
        QCOMPARE(m_hub->current()->configuration().users[0].id.value, 1U); // numbers of the dry run were thrown away
    }

    void aChangeWithoutEffectGivesNoNewVersion()
    {
        QVERIFY(change(wholeDocument()));
        const std::uint64_t version = m_hub->version();
        const auto again = change(wholeDocument());
        QVERIFY(again);
        QCOMPARE(m_hub->version(), version);
        QCOMPARE(again->version, version);
    }

    void aBrokenChangeChangesNothing()
    {
        QVERIFY(change(wholeDocument()));
        const std::uint64_t version = m_hub->version();
        ConfigNode broken = node({{"users", ConfigNode::list({node({{"name", text("bob")}, {"group", text("nobody")}})})}});
        QVERIFY(!change(broken));
        QCOMPARE(m_hub->version(), version);
        restart();
        QCOMPARE(m_hub->current()->configuration().users.size(), std::size_t{1});
    }

    void openingBalancesAreBookedOnce()
    {
        QVERIFY(change(wholeDocument()));
        QVERIFY(change(wholeDocument()));
        restart();
        QCOMPARE(deposit("alice", 1)->nano(), std::int64_t{10'000'000'001});
    }

    void aDepositSaysTheNewBalance()
    {
        QVERIFY(change(wholeDocument()));
        auto journal = *m_store->openJournal(0);
        settle(*journal, m_hub->current()->configuration().users[0].id, 4'000'000'000);
        m_events.clear();
        QCOMPARE(deposit("alice", 500)->nano(), std::int64_t{6'000'000'500});
        QCOMPARE(m_events, QStringList(QStringLiteral("deposit 1 500")));
        QCOMPARE(deposit("nobody", 5).error().code, ErrorCode::NotFound);
        QCOMPARE(deposit("alice", 0).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(deposit("alice", -5).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(deposit("alice", std::numeric_limits<std::int64_t>::max()).error().code, ErrorCode::InvalidArgument);
    }

    void reportsHoldWhatWasSettledBeforeTheCall()
    {
        QVERIFY(change(wholeDocument()));
        auto journal = *m_store->openJournal(0);
        const UserId alice = m_hub->current()->configuration().users[0].id;
        for (int i = 1; i <= 20; ++i) {
            settle(*journal, alice, 100, i % 2 == 0);
            const auto rows = usage();
            QCOMPARE(rows.size(), std::size_t{1});
            QCOMPARE(rows[0].name, std::string("alice"));
            QCOMPARE(rows[0].requests, static_cast<std::uint64_t>(i));
            QCOMPARE(rows[0].inputTokens, static_cast<std::uint64_t>(10 * i));
            QCOMPARE(rows[0].cost.nano(), std::int64_t{100 * i});
            QCOMPARE(requests().size(), static_cast<std::size_t>(i));
        }
    }

    void theJournalIsDrainedByItself()
    {
        auto journal = *m_store->openJournal(0);
        settle(*journal, {1}, 100);
        const auto reader = *Database::open(folder() / "lanyard.db", Database::Mode::ReadOnly);
        QTRY_COMPARE(*reader->number("SELECT count(*) FROM charges"), std::int64_t{1});
    }

    void whatThePoolRemembersComesBackAfterARestart()
    {
        QVERIFY(m_store->poolMemory() == PoolMemory{});
        PoolMemory memory;
        memory.credentials = {{{1}, "Incorrect API key", {}, "", {}}, {{2}, {}, WallTime{std::chrono::seconds(2'000'000'000)}, "no money", {2'460'000, 12}}};
        memory.providers = {{{1}, {2'460'000, 40}}};
        m_store->savePoolMemory(memory);
        restart();
        QVERIFY(m_store->poolMemory() == memory);
        memory.credentials.erase(memory.credentials.begin());
        memory.credentials[0].day.count = 13;
        memory.providers.clear();
        m_store->savePoolMemory(memory);
        restart();
        QVERIFY(m_store->poolMemory() == memory);
    }

    void stopBooksEverythingAndLeavesNoJournal()
    {
        {
            auto first = *m_store->openJournal(0);
            auto second = *m_store->openJournal(1);
            for (int i = 0; i < 7000; ++i)
                settle(i % 2 == 0 ? *first : *second, {1}, 1);
        }
        m_store->stop();
        QVERIFY(std::filesystem::is_empty(folder() / "journal"));
        restart();
        QCOMPARE(m_store->recovery().lost, std::uint64_t{0});
        const auto rows = usage(UsageDimension::Day);
        QCOMPARE(rows.size(), std::size_t{1});
        QCOMPARE(rows[0].requests, std::uint64_t{7000});
        QCOMPARE(rows[0].cost.nano(), std::int64_t{7000});
    }

    void anExchangeThatNeverEndedIsLostAndFree()
    {
        auto journal = *m_store->openJournal(0);
        JournalRecord record;
        record.exchange = journal->nextExchange();
        record.user = {1};
        record.time = m_clock.wall();
        record.usage[TokenBucket::Input] = 99;
        QVERIFY(journal->append(record));
        journal.reset();
        restart();
        QCOMPARE(m_store->recovery().lost, std::uint64_t{1});
        const auto rows = requests();
        QCOMPARE(rows.size(), std::size_t{1});
        QCOMPARE(rows[0].outcome, std::string("lost"));
        QCOMPARE(rows[0].inputTokens, std::uint64_t{99});
        QVERIFY(rows[0].cost.isZero());
    }

    void noSecretStandsInTheDataFolder()
    {
        QVERIFY(change(wholeDocument()));
        auto journal = *m_store->openJournal(0);
        settle(*journal, {1}, 100);
        QCOMPARE(usage().size(), std::size_t{1});
        for (const char* secret : {kUpstreamKey, kApiKey, kProxyPassword})
            QVERIFY2(!folderHolds(secret), secret); // while it runs: WAL and journal are there
        QVERIFY(folderHolds("alice"));              // the search does find what is there
        journal.reset();
        restart();
        for (const char* secret : {kUpstreamKey, kApiKey, kProxyPassword})
            QVERIFY2(!folderHolds(secret), secret);
        QVERIFY(m_hub->current()->configuration().providers[0].credentials[0].key == Secret(kUpstreamKey));
        QVERIFY(m_hub->current()->configuration().proxies[0].password == Secret(kProxyPassword));
    }

    void withoutItsMasterKeyItIsLockedUntilItGetsIt()
    {
        QVERIFY(change(wholeDocument()));
        m_store.reset();
        const std::filesystem::path key = folder() / "master.key";
        QFile file(QString::fromStdString(key.string()));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const MasterKey right = *MasterKey::fromBytes(file.readAll());
        file.close();
        std::filesystem::remove(key);

        m_events.clear();
        restart();
        QVERIFY(m_store->locked());
        QVERIFY(!std::filesystem::exists(key)); // never another one
        QCOMPARE(m_events.filter(QStringLiteral("trouble")).size(), 1);
        QVERIFY(!m_hub->current()->configuration().providers[0].credentials[0].key);
        QVERIFY(m_hub->current()->findKey(m_store->hasher().hash(kApiKey))); // users are known all the same
        QCOMPARE(*m_store->expectedMasterKey(), right.id());

        const auto supply = [&](const MasterKey& k) {
            return wait<bool>([&](auto done) {
                m_store->supplyMasterKey(k, m_mailbox, [done](Result<void> r) { done(r ? Result<bool>(true) : Result<bool>(r.error())); });
            });
        };
        QCOMPARE(supply(MasterKey::generate()).error().code, ErrorCode::Locked);
        QVERIFY(m_store->locked());
        QVERIFY(supply(right));
        QVERIFY(!m_store->locked());
        QVERIFY(m_hub->current()->configuration().providers[0].credentials[0].key == Secret(kUpstreamKey));
    }

    void aKeychainServiceWaitsForItsFirstKey()
    {
        m_store.reset();
        m_temporary = std::make_unique<QTemporaryDir>();
        m_hub = std::make_unique<SnapshotHub>();
        const auto openWithKeychain = [&] {
            StoreOptions o = options();
            o.masterKey = StoreOptions::MasterKeyFrom::Keychain;
            m_store = *StoreService::open(std::move(o));
        };
        openWithKeychain();
        QVERIFY(m_store->locked() && !m_store->expectedMasterKey());
        QCOMPARE(change(wholeDocument()).error().code, ErrorCode::Locked);
        const MasterKey key = MasterKey::generate();
        QVERIFY(wait<bool>([&](auto done) { m_store->supplyMasterKey(key, m_mailbox, [done](Result<void> r) { done(r.has_value()); }); }).value());
        QVERIFY(change(wholeDocument()));
        QVERIFY(!std::filesystem::exists(folder() / "master.key"));
        m_store.reset();
        openWithKeychain();
        QVERIFY(m_store->locked());
        QCOMPARE(*m_store->expectedMasterKey(), key.id());
    }

    void aMissingPepperIsRefusedAndNotReplaced()
    {
        QVERIFY(change(wholeDocument()));
        m_store.reset();
        std::filesystem::remove(folder() / "api-key.pepper");
        const auto refused = StoreService::open(options());
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Corrupt);
        QVERIFY(!std::filesystem::exists(folder() / "api-key.pepper"));
    }

    void answersComeInOrderAndStopAnswersWhatWasAsked()
    {
        std::vector<int> order;
        for (int i = 0; i < 50; ++i) {
            ConfigChange c;
            c.document = node({{"users", ConfigNode::list({node({{"name", text("user" + std::to_string(i))}})})}});
            m_store->change(c, m_mailbox, [&order, i](const Result<ChangeReport>& r) { order.push_back(r ? i : -1); });
        }
        m_store->usage({}, m_mailbox, [&order](const Result<std::vector<UsageRow>>& r) { order.push_back(r ? 50 : -1); });
        m_store->stop();
        QTRY_COMPARE(order.size(), std::size_t{51});
        for (int i = 0; i <= 50; ++i)
            QCOMPARE(order[static_cast<std::size_t>(i)], i);
    }

    void removedUsersKeepTheirNameInStatements()
    {
        QVERIFY(change(wholeDocument()));
        auto journal = *m_store->openJournal(0);
        settle(*journal, m_hub->current()->configuration().users[0].id, 100);
        ConfigChange removal;
        removal.remove.push_back({ObjectKind::User, "alice", ""});
        QVERIFY(change(std::move(removal)));
        QVERIFY(m_hub->current()->configuration().users.empty());
        QCOMPARE(usage().at(0).name, std::string("alice"));
        QVERIFY(change(wholeDocument()));
        QVERIFY(m_hub->current()->configuration().users[0].id.value > 1U); // ids are never used again
    }
};

LANYARD_TEST(tst_StoreService)
#include "tst_StoreService.moc"
