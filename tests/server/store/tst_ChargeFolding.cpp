#include "store/ChargeFolding.h"

#include "StoreDoubles.h"
#include "store/BookProof.h"
#include "store/LedgerTables.h"
#include "store/Migrator.h"
#include "store/UsageQueries.h"
#include "support/FakeClock.h"
#include "support/TestMain.h"

#include <QTemporaryDir>

using namespace lanyard;
using namespace lanyard::test;

class tst_ChargeFolding : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_temporary;
    std::unique_ptr<Database> m_database;
    FakeClock m_clock{at(kNoonMs)};

    std::filesystem::path folder() const { return m_temporary->path().toStdString(); }
    std::int64_t count(std::string_view sql) { return *m_database->number(sql); }
    std::string faults()
    {
        const auto found = BookProof(*m_database, folder() / "journal", 1).run();
        return !found ? found.error().message : found->faults.empty() ? std::string() : found->faults.front();
    }
    std::vector<std::pair<std::string, std::int64_t>> statement(UsageDimension by)
    {
        std::vector<std::pair<std::string, std::int64_t>> lines;
        const std::vector<UsageRow> rows = *UsageQueries(*m_database).usage({by, {}, {}});
        for (const UsageRow& row : rows)
            lines.emplace_back(row.name, row.cost.nano());
        return lines;
    }

private Q_SLOTS:
    void init()
    {
        m_temporary = std::make_unique<QTemporaryDir>();
        m_database = *openMigrated(folder() / "lanyard.db", MigrationSet::mainDatabase(folder()), m_clock);
        for (const char* sql : {"INSERT INTO users (id, position, name, enabled, frozen) VALUES (1, 0, 'alice', 1, 0), (2, 1, 'bob', 1, 0)",
                                "INSERT INTO deposits (user_id, made_ms, amount_nano, source, note) VALUES (1, 0, 100000, 'cash', '')",
                                "INSERT INTO starts (epoch, started_ms, ended_ms, program) VALUES (1, 0, 1, 'x')"})
            QVERIFY(m_database->run(sql));
        DrainBatch batch;
        for (std::uint32_t i = 1; i <= 120; ++i) // one a day, from November 2025 to March 2026
            batch.exchanges.push_back(makeExchange({i, kNoonMs - (120 - std::int64_t{i}) * kDayMs, 1 + i % 2, Outcome::Ok, 100 + i}));
        QVERIFY(LedgerTables(*m_database).book(batch));
        QVERIFY(m_database->run("INSERT INTO reratings VALUES (1, 0, 0, 1, '', '', '', 1, 0, 0, 0)"));
        QCOMPARE(QString::fromStdString(faults()), QString());
    }
    void cleanup() { m_database.reset(); }

    void oldMonthsFoldAndEverySumStays()
    {
        const auto users = statement(UsageDimension::User);
        const auto days = statement(UsageDimension::Day);
        ChargeFolding folding(*m_database);
        int months = 0;
        while (*folding.foldOldest(m_clock.wall(), 1)) {
            ++months;
            QCOMPARE(QString::fromStdString(faults()), QString());
        }
        QCOMPARE(months, 3); // November, December, January; February is the month that is kept
        QCOMPARE(count("SELECT count(*) FROM charges"), std::int64_t{29});
        QCOMPARE(count("SELECT count(*) FROM side_costs"), std::int64_t{29});
        QCOMPARE(count("SELECT sum(requests) FROM folded_charges"), std::int64_t{91});
        QCOMPARE(count("SELECT sum(charges) FROM folded_numbers"), std::int64_t{91});
        QVERIFY(statement(UsageDimension::User) == users);
        QVERIFY(statement(UsageDimension::Day) == days);
        QCOMPARE(*LedgerTables(*m_database).balance({1}), Money::fromNano(100'000 - 60 * 100 - (2 + 120) * 30));
    }

    void aWrongFoldIsNoticed()
    {
        QVERIFY(*ChargeFolding(*m_database).foldOldest(m_clock.wall(), 1));
        QVERIFY(m_database->run("UPDATE folded_charges SET cost_nano = cost_nano + 1 WHERE user_id = 2"));
        QVERIFY(!LedgerTables(*m_database).verify());
    }

    void aRowThatComesLateIsFoldedToo()
    {
        QVERIFY(*ChargeFolding(*m_database).foldOldest(m_clock.wall(), 1));
        const std::int64_t inNovember = kNoonMs - 115 * kDayMs;
        QVERIFY(LedgerTables(*m_database).book(batchOf({makeExchange({121, inNovember, 1, Outcome::Lost, 0})})));
        QCOMPARE(QString::fromStdString(faults()), QString());
        QVERIFY(*ChargeFolding(*m_database).foldOldest(m_clock.wall(), 1));
        QCOMPARE(QString::fromStdString(faults()), QString());
        QCOMPARE(count("SELECT sum(failed) FROM folded_charges"), std::int64_t{1});
    }

    void periodsInsideAFoldedDayCountTheDay()
    {
        QVERIFY(*ChargeFolding(*m_database).foldOldest(m_clock.wall(), 1));
        const WallTime noon = at(kNoonMs - 119 * kDayMs); // the first exchange, at noon
        const auto rows = *UsageQueries(*m_database).usage({UsageDimension::User, noon + std::chrono::hours{1}, noon + std::chrono::hours{2}});
        QCOMPARE(rows.size(), std::size_t{1});
        QCOMPARE(rows[0].requests, std::uint64_t{1});
    }

    void nothingIsFoldedThatIsYoung()
    {
        QVERIFY(!*ChargeFolding(*m_database).foldOldest(m_clock.wall(), 12));
        QCOMPARE(count("SELECT count(*) FROM charges"), std::int64_t{120});
    }
};

LANYARD_TEST(tst_ChargeFolding)
#include "tst_ChargeFolding.moc"
