#include "store/LedgerTables.h"
#include "store/StoreService.h"

#include "StoreDoubles.h"
#include "store/Migrator.h"
#include "support/FakeClock.h"
#include "support/TestMain.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

using namespace lanyard;
using namespace lanyard::test;

class tst_DiskFull : public QObject
{
    Q_OBJECT

    static bool run(const QString& program, const QStringList& arguments)
    {
        QProcess process;
        process.start(program, arguments);
        return process.waitForFinished() && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    }

private Q_SLOTS:
    void aFullDatabaseSaysSoAndTearsNothing()
    {
        const QTemporaryDir temporary;
        const std::filesystem::path folder = temporary.path().toStdString();
        FakeClock clock;
        const auto database = *openMigrated(folder / "lanyard.db", MigrationSet::mainDatabase(folder), clock);
        LedgerTables ledger(*database);
        // SQLite's own limit gives the same error as a full disk, on every machine.
        const std::int64_t pages = *database->number("PRAGMA page_count");
        QVERIFY(database->number("PRAGMA max_page_count = " + std::to_string(pages + 20)));
        Result<void> booked;
        std::uint32_t next = 0;
        std::uint32_t committed = 0;
        while (booked) {
            DrainBatch batch;
            for (int i = 0; i < 100; ++i)
                batch.exchanges.push_back(makeExchange({++next}));
            booked = ledger.book(batch);
            committed += booked ? 100 : 0;
            QVERIFY(next < 100'000);
        }
        QCOMPARE(booked.error().code, ErrorCode::Io);
        QVERIFY2(booked.error().message.starts_with("the disk is full: "), booked.error().message.c_str());
        QCOMPARE(*database->number("SELECT count(*) FROM charges"), std::int64_t{committed});
        QVERIFY(ledger.verify());

        QVERIFY(database->number("PRAGMA max_page_count = 1000000"));
        QVERIFY(ledger.book(batchOf({makeExchange({next})})));
        QVERIFY(ledger.verify());
    }

#if defined(Q_OS_LINUX)
    void aFullDiskLosesNothingThatWasSettled()
    {
        const QTemporaryDir temporary;
        const QString disk = temporary.filePath(QStringLiteral("disk"));
        QVERIFY(QDir().mkpath(disk));
        if (!run(QStringLiteral("mount"), {QStringLiteral("-t"), QStringLiteral("tmpfs"), QStringLiteral("-o"), QStringLiteral("size=12m"),
                                           QStringLiteral("tmpfs"), disk}))
            QSKIP("mounting a small file system needs root");
        fillAndRecover(disk.toStdString());
        QVERIFY(run(QStringLiteral("umount"), {disk}));
    }

private:
    static void fillAndRecover(const std::filesystem::path& root)
    {
        FakeClock clock(at(kNoonMs));
        SnapshotHub hub;
        std::atomic<int> troubles{0};
        StoreOptions options{root / "data", StoreOptions::MasterKeyFrom::File, clock, hub};
        options.onTrouble = [&](const Error& error) { troubles += error.message.find("full") != std::string::npos || error.code == ErrorCode::Io ? 1 : 0; };
        std::uint64_t settled = 0;
        {
            auto store = *StoreService::open(options);
            auto journal = *store->openJournal(0);
            QFile ballast(QString::fromStdString((root / "ballast").string()));
            QVERIFY(ballast.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
            while (ballast.write(QByteArray(4096, 'x')) == 4096) {
            }
            Result<void> opened;
            while (opened && settled < 1'000'000) {
                JournalRecord record = makeExchange({1}).settled;
                record.exchange = journal->nextExchange();
                record.kind = JournalKind::Open;
                opened = journal->append(record);
                if (!opened)
                    break;
                record.kind = JournalKind::Settled;
                QVERIFY(journal->append(record));
                ++settled;
            }
            QVERIFY(!opened); // turned away before it was sent anywhere
            QCOMPARE(opened.error().code, ErrorCode::Io);
            QTRY_VERIFY(troubles > 0);
            ballast.remove();
            JournalRecord again = makeExchange({1}).settled;
            again.exchange = journal->nextExchange();
            QVERIFY(journal->append(again)); // and it goes on by itself
            ++settled;
        }
        auto store = *StoreService::open(options);
        QCOMPARE(store->recovery().lost, std::uint64_t{0});
        store.reset();
        const auto database = *Database::open(root / "data" / "lanyard.db", Database::Mode::ReadWrite);
        QCOMPARE(*database->number("SELECT count(*) FROM charges"), static_cast<std::int64_t>(settled));
        QVERIFY(LedgerTables(*database).verify());
        QCOMPARE(*database->number("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"), std::int64_t{1});
    }
#endif
};

LANYARD_TEST(tst_DiskFull)
#include "tst_DiskFull.moc"
