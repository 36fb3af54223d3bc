#include "GovernorWorld.h"
#include "support/TestMain.h"

#include <QDateTime>
#include <QTimeZone>

using namespace lanyard;
using namespace lanyard::test;
using namespace std::chrono_literals;

namespace {

using World = GovernorWorld;

/// Whose limits a row sets.
enum class Whose { User, Key, Group };

Limits& limitsOf(World& world, Whose whose)
{
    switch (whose) {
    case Whose::User: return world.user().limits;
    case Whose::Key: return world.key().limits;
    case Whose::Group: break;
    }
    return world.configuration.groups.front().limits;
}

void joinGroup(World& world)
{
    world.change([&] {
        world.addGroup("family");
        world.user().group = "family";
    });
}

} // namespace

class tst_Governor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachLimitRefusesExactlyAtItsValue_data()
    {
        QTest::addColumn<int>("whose");
        QTest::addColumn<QByteArray>("limit");
        QTest::addColumn<int>("fit"); // of requests of 10 tokens
        QTest::addColumn<qint64>("freeInMs"); // 0: not by time
        QTest::addColumn<QByteArray>("message");
        const auto rows = [](Whose whose, const QByteArray& who) {
            const auto row = [&](const char* limit, int fit, qint64 freeInMs, const QByteArray& message) {
                QTest::newRow((QByteArray(limit) + " of " + who).constData()) << int(whose) << QByteArray(limit) << fit << freeInMs << message;
            };
            row("rpm", 3, 60'000, "the limit of 3 requests a minute for " + who + " is reached: try again in 60 s");
            row("tpm", 3, 60'000, "the limit of 39 tokens a minute for " + who + " is reached: try again in 60 s");
            row("rpd", 4, 86'400'000, "the limit of 4 requests a day for " + who + " is reached: try again in 24 h");
            row("concurrency", 2, 0, "the limit of 2 at a time for " + who + " is reached: wait until a running request has ended");
        };
        rows(Whose::User, "user alice");
        rows(Whose::Key, "API key laptop");
        rows(Whose::Group, "group family");
    }
    void eachLimitRefusesExactlyAtItsValue()
    {
        QFETCH(int, whose);
        QFETCH(QByteArray, limit);
        QFETCH(int, fit);
        QFETCH(qint64, freeInMs);
        QFETCH(QByteArray, message);
        World world;
        joinGroup(world);
        world.change([&] {
            Limits& limits = limitsOf(world, static_cast<Whose>(whose));
            if (limit == "rpm")
                limits.rpm = 3;
            else if (limit == "tpm")
                limits.tpm = 39;
            else if (limit == "rpd")
                limits.rpd = 4;
            else
                limits.concurrency = 2;
        });
        std::vector<Reservation> running;
        for (int i = 0; i < fit; ++i) {
            running.push_back(world.reserve(World::demand(10)));
            QVERIFY(bool(running.back()));
        }
        const GovernorRefusal refusal = world.refusal(World::demand(10));
        QCOMPARE(refusal.error.code, ErrorCode::RateLimited);
        QCOMPARE(QByteArray::fromStdString(refusal.error.message), message);
        if (freeInMs == 0) {
            QVERIFY(!refusal.retryAfter);
            running.front().settle(10, {});
            QVERIFY(bool(world.reserve(World::demand(10))));
            return;
        }
        QCOMPARE(refusal.retryAfter->count(), freeInMs);
        for (Reservation& reservation : running)
            reservation.settle(10, {});
        world.clock.advance(std::chrono::milliseconds(freeInMs - 1));
        QVERIFY(!world.reserve(World::demand(10)));
        world.clock.advance(1ms);
        QVERIFY(bool(world.reserve(World::demand(10))));
    }

    void aRequestThatCanNeverFitIsTooLarge()
    {
        World world;
        world.change([&] { world.user().limits.tpr = 100; });
        QCOMPARE(world.refusal(World::demand(101)).error.code, ErrorCode::TooLarge);
        QCOMPARE(world.refusal(World::demand(101)).error.message,
                 std::string("this request may need 101 tokens; user alice is limited to 100 tokens a request: "
                             "send less, or ask for a shorter answer"));
        QVERIFY(bool(world.reserve(World::demand(100))));
        world.change([&] { world.user().limits = World::limits({}, 50); });
        QCOMPARE(world.refusal(World::demand(51)).error.code, ErrorCode::TooLarge);
    }

    void tokensAreCorrectedToTheTruth()
    {
        World world;
        world.change([&] { world.key().limits.tpm = 1'000; });
        Reservation reservation = world.reserve(World::demand(900));
        QVERIFY(!world.reserve(World::demand(200)));
        reservation.settle(100, {});
        QVERIFY(bool(world.reserve(World::demand(900))));
    }

    void aReservationThatIsDroppedNeverWas()
    {
        World world;
        world.change([&] { world.user().limits = World::limits(1, 100, 1, {}, 1); });
        world.governor.loadBalances({{{1}, World::usd("1.00")}});
        for (int i = 0; i < 5; ++i)
            QVERIFY(bool(world.reserve(World::demand(100, World::usd("1.00")))));
        QCOMPARE(*world.governor.balance({1}), World::usd("1.00"));
    }

    void aRefusedRequestConsumesNothing()
    {
        World world;
        joinGroup(world);
        world.change([&] {
            world.key().limits = World::limits(2, {}, 2);
            world.user().limits = World::limits(2, 1'000);
            world.configuration.groups.front().limits = World::limits({}, {}, {}, {}, 1);
        });
        Reservation running = world.reserve(World::demand(10));
        for (int i = 0; i < 10; ++i)
            QVERIFY(!world.reserve(World::demand(10))); // the group is the last to be asked
        running.settle(10, {});
        QVERIFY(bool(world.reserve(World::demand(990))));
        world.governor.loadBalances({{{1}, Money()}});
        QCOMPARE(world.refusal(World::demand(10, World::usd("0.01"))).error.code, ErrorCode::PaymentRequired);
    }

    void dailyLimitsGoByLocalMidnight()
    {
        World world{QTimeZone("America/New_York")};
        // 2026-03-08 is 23 hours long there.
        world.clock.jumpWall(std::chrono::milliseconds(QDateTime(QDate(2026, 3, 8), QTime(5, 0), QTimeZone::utc()).toMSecsSinceEpoch())
                             - world.clock.wall().time_since_epoch());
        world.change([&] { world.user().limits.rpd = 1; });
        world.reserve().settle(1, {});
        QCOMPARE(*world.refusal().retryAfter, std::chrono::milliseconds(23h));
        world.clock.jumpWall(23h - 1ms);
        QVERIFY(!world.reserve());
        world.clock.advance(1ms);
        world.reserve().settle(1, {});
        world.clock.jumpWall(-2h); // back to yesterday
        QVERIFY(!world.reserve());
    }

    void theSettingSaysWhereMidnightIs()
    {
        World world; // in UTC
        world.clock.jumpWall(std::chrono::milliseconds(QDateTime(QDate(2026, 6, 1), QTime(23, 0), Qt::UTC).toMSecsSinceEpoch())
                             - world.clock.wall().time_since_epoch());
        world.change([&] {
            world.user().limits.rpd = 1;
            world.user().budget = Budget{World::usd("1.00"), {}, BudgetPeriod::Daily, {}};
            world.key().budget = Budget{World::usd("1.00"), {}, BudgetPeriod::Daily, "UTC"}; // one that names its own
            world.configuration.settings["time_zone"] = "Asia/Tokyo"; // there it is eight in the morning
        });
        world.reserve().settle(1, {});
        QCOMPARE(*world.refusal().retryAfter, std::chrono::milliseconds(16h));
        const auto resets = [&](ApiKeyId key) { return *world.governor.budget({1}, key)->resets - world.clock.wall(); };
        QCOMPARE(resets({}), std::chrono::milliseconds(16h));
        QCOMPARE(resets({11}), std::chrono::milliseconds(1h));
    }

    void moneyIsSetAsideThenCharged()
    {
        World world;
        world.governor.loadBalances({{{1}, World::usd("10.00")}});
        Reservation reservation = world.reserve(World::demand(1, World::usd("6.00")));
        QCOMPARE(reservation.reserved(), World::usd("6.00"));
        QCOMPARE(*world.governor.balance({1}), World::usd("10.00"));
        QVERIFY(!world.reserve(World::demand(1, World::usd("4.000000001"))));
        QVERIFY(bool(world.reserve(World::demand(1, World::usd("4.00")))));
        QCOMPARE(reservation.settle(1, World::usd("2.50")), Money());
        QVERIFY(!reservation);
        QCOMPARE(*world.governor.balance({1}), World::usd("7.50"));
        QVERIFY(bool(world.reserve(World::demand(1, World::usd("7.50")))));
    }

    void theRefusalSaysBalanceNeedAndWhomToAsk()
    {
        World world;
        world.governor.loadBalances({{{1}, World::usd("1.00")}});
        QCOMPARE(world.refusal(World::demand(1, World::usd("1.20"))).error.message,
                 std::string("the balance of user \"alice\" is 1.00 USD and this request may cost up to 1.20 USD; "
                             "ask whoever runs this gateway for a deposit, or ask for a shorter answer"));
        world.change([&] { world.configuration.settings["contact"] = "bob@example.com"; });
        Reservation running = world.reserve(World::demand(1, World::usd("0.30")));
        const GovernorRefusal refusal = world.refusal(World::demand(1, World::usd("0.80")));
        QCOMPARE(refusal.error.code, ErrorCode::PaymentRequired);
        QVERIFY(!refusal.retryAfter);
        QCOMPARE(*refusal.available, World::usd("0.70"));
        QCOMPARE(refusal.error.message,
                 std::string("the balance of user \"alice\" is 1.00 USD (0.30 USD of it set aside for running requests) and this "
                             "request may cost up to 0.80 USD; ask bob@example.com for a deposit, or ask for a shorter answer"));
    }

    void aReportAboveTheReserveChargesDownToZeroAndTellsTheRest()
    {
        World world;
        world.governor.loadBalances({{{1}, World::usd("1.00")}});
        Reservation reservation = world.reserve(World::demand(1, World::usd("0.80")));
        QCOMPARE(reservation.settle(1, World::usd("1.30")), World::usd("0.30"));
        QCOMPARE(*world.governor.balance({1}), Money());
    }

    void whoPaysAfterwardsIsNeverRefusedForMoney()
    {
        World world;
        Reservation reservation = world.reserve(World::demand(1, World::usd("1000.00")));
        QVERIFY(bool(reservation));
        QCOMPARE(reservation.settle(1, World::usd("1000.00")), Money());
        QVERIFY(!world.governor.balance({1}));
        Reservation endless = world.reserve(World::demand(1, Money::fromNano(std::numeric_limits<std::int64_t>::max())));
        Reservation another = world.reserve(World::demand(1, Money::fromNano(std::numeric_limits<std::int64_t>::max())));
        QVERIFY(endless && another);
    }

    void theFirstDepositMakesAUserPrepaid()
    {
        World world;
        Reservation before = world.reserve(World::demand(1, World::usd("3.00")));
        world.governor.deposit({1}, World::usd("5.00"));
        QCOMPARE(*world.governor.balance({1}), World::usd("5.00"));
        QVERIFY(!world.reserve(World::demand(1, World::usd("2.50")))); // what runs already counts
        QCOMPARE(before.settle(1, World::usd("1.00")), Money());
        QCOMPARE(*world.governor.balance({1}), World::usd("4.00"));
        world.governor.deposit({1}, World::usd("1.00"));
        QVERIFY(bool(world.reserve(World::demand(1, World::usd("5.00")))));
    }

    void anEmptyBalanceStopsWhatCostsAndADepositBringsItBack()
    {
        World world;
        world.governor.loadBalances({{{1}, Money()}});
        QCOMPARE(world.refusal(World::demand(1, Money::fromNano(1))).error.code, ErrorCode::PaymentRequired);
        QVERIFY(bool(world.reserve(World::demand(1, Money())))); // what costs nothing needs no money
        QVERIFY(world.governor.admit(world.identity()).has_value());
        world.governor.deposit({1}, Money::fromNano(1));
        QVERIFY(bool(world.reserve(World::demand(1, Money::fromNano(1)))));
    }

    void aBalanceMayArriveBeforeItsUser()
    {
        World world;
        world.governor.loadBalances({{{2}, World::usd("2.00")}});
        world.governor.deposit({2}, World::usd("1.00"));
        world.change([&] { world.addUser("bob"); });
        QCOMPARE(*world.governor.balance({2}), World::usd("3.00"));
        QVERIFY(!world.governor.balance({3}));
    }

    void admissionGoesByTheNewestConfiguration_data()
    {
        QTest::addColumn<int>("edit");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("message");
        QTest::newRow("user disabled") << 0 << int(ErrorCode::Forbidden) << QByteArray("user \"alice\" is disabled; ask bob to enable it");
        QTest::newRow("user frozen") << 1 << int(ErrorCode::Forbidden) << QByteArray("user \"alice\" is frozen; ask bob to unfreeze it");
        QTest::newRow("key disabled") << 2 << int(ErrorCode::Forbidden) << QByteArray("API key \"laptop\" is disabled; ask bob to enable it");
        QTest::newRow("key revoked") << 3 << int(ErrorCode::Unauthenticated) << QByteArray("API key \"laptop\" was revoked; ask bob for a new one");
        QTest::newRow("key expired") << 4 << int(ErrorCode::Unauthenticated) << QByteArray("API key \"laptop\" has expired; ask bob for a new one");
        QTest::newRow("key removed") << 5 << int(ErrorCode::Unauthenticated) << QByteArray("this API key was removed; ask bob for a new one");
        QTest::newRow("user removed") << 6 << int(ErrorCode::Unauthenticated) << QByteArray("this API key was removed; ask bob for a new one");
    }
    void admissionGoesByTheNewestConfiguration()
    {
        QFETCH(int, edit);
        QFETCH(int, code);
        QFETCH(QByteArray, message);
        World world;
        world.change([&] { world.configuration.settings["contact"] = "bob"; });
        const Identity old = world.identity();
        QVERIFY(world.governor.admit(old).has_value());
        Reservation running = world.reserve();
        world.change([&] {
            switch (edit) {
            case 0: world.user().enabled = false; break;
            case 1: world.user().frozen = true; break;
            case 2: world.key().enabled = false; break;
            case 3: world.key().revoked = true; break;
            case 4: world.key().expires = world.clock.wall(); break;
            case 5: world.user().keys.clear(); break;
            default: world.configuration.users.clear(); break;
            }
        });
        const Result<void> admitted = world.governor.admit(old);
        QVERIFY(!admitted);
        QCOMPARE(int(admitted.error().code), code);
        QCOMPARE(QByteArray::fromStdString(admitted.error().message), message);
        const std::variant<Reservation, GovernorRefusal> result = world.governor.reserve(old, World::demand());
        QCOMPARE(int(std::get<GovernorRefusal>(result).error.code), code);
        running.settle(1, {}); // what runs ends as if nothing had been
    }

    void aKeyExpiresByTheWallClock()
    {
        World world;
        world.change([&] { world.key().expires = world.clock.wall() + 1h; });
        QVERIFY(world.governor.admit(world.identity()).has_value());
        world.clock.advance(1h - 1ms);
        QVERIFY(world.governor.admit(world.identity()).has_value());
        world.clock.advance(1ms);
        QVERIFY(!world.governor.admit(world.identity()));
    }

    void nobodyIsNotAdmitted()
    {
        World world;
        QCOMPARE(world.governor.admit({}).error().code, ErrorCode::Unauthenticated);
        QVERIFY(std::holds_alternative<GovernorRefusal>(world.governor.reserve({}, World::demand())));
        QVERIFY(!world.governor.rateLimits({}).requests);
    }

    void aNewConfigurationResetsNothing()
    {
        World world;
        world.change([&] { world.user().limits = World::limits(2, {}, {}, {}, 5); });
        world.governor.loadBalances({{{1}, World::usd("1.00")}});
        world.reserve().settle(1, World::usd("0.25"));
        Reservation running = world.reserve(World::demand(1, World::usd("0.50")));
        world.change([&] { world.addUser("bob"); });
        QCOMPARE(world.refusal().error.code, ErrorCode::RateLimited);
        QCOMPARE(*world.governor.balance({1}), World::usd("0.75"));
        world.change([&] { world.user().limits.rpm.reset(); });
        QVERIFY(!world.reserve(World::demand(1, World::usd("0.26"))));
        QVERIFY(bool(world.reserve(World::demand(1, World::usd("0.25")))));
    }

    void aUserWhoMovesTakesPurseAndCountersAlong()
    {
        World world;
        world.change([&] {
            world.addGroup("family").limits.concurrency = 1;
            world.addGroup("office").limits.concurrency = 1;
            world.user().group = "family";
            world.user().limits.rpm = 3;
            world.addUser("bob", "family");
        });
        world.governor.loadBalances({{{1}, World::usd("1.00")}});
        const Identity before = world.identity();
        Reservation running = world.reserve(World::demand(1, World::usd("0.60")));
        QVERIFY(std::holds_alternative<GovernorRefusal>(world.governor.reserve(world.identity(1), World::demand()))); // the family is busy

        world.change([&] { world.user().group = "office"; });
        QCOMPARE(*world.governor.balance({1}), World::usd("1.00"));
        QVERIFY(!world.reserve(World::demand(1, World::usd("0.50"))));
        // An older snapshot's identity counts in the new group, too.
        Reservation inOffice = std::get<Reservation>(world.governor.reserve(before, World::demand(1, World::usd("0.40"))));
        QCOMPARE(world.refusal().error.message, std::string("the limit of 1 at a time for group office is reached: wait until a running request has ended"));

        QCOMPARE(running.settle(1, World::usd("0.10")), Money()); // its slot was the family's
        QVERIFY(std::holds_alternative<Reservation>(world.governor.reserve(world.identity(1), World::demand())));
        QVERIFY(!world.reserve());
        inOffice.settle(1, World::usd("0.40"));
        QCOMPARE(*world.governor.balance({1}), World::usd("0.50"));
        world.reserve().settle(1, {});
        QCOMPARE(world.refusal().error.code, ErrorCode::RateLimited); // the third of this minute, wherever the others were
    }

    void aReservationMayOutliveItsGroupUserAndKey()
    {
        World world;
        joinGroup(world);
        world.governor.loadBalances({{{1}, World::usd("1.00")}});
        Reservation running = world.reserve(World::demand(1, World::usd("0.60")));
        Reservation dropped = world.reserve(World::demand(1, World::usd("0.40")));
        world.change([&] {
            world.configuration.groups.clear();
            world.configuration.users.clear();
        });
        QCOMPARE(running.settle(1, World::usd("0.60")), Money());
        dropped = Reservation();
        QCOMPARE(*world.governor.balance({1}), World::usd("0.40"));
    }

    void theTightestWindowsAreShown()
    {
        World world;
        joinGroup(world);
        QVERIFY(!world.governor.rateLimits(world.identity()).requests);
        world.change([&] {
            world.user().limits = World::limits(10, 1'000);
            world.key().limits = World::limits(5, {}, 100);
            world.configuration.groups.front().limits = World::limits({}, 400);
        });
        RateLimitView view = world.governor.rateLimits(world.identity());
        QCOMPARE(view.requests->limit, std::uint64_t{5});
        QCOMPARE(view.requests->remaining, std::uint64_t{5});
        QCOMPARE(view.requests->resetIn, 0ms);
        QCOMPARE(view.tokens->limit, std::uint64_t{400});
        world.reserve(World::demand(150)).settle(100, {});
        world.clock.advance(20s);
        Reservation running = world.reserve(World::demand(200));
        view = world.governor.rateLimits(world.identity());
        QCOMPARE(view.requests->remaining, std::uint64_t{3});
        QCOMPARE(view.requests->resetIn, 60'000ms);
        QCOMPARE(view.tokens->remaining, std::uint64_t{100});
        world.clock.advance(50s);
        view = world.governor.rateLimits(world.identity());
        QCOMPARE(view.requests->remaining, std::uint64_t{4});
        QCOMPARE(view.requests->resetIn, 10'000ms);
        QCOMPARE(view.tokens->remaining, std::uint64_t{200});
    }

    void severalKeysShareTheirUsersLimits()
    {
        World world;
        world.change([&] {
            World::addKey(world.user(), "phone");
            world.user().limits.rpm = 3;
            world.key(1).limits.rpm = 1;
        });
        const auto ask = [&](std::size_t key) {
            return std::holds_alternative<Reservation>(world.governor.reserve(world.identity(0, key), World::demand()));
        };
        std::vector<Reservation> running;
        running.push_back(std::get<Reservation>(world.governor.reserve(world.identity(0, 1), World::demand())));
        QVERIFY(!ask(1));
        running.push_back(world.reserve());
        running.push_back(world.reserve());
        QVERIFY(!ask(0));
    }
};

LANYARD_TEST(tst_Governor)
#include "tst_Governor.moc"
