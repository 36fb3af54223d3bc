#include "GovernorWorld.h"
#include "support/TestMain.h"

#include <QDateTime>

#include <thread>

using namespace lanyard;
using namespace lanyard::test;
using namespace std::chrono_literals;

namespace {

using World = GovernorWorld;

Budget budget(const char* amount, BudgetPeriod period = BudgetPeriod::Daily, const char* zone = "UTC")
{
    return {World::usd(amount), {}, period, zone};
}

} // namespace

class tst_Budgets : public QObject
{
    Q_OBJECT

    static void spend(World& world, const char* amount)
    {
        Reservation reservation = world.reserve(World::demand(10, World::usd(amount)));
        QVERIFY(reservation);
        QVERIFY(reservation.settle(10, World::usd(amount)).isZero());
    }

private Q_SLOTS:
    void eachOwnersBudgetRefuses_data()
    {
        QTest::addColumn<int>("owner");
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("user") << 1 << QByteArray("the daily budget of user alice (1.00 USD) has 0.40 USD left and this request may cost up to 0.50 USD");
        QTest::newRow("key") << 2 << QByteArray("the daily budget of API key laptop (1.00 USD) has 0.40 USD left");
        QTest::newRow("group") << 3 << QByteArray("the daily budget of group family (1.00 USD) has 0.40 USD left");
    }
    void eachOwnersBudgetRefuses()
    {
        QFETCH(int, owner);
        QFETCH(QByteArray, words);
        World world;
        world.change([&] {
            GroupConfig& family = world.addGroup("family");
            world.user().group = "family";
            (owner == 1 ? world.user().budget : owner == 2 ? world.key().budget : family.budget) = budget("1.00");
        });
        spend(world, "0.60");
        const GovernorRefusal refused = world.refusal(World::demand(10, World::usd("0.50")));
        QCOMPARE(refused.error.code, ErrorCode::PaymentRequired);
        QVERIFY2(refused.error.message.find(words.toStdString()) != std::string::npos, refused.error.message.c_str());
        QCOMPARE(*refused.available, World::usd("0.40"));
        QCOMPARE(*refused.retryAfter, 24h); // the clock stands at midnight
        spend(world, "0.40");
        QVERIFY(world.reserve(World::demand(10, Money()))); // what costs nothing needs no money
    }

    void tokensAreBudgetedToo()
    {
        World world;
        world.change([&] { world.user().budget = Budget{{}, 100, BudgetPeriod::Weekly, "UTC"}; });
        Reservation first = world.reserve(World::demand(60));
        QVERIFY(first);
        QVERIFY2(world.refusal(World::demand(50)).error.message.find("has no room for the 50 tokens") != std::string::npos, "tokens that are set aside count");
        first.settle(30, Money());
        QVERIFY(world.reserve(World::demand(70)));
        QCOMPARE(world.governor.budget(UserId{1})->spentTokens, std::uint64_t{30});
    }

    void aPeriodBeginsAnewAtItsOwnMidnight()
    {
        World world; // 2026-01-01T00:00Z, 08:00 in Shanghai
        world.change([&] { world.user().budget = budget("1.00", BudgetPeriod::Daily, "Asia/Shanghai"); });
        spend(world, "1.00");
        QCOMPARE(world.governor.budget(UserId{1})->resets, std::optional(world.clock.wall() + 16h));
        world.clock.advance(16h - 1ms);
        QVERIFY(!world.reserve(World::demand(1, World::usd("0.01"))));
        world.clock.advance(1ms);
        spend(world, "1.00");
    }

    void anExchangeCountsInThePeriodInWhichItIsSettled()
    {
        World world;
        world.change([&] { world.user().budget = budget("1.00"); });
        Reservation overnight = world.reserve(World::demand(1, World::usd("0.80")));
        world.clock.advance(24h);
        QVERIFY(!world.reserve(World::demand(1, World::usd("0.30")))); // still set aside
        overnight.settle(1, World::usd("0.50"));
        QCOMPARE(world.governor.budget(UserId{1})->spent, World::usd("0.50"));
        QVERIFY(!world.reserve(World::demand(1, World::usd("0.60"))));
    }

    void aClockThatIsSetBackHandsOutNothingTwice()
    {
        World world;
        world.clock.advance(12h);
        world.change([&] { world.user().budget = budget("1.00"); });
        spend(world, "1.00");
        world.clock.jumpWall(-13h); // into yesterday
        QVERIFY(!world.reserve(World::demand(1, World::usd("0.01"))));
        world.clock.jumpWall(13h);
        QVERIFY(!world.reserve(World::demand(1, World::usd("0.01"))));
    }

    void whatTheBookHasIsAddedOnceForTheRunningPeriod()
    {
        World world;
        world.change([&] { world.user().budget = budget("1.00"); });
        const WallTime today = world.clock.wall();
        world.governor.addSpent({{BudgetOwner::User, 1, today, World::usd("0.70"), 7}, {BudgetOwner::User, 1, today - 24h, World::usd("9.00"), 9}});
        QCOMPARE(world.governor.budget(UserId{1})->spent, World::usd("0.70"));
        QVERIFY(!world.reserve(World::demand(1, World::usd("0.40"))));
        world.change([&] { world.user().budget->amount = World::usd("2.00"); }); // the same periods: goes on
        QCOMPARE(world.governor.budget(UserId{1})->spent, World::usd("0.70"));
        QVERIFY(world.reserve(World::demand(1, World::usd("1.30"))));
        world.change([&] { world.user().budget->period = BudgetPeriod::Monthly; }); // others: the book has to say
        QCOMPARE(world.governor.budget(UserId{1})->spent, Money());
    }

