#include "store/Backup.h"

#include "StoreDoubles.h"
#include "store/BookProof.h"
#include "store/Restore.h"
#include "store/StoreService.h"
#include "support/FakeClock.h"
#include "support/TestMain.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace lanyard;
using namespace lanyard::test;

class tst_Backup : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_temporary;
    FakeClock m_clock{at(kNoonMs)};
    std::unique_ptr<SnapshotHub> m_hub;
    std::unique_ptr<StoreService> m_store;
    Mailbox m_mailbox;

    std::filesystem::path folder() const { return m_temporary->path().toStdString(); }
    std::filesystem::path database() const { return folder() / "lanyard.db"; }
    StoreOptions options(std::chrono::milliseconds keepHouseEvery = std::chrono::hours{1})
    {
        StoreOptions o{folder(), StoreOptions::MasterKeyFrom::File, m_clock, *m_hub};
        o.keepHouseEvery = keepHouseEvery;
        return o;
    }
    void open(std::chrono::milliseconds keepHouseEvery = std::chrono::hours{1})
    {
        m_store.reset();
        m_hub = std::make_unique<SnapshotHub>();
        m_store = *StoreService::open(options(keepHouseEvery));
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
    Result<BackupFile> backUp(const std::filesystem::path& target = {})
    {
        return wait<BackupFile>([&](auto done) { m_store->backUp(target, m_mailbox, done); });
    }
    Result<BookCheck> check()
    {
        return wait<BookCheck>([&](auto done) { m_store->check(m_mailbox, done); });
    }
    Result<ChangeReport> addUser(const std::string& name, const std::string& balance)
    {
        ConfigChange c;
        c.document = ConfigNode::map({{"users", ConfigNode::list({ConfigNode::map({{"name", ConfigNode::text(name)}, {"balance", ConfigNode::text(balance)}})})}});
        return wait<ChangeReport>([&](auto done) { m_store->change(c, m_mailbox, done); });
    }
    void setting(const std::string& key, const std::string& value)
    {
        ConfigChange c;
        c.document = ConfigNode::map({{"settings", ConfigNode::map({{key, ConfigNode::text(value)}})}});
        QVERIFY(wait<ChangeReport>([&](auto done) { m_store->change(c, m_mailbox, done); }));
    }
    void settle(JournalWriter& journal, std::int64_t costNano)
    {
        JournalRecord record = makeExchange({1}).settled;
        record.exchange = journal.nextExchange();
        record.user = {1};
        record.time = m_clock.wall();
        record.kind = JournalKind::Open;
        QVERIFY(journal.append(record));
        record.kind = JournalKind::Settled;
        record.cost = Money::fromNano(costNano);
        QVERIFY(journal.append(record));
    }
    QStringList backupFiles() const
    {
        return QDir(QString::fromStdString((folder() / "backups").string())).entryList({QStringLiteral("*.db")}, QDir::Files, QDir::Name);
    }
    /// Writes over the middle of a page of the closed database.
    static void damage(const std::filesystem::path& file, qint64 page)
    {
        QFile raw(QString::fromStdString(file.string()));
        QVERIFY(raw.open(QIODevice::ReadWrite | QIODevice::ExistingOnly));
        QVERIFY(raw.size() > (page + 1) * 4096);
        raw.seek(page * 4096);
        QCOMPARE(raw.write(QByteArray(4096, '\x5A')), qint64{4096});
    }

private Q_SLOTS:
    void init()
    {
        m_temporary = std::make_unique<QTemporaryDir>();
        m_clock.jumpWall(at(kNoonMs) - m_clock.wall());
        open();
    }
    void cleanup() { m_store.reset(); }

    void aBackupHoldsWhatWasSettledBeforeIt()
    {
        QVERIFY(addUser("alice", "10.00"));
        auto journal = *m_store->openJournal(0);
        settle(*journal, 4'000'000'000);
        const auto made = backUp();
        QVERIFY2(made, made ? "" : made.error().message.c_str());
        QCOMPARE(made->file, folder() / "backups" / "lanyard-20260301T120000Z.db");
        QVERIFY(made->bytes > 4096);
        const auto copy = *Database::open(made->file, Database::Mode::ReadOnly);
        QCOMPARE(*copy->number("SELECT count(*) FROM charges"), std::int64_t{1});
        QVERIFY(BookProof(*copy, {}, 0).run()->faults.empty());
#if defined(Q_OS_UNIX)
        QCOMPARE(QFile::permissions(QString::fromStdString(made->file.string())) & (QFileDevice::ReadOther | QFileDevice::ReadGroup), QFileDevice::Permissions{});
#endif
    }

    void aBackupNeverWritesOverAFile()
    {
        const std::filesystem::path taken = folder() / "taken.db";
        QFile file(QString::fromStdString(taken.string()));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("mine") == 4);
        file.close();
        QCOMPARE(backUp(taken).error().code, ErrorCode::Conflict);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("mine"));
    }

    void aBackupThatCannotBeWrittenSaysSoAndLeavesNothing()
    {
        const auto made = backUp(folder() / "nowhere" / "copy.db");
        QVERIFY(!made);
        QVERIFY2(made.error().message.find("was not made") != std::string::npos, made.error().message.c_str());
        QVERIFY(!std::filesystem::exists(folder() / "nowhere"));
        QVERIFY(backUp()); // and the next one is made
    }

    void onlyTheNewestBackupsStay()
    {
        setting("backup_count", "3");
        for (int i = 0; i < 5; ++i) {
            QVERIFY(backUp());
            m_clock.advance(std::chrono::hours{1});
        }
        QCOMPARE(backupFiles(), QStringList({QStringLiteral("lanyard-20260301T140000Z.db"), QStringLiteral("lanyard-20260301T150000Z.db"),
                                             QStringLiteral("lanyard-20260301T160000Z.db")}));
        const auto list = wait<std::vector<BackupFile>>([&](auto done) { m_store->backups(m_mailbox, done); });
        QCOMPARE(list->size(), std::size_t{3});
        QCOMPARE(list->front().made, at(kNoonMs + 4 * 3'600'000));
        QVERIFY(backUp(folder() / "by-hand.db")); // one that was named counts for itself
        QCOMPARE(backupFiles().size(), 3);
    }

    void backupsAreMadeByThemselvesWhenTheyAreDue()
    {
        open(std::chrono::milliseconds{5});
        QTRY_COMPARE(backupFiles().size(), 1);
        m_clock.advance(std::chrono::hours{23});
        QVERIFY(addUser("bob", "1.00")); // the store thread went round several times
        QCOMPARE(backupFiles().size(), 1);
        m_clock.advance(std::chrono::hours{1});
        QTRY_COMPARE(backupFiles().size(), 2);
    }

    void noBackupsAreMadeWhenTheOwnerWantsNone()
    {
        setting("backup_hours", "0");
        open(std::chrono::milliseconds{1});
        for (int i = 0; i < 20; ++i)
            QVERIFY(addUser("user" + std::to_string(i), "1.00"));
        QCOMPARE(backupFiles().size(), 0);
    }

    void aCheckProvesTheBook()
    {
        QVERIFY(addUser("alice", "10.00"));
        auto journal = *m_store->openJournal(0);
        for (int i = 0; i < 100; ++i)
            settle(*journal, 1'000'000);
        const auto found = check();
        QVERIFY2(found && found->faults.empty(), found ? found->faults.empty() ? "" : found->faults.front().c_str() : found.error().message.c_str());
        QCOMPARE(found->charges, std::uint64_t{100});
        QCOMPARE(found->users, std::uint64_t{1});
        QCOMPARE(found->deposits.nano(), std::int64_t{10'000'000'000});
        QCOMPARE(found->costs.nano(), std::int64_t{100'000'000});
        QCOMPARE(found->balances.at({1}).nano(), std::int64_t{9'900'000'000});
    }

    void aCheckFindsWhatDoesNotFit_data()
    {
        QTest::addColumn<QString>("harm");
        QTest::addColumn<QString>("words");
        QTest::newRow("a row is gone") << QStringLiteral("DELETE FROM charges WHERE exchange_id = (SELECT min(exchange_id) + 3 FROM charges)") << QStringLiteral("have no row");
        QTest::newRow("a cost was changed") << QStringLiteral("UPDATE charges SET cost_nano = cost_nano - 1 WHERE rowid = (SELECT min(rowid) FROM charges)") << QStringLiteral("the balance is");
        QTest::newRow("a sum was changed") << QStringLiteral("UPDATE rollups SET input = input + 1") << QStringLiteral("daily sums");
        QTest::newRow("overdrawn") << QStringLiteral("UPDATE deposits SET amount_nano = 1") << QStringLiteral("overdrawn");
        QTest::newRow("a parent is gone") << QStringLiteral("DELETE FROM users") << QStringLiteral("refer to something");
    }
    void aCheckFindsWhatDoesNotFit()
    {
        QFETCH(const QString, harm);
        QFETCH(const QString, words);
        QVERIFY(addUser("alice", "10.00"));
        {
            auto journal = *m_store->openJournal(0);
            for (int i = 0; i < 10; ++i)
                settle(*journal, 1'000'000);
        }
        m_store.reset(); // closes its books
        const auto book = *Database::open(database(), Database::Mode::ReadWrite);
        QVERIFY(BookProof(*book, {}, 0).run()->faults.empty());
        QVERIFY(book->number("PRAGMA foreign_keys = OFF"));
        QVERIFY(book->run(harm.toStdString()));
        const auto found = BookProof(*book, {}, 0).run();
        QVERIFY(found && !found->faults.empty());
        QVERIFY2(std::any_of(found->faults.begin(), found->faults.end(), [&](const std::string& f) { return f.find(words.toStdString()) != std::string::npos; }),
                 found->faults.front().c_str());
    }

    void aRunThatWasKilledIsARemarkAndNoFault()
    {
        QVERIFY(addUser("alice", "10.00"));
        {
            auto journal = *m_store->openJournal(0);
            (void)journal->nextExchange(); // numbered, never begun
            settle(*journal, 1);
        }
        QVERIFY(check()->faults.empty());
        QCOMPARE(check()->remarks.size(), std::size_t{1});
        m_store->stop();
        const auto book = *Database::open(database(), Database::Mode::ReadWrite);
        QCOMPARE(BookProof(*book, {}, 0).run()->faults.size(), std::size_t{1}); // it closed its books: every number has a row then
        QVERIFY(book->run("UPDATE starts SET ended_ms = NULL"));
        QVERIFY(BookProof(*book, {}, 0).run()->faults.empty());
    }

    void restoringGoesBackAndNumbersGoOn()
    {
        QVERIFY(addUser("alice", "10.00"));
        QVERIFY(backUp());
        const std::filesystem::path backup = folder() / "backups" / "lanyard-20260301T120000Z.db";
        QVERIFY(addUser("bob", "5.00"));
        open();
        open();
        const std::uint32_t epoch = m_store->bootEpoch();
        QCOMPARE(restoreBackup(folder(), backup, m_clock).error().code, ErrorCode::Conflict); // a service runs on it
        m_store.reset();
        // What a killed service leaves behind.
        const auto report = restoreBackup(folder(), backup, m_clock);
        QVERIFY2(report, report ? "" : report.error().message.c_str());
        QVERIFY(std::filesystem::exists(report->replaced));
        open();
        QCOMPARE(m_store->bootEpoch(), epoch + 1);
        QCOMPARE(m_hub->current()->configuration().users.size(), std::size_t{1});
        QVERIFY(check()->faults.empty());
        const auto old = *Database::open(report->replaced, Database::Mode::ReadOnly);
        QCOMPARE(*old->number("SELECT count(*) FROM users"), std::int64_t{2});
    }

    void segmentsOfTheOldBookAreSetAside()
    {
        QVERIFY(addUser("alice", "10.00"));
        QVERIFY(backUp());
        const QTemporaryDir keep;
        {
            auto journal = *m_store->openJournal(0);
            settle(*journal, 7);
            for (const auto& entry : std::filesystem::directory_iterator(folder() / "journal"))
                std::filesystem::copy_file(entry.path(), std::filesystem::path(keep.path().toStdString()) / entry.path().filename());
        }
        m_store.reset();
        std::size_t segments = 0;
        for (const auto& entry : std::filesystem::directory_iterator(keep.path().toStdString())) {
            std::filesystem::copy_file(entry.path(), folder() / "journal" / entry.path().filename());
            ++segments;
        }
        const auto report = restoreBackup(folder(), folder() / "backups" / "lanyard-20260301T120000Z.db", m_clock);
        QVERIFY(report);
        QCOMPARE(report->segmentsSetAside, segments);
        QVERIFY(std::filesystem::exists(folder() / "journal" / "before-restore"));
        open();
        QCOMPARE(check()->charges, std::uint64_t{0}); // not booked into a book that they do not belong to
    }

    void whatIsNoBackupIsRefusedAndChangesNothing()
    {
        QVERIFY(addUser("alice", "10.00"));
        QVERIFY(backUp());
        m_store.reset();
        QCOMPARE(restoreBackup(folder(), folder() / "no-such.db", m_clock).error().code, ErrorCode::NotFound);
        QFile text(m_temporary->filePath(QStringLiteral("text.db")));
        QVERIFY(text.open(QIODevice::WriteOnly) && text.write("not a database, whatever its name says") > 0);
        text.close();
        QCOMPARE(restoreBackup(folder(), text.fileName().toStdString(), m_clock).error().code, ErrorCode::Corrupt);
        const std::filesystem::path backup = folder() / "backups" / "lanyard-20260301T120000Z.db";
        damage(backup, 5);
        QVERIFY(!restoreBackup(folder(), backup, m_clock));
        open();
        QCOMPARE(m_hub->current()->configuration().users.size(), std::size_t{1});
    }

    void aDamagedPageStopsTheStartAndNamesTheBackup()
    {
        QVERIFY(addUser("alice", "10.00"));
        {
            auto journal = *m_store->openJournal(0);
            for (int i = 0; i < 500; ++i)
                settle(*journal, 1'000);
        }
        QVERIFY(backUp());
        m_store.reset();
        const Result<std::int64_t> root = [&] {
            const auto book = *Database::open(database(), Database::Mode::ReadOnly);
            return book->number("SELECT rootpage FROM sqlite_schema WHERE name = 'charges_settled'");
        }();
        damage(database(), *root - 1);
        m_hub = std::make_unique<SnapshotHub>();
        const auto refused = StoreService::open(options());
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Corrupt);
        QVERIFY2(refused.error().message.find("lanyard restore") != std::string::npos, refused.error().message.c_str());
        QVERIFY(refused.error().message.find("lanyard-20260301T120000Z.db") != std::string::npos);
        QVERIFY(restoreBackup(folder(), folder() / "backups" / "lanyard-20260301T120000Z.db", m_clock));
        open();
        QCOMPARE(check()->charges, std::uint64_t{500});
    }
};

LANYARD_TEST(tst_Backup)
#include "tst_Backup.moc"
