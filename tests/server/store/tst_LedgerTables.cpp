#include "store/LedgerTables.h"

#include "StoreDoubles.h"
#include "store/Migrator.h"
#include "store/UsageQueries.h"
#include "support/FakeClock.h"
#include "support/TestMain.h"

#include <QTemporaryDir>

#include <map>

using namespace lanyard;
using namespace lanyard::test;

class tst_LedgerTables : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_temporary;
    std::unique_ptr<Database> m_database;
    FakeClock m_clock;

    LedgerTables ledger() { return LedgerTables(*m_database); }
    std::vector<UsageRow> usage(const UsageQuery& query) { return *UsageQueries(*m_database).usage(query); }
    std::int64_t count(std::string_view sql) { return *m_database->number(sql); }

private Q_SLOTS:
    void init()
    {
        m_temporary = std::make_unique<QTemporaryDir>();
        const std::filesystem::path folder = m_temporary->path().toStdString();
        m_database = *openMigrated(folder / "lanyard.db", MigrationSet::mainDatabase(folder), m_clock);
        for (const char* sql : {"INSERT INTO users (id, position, name, enabled, frozen) VALUES (1, 0, 'alice', 1, 0), (2, 1, 'bob', 1, 0)",
                                "INSERT INTO users (id, position, name, enabled, frozen, archived_ms) VALUES (3, 0, 'alice', 1, 0, 5)",
                                "INSERT INTO groups (id, position, name, multiplier_micro, models) VALUES (3, 0, 'family', 1000000, '[]')",
                                "INSERT INTO api_keys (id, user_id, position, name, prefix, enabled, revoked, models, ips) "
                                "VALUES (11, 1, 0, 'laptop', '', 1, 0, '[]', '[]')",
                                "INSERT INTO providers (id, position, name, kind, base_url, headers, options, enabled, connect_ms, first_byte_ms, "
                                "whole_ms, idle_ms, total_ms) VALUES (5, 0, 'openai', 'openai', '', '[]', '[]', 1, 0, 0, 0, 0, 0)",
                                "INSERT INTO credentials (id, provider_id, position, name, key_prefix, weight, enabled) "
                                "VALUES (6, 5, 0, 'main', '', 1, 1), (7, 5, 1, 'spare', '', 1, 1)",
                                "INSERT INTO models (id, position, name, enabled, strategy, aliases) VALUES (4, 0, 'gpt-x', 1, 'priority', '[]')"})
            QVERIFY(m_database->run(sql));
    }
    void cleanup() { m_database.reset(); }

    void theSameExchangeCountsOnce()
    {
        const DrainBatch batch = batchOf({makeExchange({1}), makeExchange({2})});
        for (int i = 0; i < 3; ++i)
            QVERIFY(ledger().book(batch));
        QVERIFY(ledger().book(batchOf({makeExchange({2}), makeExchange({3})})));
        QCOMPARE(count("SELECT count(*) FROM charges"), std::int64_t{3});
        QCOMPARE(count("SELECT count(*) FROM side_costs"), std::int64_t{3});
        QCOMPARE(count("SELECT sum(requests) FROM rollups"), std::int64_t{3});
        QCOMPARE(count("SELECT sum(cost_nano) FROM rollups"), std::int64_t{300});
        QCOMPARE(count("SELECT sum(upstream_cost_nano) FROM rollups"), std::int64_t{141});
        QVERIFY(ledger().verify());
    }

    void totalsEqualTheRowsWhateverIsBooked()
    {
        std::mt19937_64 random(7);
        for (int round = 0; round < 30; ++round) {
            DrainBatch batch;
            for (int i = 0; i < 40; ++i) {
                const ExchangeSpec spec{static_cast<std::uint32_t>(1 + random() % 600), kNoonMs + static_cast<std::int64_t>(random() % 5) * kDayMs,
                                        static_cast<std::uint32_t>(random() % 4), static_cast<Outcome>(1 + random() % 6),
                                        static_cast<std::int64_t>(random() % 1000)};
                batch.exchanges.push_back(makeExchange(spec));
                if (random() % 10 == 0) {
                    JournalRecord late = batch.exchanges.back().attempts.front();
                    late.attempts = 3;
                    batch.lateAttempts.push_back(late);
                }
            }
            QVERIFY(ledger().book(batch));
            QVERIFY(ledger().verify());
        }
        QCOMPARE(count("SELECT sum(cost_nano) FROM charges"), count("SELECT sum(cost_nano) FROM rollups"));
    }

    void verifyNoticesAWrongSum_data()
    {
        QTest::addColumn<QByteArray>("sql");
        QTest::newRow("cost") << QByteArray("UPDATE rollups SET cost_nano = cost_nano + 1");
        QTest::newRow("missing sum") << QByteArray("DELETE FROM rollups WHERE credential_id = 6");
        QTest::newRow("missing row") << QByteArray("DELETE FROM charges WHERE exchange_id IN (SELECT max(exchange_id) FROM charges)");
    }
    void verifyNoticesAWrongSum()
    {
        QFETCH(QByteArray, sql);
        QVERIFY(ledger().book(batchOf({makeExchange({1}), makeExchange({2})})));
        QVERIFY(ledger().verify());
        QVERIFY(m_database->run(std::string_view(sql.constData())));
        const Result<void> checked = ledger().verify();
        QVERIFY(!checked);
        QCOMPARE(checked.error().code, ErrorCode::Corrupt);
    }

    void aBatchIsBookedWholeOrNotAtAll()
    {
        QVERIFY(m_database->run("CREATE TRIGGER stop BEFORE INSERT ON journal_cursors BEGIN SELECT raise(ABORT, 'no'); END"));
        DrainBatch batch = batchOf({makeExchange({1})});
        batch.carried.push_back(makeExchange({9}).attempts.front());
        batch.cursors.push_back({1, 0, 50});
        QVERIFY(!ledger().book(batch));
        for (const char* table : {"charges", "side_costs", "rollups", "journal_carried", "journal_cursors"})
            QCOMPARE(count("SELECT count(*) FROM " + std::string(table)), std::int64_t{0});
        QVERIFY(m_database->run("DROP TRIGGER stop"));
        QVERIFY(ledger().book(batch));
        QCOMPARE(count("SELECT count(*) FROM charges"), std::int64_t{1});
    }

    void journalStateComesBack()
    {
        DrainBatch batch;
        const BookedExchange slow = makeExchange({9});
        batch.carried = slow.attempts;
        batch.cursors = {{1, 0, 50}, {1, 1, 7}};
        QVERIFY(ledger().book(batch));
        const auto state = ledger().journalState();
        QVERIFY(state);
        QVERIFY(state->carried == slow.attempts);
        QVERIFY(state->cursors == batch.cursors);

        DrainBatch end = batchOf({slow});
        end.exchanges[0].carried = true;
        end.forgetCursorsBefore = 2;
        end.cursors = {{2, 0, 3}};
        QVERIFY(ledger().book(end));
        const auto after = ledger().journalState();
        QVERIFY(after->carried.empty());
        QVERIFY(after->cursors == end.cursors);
    }

    void balancesAreDepositsMinusCharges()
    {
        QVERIFY(ledger().deposit({1}, {Money::fromNano(1000), "USD", Money::fromNano(1'000'000'000), "opening", ""}, Money::fromNano(1000), at(0)));
        QVERIFY(ledger().deposit({1}, {Money::fromNano(1000), "EUR", Money::fromNano(500'000'000), "cash", ""}, Money::fromNano(500), at(1)));
        QVERIFY(ledger().book(batchOf({makeExchange({1}), makeExchange({2}), makeExchange({3, kNoonMs, 2})})));
        const auto balances = *ledger().balances();
        QCOMPARE(balances.size(), std::size_t{1}); // bob pays afterwards
        QCOMPARE(balances.at({1}).nano(), std::int64_t{1300});
        QCOMPARE(ledger().balance({1})->nano(), std::int64_t{1300});
        QCOMPARE(ledger().balance({2})->nano(), std::int64_t{-100});
    }

    void reportsShowWhatWasBooked()
    {
        QVERIFY(ledger().book(batchOf({makeExchange({1}), makeExchange({2, kNoonMs, 1, Outcome::Failed, 0}), makeExchange({3, kNoonMs, 2, Outcome::Truncated}),
                                       makeExchange({4, kNoonMs + kDayMs, 3})})));
        const auto byUser = usage({UsageDimension::User, {}, {}});
        QCOMPARE(byUser.size(), std::size_t{2}); // the removed alice and the new one share a name
        QCOMPARE(byUser[0].name, std::string("alice"));
        QCOMPARE(byUser[0].requests, std::uint64_t{2});
        QCOMPARE(byUser[0].failed, std::uint64_t{1});
        QCOMPARE(byUser[0].inputTokens, std::uint64_t{3 * 13});
        QCOMPARE(byUser[0].cachedInputTokens, std::uint64_t{9});
        QCOMPARE(byUser[0].outputTokens, std::uint64_t{3 * 7});
        QCOMPARE(byUser[0].reasoningTokens, std::uint64_t{6});
        QCOMPARE(byUser[0].cost.nano(), std::int64_t{200});
        QCOMPARE(byUser[0].upstreamCost.nano(), std::int64_t{3 * 47});

        const auto names = [&](UsageDimension by) {
            std::string all;
            for (const UsageRow& row : usage({by, {}, {}}))
                all += "[" + row.name + "]";
            return all;
        };
        QCOMPARE(names(UsageDimension::ApiKey), std::string("[][alice/laptop]"));
        QCOMPARE(names(UsageDimension::Group), std::string("[family]"));
        QCOMPARE(names(UsageDimension::Model), std::string("[gpt-x]"));
        QCOMPARE(names(UsageDimension::Provider), std::string("[openai]"));
        QCOMPARE(names(UsageDimension::Credential), std::string("[openai/main][openai/spare]"));
        QCOMPARE(names(UsageDimension::Day), std::string("[2026-03-01][2026-03-02]"));
        const auto byCredential = usage({UsageDimension::Credential, {}, {}});
        QCOMPARE(byCredential[1].upstreamCost.nano(), std::int64_t{4 * 7});
        QCOMPARE(byCredential[1].requests, std::uint64_t{0});
    }

    void anyPeriodGivesTheSameAsAddingUpTheRows()
    {
        std::mt19937_64 random(11);
        std::vector<std::int64_t> times;
        DrainBatch batch;
        for (std::uint32_t i = 1; i <= 400; ++i) {
            // Some stand exactly at midnight.
            const std::int64_t time = random() % 8 == 0 ? kNoonMs - kDayMs / 2 + static_cast<std::int64_t>(random() % 4) * kDayMs
                                                        : kNoonMs + static_cast<std::int64_t>(random() % (4 * kDayMs));
            times.push_back(time);
            batch.exchanges.push_back(makeExchange({i, time}));
        }
        QVERIFY(ledger().book(batch));
        for (int round = 0; round < 200; ++round) {
            std::int64_t since = kNoonMs - kDayMs + static_cast<std::int64_t>(random() % (6 * kDayMs));
            std::int64_t until = since + static_cast<std::int64_t>(random() % (round % 2 == 0 ? kDayMs / 4 : 5 * kDayMs));
            if (round % 5 == 0)
                since = since / kDayMs * kDayMs;
            if (round % 7 == 0)
                until = (until / kDayMs + 1) * kDayMs;
            const bool bounded = round % 11 != 0;
            const bool ended = round % 13 != 0;
            std::uint64_t expected = 0;
            for (const std::int64_t time : times)
                expected += (!bounded || time >= since) && (!ended || time < until) ? 1 : 0;
            UsageQuery query{static_cast<UsageDimension>(round % 7), {}, {}};
            if (bounded)
                query.since = at(since);
            if (ended)
                query.until = at(until);
            std::uint64_t requests = 0;
            std::int64_t upstream = 0;
            for (const UsageRow& row : usage(query)) {
                requests += row.requests;
                upstream += row.upstreamCost.nano();
            }
            QCOMPARE(requests, expected);
            QCOMPARE(upstream, static_cast<std::int64_t>(expected) * 47);
        }
        QCOMPARE(UsageQueries(*m_database).usage({UsageDimension::User, at(5), at(4)}).error().code, ErrorCode::InvalidArgument);
    }

    void measuresBooking()
    {
        constexpr std::uint32_t kBatches = 20;
        constexpr std::uint32_t kPerBatch = 1000;
        std::vector<DrainBatch> batches(kBatches);
        for (std::uint32_t i = 0; i < kBatches * kPerBatch; ++i)
            batches[i / kPerBatch].exchanges.push_back(makeExchange({i + 1, kNoonMs, i % 50}));
        const auto start = std::chrono::steady_clock::now();
        for (const DrainBatch& batch : batches)
            QVERIFY(ledger().book(batch));
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
        qInfo("ledger: %.0f exchanges/s in batches of %u", kBatches * kPerBatch / took.count(), kPerBatch);
    }
};

LANYARD_TEST(tst_LedgerTables)
#include "tst_LedgerTables.moc"