    void eachMarkIsToldOnceAPeriod()
    {
        World world;
        QStringList told;
        world.governor.setAlertHook([&](const BudgetAlert& alert) {
            told.append(QStringLiteral("%1 %2").arg(QString::fromStdString(alert.name)).arg(alert.percent));
            QVERIFY(alert.text.find("monthly budget") != std::string::npos);
        });
        world.change([&] {
            world.key().budget = budget("1.00", BudgetPeriod::Monthly);
            world.user().budget = budget("10.00", BudgetPeriod::Monthly);
        });
        for (const char* amount : {"0.49", "0.01", "0.01", "0.29", "0.20"})
            spend(world, amount);
        QCOMPARE(told, QStringList({QStringLiteral("alice/laptop 50"), QStringLiteral("alice/laptop 80"), QStringLiteral("alice/laptop 100")}));
        world.clock.advance(31 * 24h);
        spend(world, "0.60");
        QCOMPARE(told.size(), 4);
    }

    void manyAtOnceNeverPassABudget()
    {
        World world;
        world.change([&] {
            world.addGroup("family").budget = budget("7.00");
            world.user().group = "family";
            world.addUser("bob", "family");
        });
        std::atomic<int> granted{0};
        std::vector<std::thread> threads;
        for (std::size_t user = 0; user < 2; ++user) {
            for (int t = 0; t < 2; ++t) {
                threads.emplace_back([&, user] {
                    for (int i = 0; i < 125; ++i) {
                        auto asked = world.governor.reserve(world.identity(user), World::demand(1, World::usd("1.00")));
                        if (auto* reservation = std::get_if<Reservation>(&asked)) {
                            reservation->settle(1, World::usd("1.00"));
                            ++granted;
                        }
                    }
                });
            }
        }
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(granted.load(), 7);
        QCOMPARE(world.governor.budget(GroupId{1})->spent, World::usd("7.00"));
        QCOMPARE(world.governor.budget(GroupId{1})->setAside, Money());
    }

    void extendingTakesMoreOrNothing()
    {
        World world;
        world.change([&] { world.user().budget = budget("1.00"); });
        Reservation reservation = world.reserve(World::demand(1, World::usd("0.60")));
        QVERIFY(!reservation.extend(1, World::usd("0.30")));
        QCOMPARE(reservation.reserved(), World::usd("0.90"));
        const auto refused = reservation.extend(1, World::usd("0.30"));
        QVERIFY(refused && refused->error.code == ErrorCode::PaymentRequired);
        QCOMPARE(world.governor.budget(UserId{1})->setAside, World::usd("0.90"));
        reservation.settle(2, World::usd("0.80"));
        QCOMPARE(world.governor.budget(UserId{1})->setAside, Money());
        QCOMPARE(world.governor.budget(UserId{1})->spent, World::usd("0.80"));
    }

    void aGroupThatWasLeftKeepsWhatBeganInIt()
    {
        World world;
        world.change([&] {
            world.addGroup("family").budget = budget("1.00");
            world.user().group = "family";
        });
        Reservation reservation = world.reserve(World::demand(1, World::usd("0.50")));
        world.change([&] { world.user().group.clear(); });
        QVERIFY(!reservation.extend(1, World::usd("0.20")));
        QCOMPARE(world.governor.budget(GroupId{1})->setAside, World::usd("0.70"));
        reservation.settle(1, World::usd("0.60"));
        QCOMPARE(world.governor.budget(GroupId{1})->setAside, Money());
        QCOMPARE(world.governor.budget(GroupId{1})->spent, World::usd("0.60"));
    }

    void theLastOfABalanceCanBeUsedByOneAtATime()
    {
        World world;
        world.governor.deposit({1}, World::usd("1.00"));
        Demand large = World::demand(1, World::usd("5.00"));
        QCOMPARE(world.refusal(large).error.code, ErrorCode::PaymentRequired);
        large.least = World::usd("0.10");
        Reservation last = world.reserve(large);
        QVERIFY(last);
        QCOMPARE(last.reserved(), World::usd("1.00"));
        QVERIFY(!world.reserve(large));
        QCOMPARE(last.settle(1, World::usd("0.95")), Money());
        QVERIFY(!world.reserve(large)); // 0.05 do not pay for the prompt
        QCOMPARE(*world.governor.balance({1}), World::usd("0.05"));
    }

    void aUsersLimitsWithOneModel()
    {
        World world;
        world.change([&] {
            for (const char* name : {"gpt-4o", "other"}) {
                ModelConfig model;
                model.id = {static_cast<std::uint32_t>(world.configuration.models.size() + 1)};
                model.name = name;
                world.configuration.models.push_back(model);
            }
            world.addGroup("family").modelLimits.push_back({"gpt-*", World::limits(2)});
            world.user().group = "family";
            world.addUser("bob", "family").modelLimits.push_back({"*", World::limits(1)});
        });
        const auto ask = [&](std::size_t user, std::uint32_t model) {
            auto asked = world.governor.reserve(world.identity(user), {{model}, 1, Money()});
            if (auto* reservation = std::get_if<Reservation>(&asked)) {
                reservation->settle(1, Money());
                return true;
            }
            return false;
        };
        QVERIFY(ask(0, 1) && ask(0, 1) && !ask(0, 1)); // the group's rule, for each of its users
        QVERIFY(ask(0, 2) && ask(0, 2) && ask(0, 2));
        QVERIFY(ask(1, 1) && !ask(1, 1)); // bob's own comes first
        QVERIFY(ask(1, 2) && !ask(1, 2));
        QCOMPARE(world.governor.rateLimits(world.identity(1), {1}).requests->limit, std::uint64_t{1});
        world.clock.advance(60s);
        QVERIFY(ask(1, 1));
    }
};

LANYARD_TEST(tst_Budgets)
#include "tst_Budgets.moc"
