#include "store/RequestLog.h"

#include "StoreDoubles.h"
#include "store/Migrator.h"
#include "store/RequestQueries.h"
#include "support/FakeClock.h"
#include "support/TestMain.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace lanyard;
using namespace lanyard::test;

class tst_RequestLog : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_temporary;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<RequestLog> m_log;
    std::filesystem::path m_requests;
    FakeClock m_clock;

    std::vector<RequestRow> requests(const RequestQuery& query) { return *RequestQueries(*m_database, m_requests).requests(query); }
    QStringList files() const
    {
        return QDir(QString::fromStdString(m_requests.string())).entryList({QStringLiteral("*.db"), QStringLiteral("*.damaged")}, QDir::Files, QDir::Name);
    }

private Q_SLOTS:
    void init()
    {
        m_temporary = std::make_unique<QTemporaryDir>();
        const std::filesystem::path folder = m_temporary->path().toStdString();
        m_database = *openMigrated(folder / "lanyard.db", MigrationSet::mainDatabase(folder), m_clock);
        QVERIFY(m_database->run("INSERT INTO users (id, position, name, enabled, frozen) VALUES (1, 0, 'alice', 1, 0), (2, 1, 'bob', 1, 0)"));
        QVERIFY(m_database->run("INSERT INTO models (id, position, name, enabled, strategy, aliases) VALUES (4, 0, 'gpt-x', 1, 'priority', '[]')"));
        m_requests = folder / "requests";
        std::filesystem::create_directory(m_requests);
        m_log = std::make_unique<RequestLog>(m_requests, m_clock);
    }
    void cleanup()
    {
        m_log.reset();
        m_database.reset();
    }

    void rowsGoIntoTheFileOfTheirDayOnce()
    {
        const DrainBatch batch = batchOf({makeExchange({1}), makeExchange({2, kNoonMs + kDayMs}), makeExchange({3, kNoonMs - kDayMs})});
        QVERIFY(m_log->write(batch));
        QVERIFY(m_log->write(batch));
        QCOMPARE(files(), QStringList({QStringLiteral("2026-02-28.db"), QStringLiteral("2026-03-01.db"), QStringLiteral("2026-03-02.db")}));
        for (const QString& file : files()) {
            const auto partition = *Database::open(m_requests / file.toStdString(), Database::Mode::ReadOnly);
            QCOMPARE(*partition->number("SELECT count(*) FROM requests"), std::int64_t{1});
            QCOMPARE(*partition->number("SELECT count(*) FROM attempts"), std::int64_t{2});
        }
    }

    void aRowShowsEverything()
    {
        BookedExchange exchange = makeExchange({1});
        exchange.texts = JournalTexts{exchange.settled.exchange, "request-1", "gpt-x-latest", "too bad", "because"};
        QVERIFY(m_log->write(batchOf({exchange})));
        const auto rows = requests({});
        QCOMPARE(rows.size(), std::size_t{1});
        const RequestRow& row = rows[0];
        QCOMPARE(row.requestId, std::string("request-1"));
        QCOMPARE(row.time, at(kNoonMs - 1234));
        QCOMPARE(row.user, std::string("alice"));
        QCOMPARE(row.model, std::string("gpt-x"));
        QCOMPARE(row.status, 200);
        QCOMPARE(row.outcome, std::string("ok"));
        QCOMPARE(row.basis, std::string("reported"));
        QCOMPARE(row.inputTokens, std::uint64_t{13});
        QCOMPARE(row.outputTokens, std::uint64_t{7});
        QCOMPARE(row.cost.nano(), std::int64_t{100});
        QCOMPARE(row.attempts, 2);
        QCOMPARE(row.totalMs, 1234U);
        QCOMPARE(row.message, std::string("too bad"));
    }

    void oneRequestIsFoundByAnyOfItsIds()
    {
        BookedExchange exchange = makeExchange({7});
        exchange.texts = JournalTexts{exchange.settled.exchange, "request-7", "gpt-x", "", "one was skipped"};
        QVERIFY(m_log->write(batchOf({makeExchange({6, kNoonMs - kDayMs}), exchange, makeExchange({8})})));
        RequestQueries queries(*m_database, m_requests);
        const std::uint64_t rowId = requests({}).at(1).id;
        for (const std::string& id : {std::to_string(rowId), std::to_string(exchange.settled.exchange.value), std::string("request-7")}) {
            const Result<RequestDetail> detail = queries.request(id);
            QVERIFY2(detail, id.c_str());
            QCOMPARE(detail->row.requestId, std::string("request-7"));
            QCOMPARE(detail->explanation, std::string("one was skipped"));
            QCOMPARE(detail->attempts.size(), std::size_t{2});
            QCOMPARE(detail->attempts[0].number, 1);
            QCOMPARE(detail->attempts[1].number, 2);
            QVERIFY(!detail->attempts[0].failure.empty());
        }
        QVERIFY(queries.request("nobody").error().code == ErrorCode::NotFound);
        QVERIFY(queries.request("99999999999").error().code == ErrorCode::NotFound);
    }

    void uuidsComeBackFromTheirBits()
    {
        BookedExchange exchange = makeExchange({1});
        exchange.settled.requestId = requestIdBits("01234567-89ab-cdef-0123-456789abcdef");
        QVERIFY(m_log->write(batchOf({exchange})));
        QCOMPARE(requests({})[0].requestId, std::string("01234567-89ab-cdef-0123-456789abcdef"));
    }

    void pagesGoBackThroughAllDays()
    {
        DrainBatch batch;
        for (std::uint32_t i = 0; i < 50; ++i)
            batch.exchanges.push_back(makeExchange({i + 1, kNoonMs + (i / 10) * kDayMs, 1 + i % 2}));
        QVERIFY(m_log->write(batch));
        RequestQuery query;
        query.limit = 7;
        std::vector<std::string> seen;
        for (;;) {
            const auto page = requests(query);
            if (page.empty())
                break;
            QVERIFY(page.size() <= 7);
            for (const RequestRow& row : page)
                seen.push_back(requestIdText(requestIdBits("request-" + std::to_string(50 - seen.size()))) == row.requestId ? "ok" : "wrong");
            query.beforeId = page.back().id;
        }
        QCOMPARE(seen.size(), std::size_t{50});
        QVERIFY(std::all_of(seen.begin(), seen.end(), [](const std::string& s) { return s == "ok"; }));
    }

    void filtersByUserModelAndTime()
    {
        QVERIFY(m_log->write(batchOf({makeExchange({1}), makeExchange({2, kNoonMs, 2}), makeExchange({3, kNoonMs + kDayMs})})));
        RequestQuery query;
        query.user = "alice";
        QCOMPARE(requests(query).size(), std::size_t{2});
        query.since = at(kNoonMs + 1);
        QCOMPARE(requests(query).size(), std::size_t{1});
        query = {};
        query.user = "nobody'; DROP TABLE users; --";
        QCOMPARE(requests(query).size(), std::size_t{0});
        query = {};
        query.model = "gpt-x";
        QCOMPARE(requests(query).size(), std::size_t{3});
    }

    void aDamagedDayIsSetAsideAndBegunAnew()
    {
        {
            QFile broken(QString::fromStdString((m_requests / "2026-03-01.db").string()));
            QVERIFY(broken.open(QIODevice::WriteOnly));
            broken.write(QByteArray(5000, 'x'));
        }
        QVERIFY(m_log->write(batchOf({makeExchange({1})})));
        QCOMPARE(files(), QStringList({QStringLiteral("2026-03-01.db"), QStringLiteral("2026-03-01.db.damaged")}));
        QCOMPARE(requests({}).size(), std::size_t{1});
    }

    void daysGoByAge()
    {
        m_clock.jumpWall(at(kNoonMs) - m_clock.wall());
        QVERIFY(m_log->write(batchOf({makeExchange({1}), makeExchange({2, kNoonMs - kDayMs}), makeExchange({3, kNoonMs - 2 * kDayMs}),
                                      makeExchange({4, kNoonMs - 3 * kDayMs})})));
        QCOMPARE(*m_log->prune({2, 0}), std::size_t{2});
        QCOMPARE(files(), QStringList({QStringLiteral("2026-02-28.db"), QStringLiteral("2026-03-01.db")}));
        QCOMPARE(requests({}).size(), std::size_t{2});
        QCOMPARE(*m_log->prune({2, 0}), std::size_t{0});
        m_clock.advance(std::chrono::hours{12}); // UTC midnight
        QCOMPARE(*m_log->prune({2, 0}), std::size_t{1});
    }

    void daysGoBySizeTheOldestFirstAndTodayNever()
    {
        m_clock.jumpWall(at(kNoonMs) - m_clock.wall());
        QVERIFY(m_log->write(batchOf({makeExchange({1}), makeExchange({2, kNoonMs - kDayMs}), makeExchange({3, kNoonMs - 2 * kDayMs})})));
        m_log = std::make_unique<RequestLog>(m_requests, m_clock); // closed: each file has its full size
        const std::uint64_t one = std::filesystem::file_size(m_requests / "2026-03-01.db");
        QCOMPARE(*m_log->prune({30, 2 * one}), std::size_t{1});
        QCOMPARE(files(), QStringList({QStringLiteral("2026-02-28.db"), QStringLiteral("2026-03-01.db")}));
        QCOMPARE(*m_log->prune({30, 1}), std::size_t{1});
        QCOMPARE(files(), QStringList(QStringLiteral("2026-03-01.db")));
        QVERIFY(m_log->write(batchOf({makeExchange({4, kNoonMs - kDayMs})}))); // a late row makes its day anew
        QCOMPARE(requests({}).size(), std::size_t{2});
    }

    void daysThatWereDroppedAreNotMissed()
    {
        QVERIFY(m_log->write(batchOf({makeExchange({1}), makeExchange({2, kNoonMs + kDayMs})})));
        m_log.reset();
        std::filesystem::remove(m_requests / "2026-03-01.db");
        QCOMPARE(requests({}).size(), std::size_t{1});
    }
};

LANYARD_TEST(tst_RequestLog)
#include "tst_RequestLog.moc"
