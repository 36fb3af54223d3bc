#include "store/Database.h"
#include "store/LedgerTables.h"
#include "store/StoreService.h"

#include "support/TestMain.h"

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>

#include <random>
#include <set>

using namespace lanyard;

class tst_StoreCrash : public QObject
{
    Q_OBJECT

    /// Runs the helper until it has said `until` exchanges, kills it, and gives what it said to the last whole line.
    static std::set<std::int64_t> runAndKill(const QString& folder, std::size_t until)
    {
        std::set<std::int64_t> said;
        QProcess helper;
        helper.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        helper.start(QStringLiteral(STORE_CRASH_HELPER), {folder});
        QByteArray output;
        const auto take = [&] {
            output += helper.readAllStandardOutput();
            const qsizetype end = output.lastIndexOf('\n') + 1;
            for (const QByteArray& line : output.left(end).split('\n')) {
                if (!line.isEmpty())
                    said.insert(line.toLongLong());
            }
            output.remove(0, end);
        };
        while (said.size() < until && helper.waitForReadyRead(30'000))
            take();
        helper.kill();
        helper.waitForFinished();
        take();
        return said;
    }

private Q_SLOTS:
    void killMinusNineLosesNothingAcknowledgedAndDoublesNothing()
    {
        const QTemporaryDir folder;
        const std::filesystem::path root = folder.path().toStdString();
        std::mt19937_64 random(21);
        std::set<std::int64_t> all;
        for (int round = 0; round < 20; ++round) {
            const std::size_t until = 1 + random() % 4000;
            const std::set<std::int64_t> said = runAndKill(folder.path(), until);
            QVERIFY(said.size() >= until);
            all.insert(said.begin(), said.end());
        }
        // The next start books what the last one left.
        SystemClock clock;
        SnapshotHub hub;
        {
            const auto store = StoreService::open({root, StoreOptions::MasterKeyFrom::File, clock, hub});
            QVERIFY2(store, store ? "" : store.error().message.c_str());
            QCOMPARE((*store)->recovery().damagedSlots, std::uint64_t{0});
        }
        const auto db = *Database::open(root / "lanyard.db", Database::Mode::ReadWrite);
        std::set<std::int64_t> booked;
        auto rows = db->query("SELECT exchange_id, cost_nano, upstream_cost_nano + "
                              "(SELECT coalesce(sum(upstream_cost_nano), 0) FROM side_costs s WHERE s.exchange_id = c.exchange_id) "
                              "FROM charges c WHERE outcome = 1");
        while (*rows->next()) {
            booked.insert(rows->integer(0));
            QCOMPARE(rows->integer(1), std::int64_t{3});
            QCOMPARE(rows->integer(2), std::int64_t{2});
        }
        for (const std::int64_t exchange : all)
            QVERIFY2(booked.contains(exchange), qPrintable(QString::number(exchange)));
        QVERIFY(booked.size() <= all.size() + 2 * 20 + 200); // settled, but killed before it was said or read
        QVERIFY(LedgerTables(*db).verify());
        QCOMPARE(*db->number("SELECT sum(requests) FROM rollups"), static_cast<std::int64_t>(booked.size()));
        QCOMPARE(*db->number("SELECT count(*) FROM journal_carried"), std::int64_t{0});
        QVERIFY(*db->number("SELECT count(*) FROM charges WHERE outcome = 6") <= 2 * 20);
    }
};

LANYARD_TEST(tst_StoreCrash)
#include "tst_StoreCrash.moc"
