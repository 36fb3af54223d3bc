#include "store/Rerating.h"

#include "StoreDoubles.h"
#include "store/BookProof.h"
#include "store/LedgerTables.h"
#include "store/Migrator.h"
#include "store/UsageQueries.h"
#include "support/FakeClock.h"
#include "support/TestMain.h"

#include <QTemporaryDir>

#include <map>

using namespace lanyard;
using namespace lanyard::test;

namespace {

Money nano(std::int64_t value)
{
    return Money::fromNano(value);
}

/// A model "gpt" (id 4) of alice (1) and bob (2); 10 input, 3 cached and 7 output tokens an exchange.
Configuration priced(std::int64_t inputPerToken)
{
    Configuration c;
    ModelConfig model;
    model.id = {4};
    model.name = "gpt";
    model.price.emplace();
    model.price->input = nano(inputPerToken * 1'000'000);
    c.models = {model};
    c.users.resize(2);
    c.users[0].id = {1};
    c.users[0].name = "alice";
    c.users[1].id = {2};
    c.users[1].name = "bob";
    GroupConfig group;
    group.id = {3};
    group.name = "family";
    c.groups = {group};
    return c;
}

} // namespace

class tst_Rerating : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_temporary;
    std::unique_ptr<Database> m_database;
    FakeClock m_clock{at(kNoonMs)};
    std::map<std::uint32_t, Money> m_balances; ///< of those who pay in advance
    bool m_diskFull = false;

    std::filesystem::path folder() const { return m_temporary->path().toStdString(); }
    Result<RerateReport> apply(const Configuration& c, const RerateOrder& order)
    {
        const Snapshot snapshot(c, 1);
        const auto take = [this](UserId user, Money amount) {
            const auto found = m_balances.find(user.value);
            if (found == m_balances.end())
                return amount;
            const Money taken = std::min(found->second, amount);
            found->second -= taken;
            return taken;
        };
        const auto giveBack = [this](UserId user, Money amount) {
            if (const auto found = m_balances.find(user.value); found != m_balances.end())
                found->second += amount;
        };
        return Rerating(*m_database, snapshot).apply(order, m_clock.wall(), take, giveBack);
    }
    static RerateOrder wholeDay() { return {at(kNoonMs - kDayMs), at(kNoonMs + kDayMs), {}, {}, "the price was wrong"}; }
    std::string faults()
    {
        const auto found = BookProof(*m_database, folder() / "journal", 1).run();
        return !found ? found.error().message : found->faults.empty() ? std::string() : found->faults.front();
    }
    Money costOfUser(const std::string& name)
    {
        const std::vector<UsageRow> rows = *UsageQueries(*m_database).usage({UsageDimension::User, {}, {}});
        for (const UsageRow& row : rows) {
            if (row.name == name)
                return row.cost;
        }
        return nano(-1);
    }

private Q_SLOTS:
    void init()
    {
        m_temporary = std::make_unique<QTemporaryDir>();
        m_database = *openMigrated(folder() / "lanyard.db", MigrationSet::mainDatabase(folder()), m_clock);
        for (const char* sql : {"INSERT INTO users (id, position, name, enabled, frozen) VALUES (1, 0, 'alice', 1, 0), (2, 1, 'bob', 1, 0)",
                                "INSERT INTO deposits (user_id, made_ms, amount_nano, source, note) VALUES (1, 0, 1000, 'cash', '')"})
            QVERIFY(m_database->run(sql));
        // alice: three at 100, bob: one at 100; each has 13 prompt and 7 output tokens.
        QVERIFY(LedgerTables(*m_database).book(batchOf({makeExchange({1}), makeExchange({2}), makeExchange({3}), makeExchange({4, kNoonMs, 2})})));
        m_balances = {{1, nano(700)}};
    }
    void cleanup() { m_database.reset(); }

    void aPreviewSaysWhatWouldChangeAndChangesNothing()
    {
        const Snapshot snapshot(priced(20), 1); // 13 x 20 + output free = 260
        const auto report = Rerating(*m_database, snapshot).prepare(wholeDay());
        QVERIFY(report);
        QCOMPARE(report->id, std::uint64_t{0});
        QCOMPARE(report->examined, std::uint64_t{4});
        QCOMPARE(report->changed, std::uint64_t{4});
        QCOMPARE(report->before, nano(400));
        QCOMPARE(report->after, nano(1'040));
        QCOMPARE(report->lines.size(), std::size_t{2});
        QCOMPARE(report->lines[0].user, std::string("alice"));
        QCOMPARE(report->lines[0].requests, std::uint64_t{3});
        QCOMPARE(report->lines[0].after, nano(780));
        QCOMPARE(*m_database->number("SELECT count(*) FROM adjustments"), std::int64_t{0});
        QCOMPARE(costOfUser("alice"), nano(300));
    }

    void aDearerPriceIsTakenFromTheBalance()
    {
        const auto report = apply(priced(20), wholeDay());
        QVERIFY(report && report->id == 1);
        QCOMPARE(report->absorbed, nano(0));
        QCOMPARE(m_balances[1], nano(700 - 480));
        QCOMPARE(costOfUser("alice"), nano(780));
        QCOMPARE(costOfUser("bob"), nano(260));
        QCOMPARE(*LedgerTables(*m_database).balance({1}), nano(220));
        QCOMPARE(QString::fromStdString(faults()), QString());
        // The charges stand as they were booked; the trail says what was done.
        QCOMPARE(*m_database->number("SELECT sum(cost_nano) FROM charges"), std::int64_t{400});
        const auto trail = *Rerating::list(*m_database);
        QCOMPARE(trail.size(), std::size_t{1});
        QCOMPARE(trail[0].order.reason, std::string("the price was wrong"));
        QCOMPARE(trail[0].changed, std::uint64_t{4});
        QCOMPARE(trail[0].after, nano(1'040));
        // The same prices once more change nothing.
        const auto again = apply(priced(20), wholeDay());
        QVERIFY(again && again->id == 0 && again->changed == 0);
        QCOMPARE(Rerating::list(*m_database)->size(), std::size_t{1});
    }

    void aBalanceNeverGoesBelowZero()
    {
        m_balances[1] = nano(700);
        const auto report = apply(priced(200), wholeDay()); // 2600 each: alice owes 7,500 more and has 700
        QVERIFY(report);
        QCOMPARE(report->absorbed, nano(6'800));
        QCOMPARE(m_balances[1], nano(0));
        QCOMPARE(*LedgerTables(*m_database).balance({1}), nano(0));
        QCOMPARE(QString::fromStdString(faults()), QString());
        // Back to the price of old: what was absorbed is forgiven first, what was paid comes back.
        const auto back = apply(priced(0), wholeDay());
        QVERIFY(back);
        QCOMPARE(m_balances[1], nano(1'000));
        QCOMPARE(costOfUser("alice"), nano(0));
        QCOMPARE(QString::fromStdString(faults()), QString());
    }

    void onlyWhatIsNamedIsTouched()
    {
        RerateOrder order = wholeDay();
        order.user = "bob";
        QCOMPARE(apply(priced(20), order)->changed, std::uint64_t{1});
        order.user.clear();
        order.until = order.since + std::chrono::hours{1};
        QCOMPARE(apply(priced(20), order)->examined, std::uint64_t{0});
        order.until = order.since;
        QCOMPARE(apply(priced(20), order).error().code, ErrorCode::InvalidArgument);
        order = wholeDay();
        order.model = "nothing";
        QCOMPARE(apply(priced(20), order).error().code, ErrorCode::NotFound);
        QCOMPARE(costOfUser("alice"), nano(300));
    }

    void eachRequestHasThePriceOfItsMoment()
    {
        QVERIFY(LedgerTables(*m_database).book(batchOf({makeExchange({5, kNoonMs + 3'600'000, 2})})));
        Configuration c = priced(10);
        DatedPrice later{at(kNoonMs + 1'800'000), {}};
        later.price.input = nano(30'000'000);
        c.models[0].price->changes = {later};
        const auto report = apply(c, wholeDay());
        QVERIFY(report);
        QCOMPARE(costOfUser("alice"), nano(390));
        QCOMPARE(costOfUser("bob"), nano(130 + 390));
    }

    void theGroupsFactorCounts()
    {
        Configuration c = priced(20);
        c.groups[0].multiplierMicro = 500'000;
        QVERIFY(apply(c, wholeDay()));
        QCOMPARE(costOfUser("bob"), nano(130));
    }

    void whatCannotBeBookedIsGivenBack()
    {
        QVERIFY(m_database->run("CREATE TRIGGER stop BEFORE INSERT ON adjustments BEGIN SELECT raise(ABORT, 'no'); END"));
        QVERIFY(!apply(priced(20), wholeDay()));
        QCOMPARE(m_balances[1], nano(700));
        QCOMPARE(*m_database->number("SELECT count(*) FROM reratings"), std::int64_t{0});
        QCOMPARE(costOfUser("alice"), nano(300));
    }
};

LANYARD_TEST(tst_Rerating)
#include "tst_Rerating.moc"
