#include "GovernorWorld.h"
#include "support/TestMain.h"

#include <atomic>
#include <random>
#include <thread>

using namespace lanyard;
using namespace lanyard::test;
using namespace std::chrono_literals;

namespace {

constexpr int kThreads = 8;
using World = GovernorWorld;

void inEightThreads(const std::function<void(int)>& body)
{
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t)
        threads.emplace_back(body, t);
    for (std::thread& thread : threads)
        thread.join();
}

} // namespace

class tst_GovernorThreads : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// 500 requests at once on a balance that pays for 7, the bound equal to the cost.
    void aBalanceForSevenServesExactlySeven()
    {
        World world;
        const Money cost = World::usd("0.10");
        world.governor.loadBalances({{{1}, World::usd("0.70")}});
        std::atomic<int> next{0};
        std::atomic<int> served{0};
        std::atomic<int> refused{0};
        std::vector<Reservation> held(500);
        inEightThreads([&](int) {
            for (int i = next++; i < 500; i = next++) {
                std::variant<Reservation, GovernorRefusal> result = world.governor.reserve(world.identity(), World::demand(1, cost));
                if (Reservation* reservation = std::get_if<Reservation>(&result)) {
                    held[static_cast<std::size_t>(i)] = std::move(*reservation);
                    ++served;
                } else {
                    refused += std::get<GovernorRefusal>(result).error.code == ErrorCode::PaymentRequired;
                }
            }
        });
        QCOMPARE(served.load(), 7);
        QCOMPARE(refused.load(), 493);
        for (Reservation& reservation : held)
            QCOMPARE(reservation.settle(1, cost), Money());
        QCOMPARE(*world.governor.balance({1}), Money());
    }

    /// The bound three times the cost: two at once, never below zero, and all seven after retries.
    void aBoundAboveTheCostServesAllInTurns()
    {
        World world;
        const Money cost = World::usd("0.10");
        const Money bound = World::usd("0.30");
        world.governor.loadBalances({{{1}, World::usd("0.70")}});
        std::atomic<int> running{0};
        std::atomic<int> mostAtOnce{0};
        std::atomic<int> served{0};
        std::atomic<int> overdrawn{0};
        inEightThreads([&](int) {
            for (int i = 0; i < 63; ++i) { // about 500 in all
                Reservation reservation = world.reserve(World::demand(1, bound));
                if (!reservation)
                    continue;
                const int now = ++running;
                int most = mostAtOnce.load();
                while (now > most && !mostAtOnce.compare_exchange_weak(most, now)) {
                }
                ++served;
                --running;
                overdrawn += reservation.settle(1, cost) != Money();
                overdrawn += world.governor.balance({1})->isNegative();
            }
        });
        QVERIFY(mostAtOnce.load() <= 2);
        QCOMPARE(overdrawn.load(), 0);
        QCOMPARE(served.load(), 5); // 0.70 to 0.20: less than a bound is left
        QCOMPARE(*world.governor.balance({1}), World::usd("0.20"));
        // The rest goes to who asks for no more than there is.
        QCOMPARE(*world.refusal(World::demand(1, bound)).available, World::usd("0.20"));
        for (int i = 0; i < 2; ++i) {
            Reservation reservation = world.reserve(World::demand(1, *world.governor.balance({1})));
            QCOMPARE(reservation.settle(1, cost), Money());
        }
        QCOMPARE(*world.governor.balance({1}), Money());
    }

    void limitsHoldExactlyAcrossUsersOfAGroup()
    {
        World world;
        world.change([&] {
            world.addGroup("family").limits.rpm = 1'000;
            world.configuration.users.clear();
            for (int i = 0; i < kThreads; ++i)
                world.addUser("user" + std::to_string(i), "family").limits.rpm = 150;
        });
        std::array<std::atomic<int>, kThreads> served{};
        inEightThreads([&](int thread) {
            for (int i = 0; i < 400; ++i) {
                const std::size_t user = static_cast<std::size_t>(thread + i) % kThreads;
                std::variant<Reservation, GovernorRefusal> result = world.governor.reserve(world.identity(user), World::demand());
                if (Reservation* reservation = std::get_if<Reservation>(&result)) {
                    reservation->settle(1, {});
                    ++served[user];
                }
            }
        });
        int all = 0;
        for (const std::atomic<int>& count : served) {
            QVERIFY(count.load() <= 150);
            all += count.load();
        }
        QCOMPARE(all, 1'000);
    }

    void movesAndDepositsUnderLoadLoseNothing()
    {
        World world;
        world.change([&] {
            world.addGroup("family").limits.concurrency = 100;
            world.addGroup("office").limits.concurrency = 100;
        });
        world.governor.loadBalances({{{1}, World::usd("10.00")}});
        const Identity identity = world.identity();
        std::atomic<std::int64_t> charged{0};
        std::atomic<int> wrong{0};
        std::atomic<bool> stop{false};
        std::vector<std::thread> threads;
        for (int t = 0; t < kThreads; ++t) {
            threads.emplace_back([&, t] {
                std::mt19937 random(static_cast<unsigned>(t));
                while (!stop) {
                    std::variant<Reservation, GovernorRefusal> result =
                        world.governor.reserve(identity, World::demand(5, Money::fromNano(1'000)));
                    if (Reservation* reservation = std::get_if<Reservation>(&result); reservation && random() % 3) {
                        const std::int64_t cost = static_cast<std::int64_t>(random() % 1'000);
                        wrong += reservation->settle(5, Money::fromNano(cost)) != Money();
                        charged += cost;
                    }
                    wrong += world.governor.balance({1})->isNegative();
                    static_cast<void>(world.governor.admit(identity));
                    static_cast<void>(world.governor.rateLimits(identity));
                }
            });
        }
        std::int64_t deposited = 10'000'000'000;
        for (int round = 0; round < 300; ++round) {
            world.user().group = round % 3 == 0 ? "" : round % 3 == 1 ? "family" : "office";
            world.snapshots.push_back(std::make_unique<Snapshot>(world.configuration, ++world.version));
            world.governor.configure(*world.snapshots.back());
            world.governor.deposit({1}, Money::fromNano(100));
            deposited += 100;
        }
        const bool enough = QTest::qWaitFor([&] { return charged.load() > 100'000; }, 60'000);
        stop = true;
        for (std::thread& thread : threads)
            thread.join();
        QVERIFY(enough);
        QCOMPARE(wrong.load(), 0);
        QCOMPARE(world.governor.balance({1})->nano(), deposited - charged.load());
        // Every slot came back, in both groups: all of them can be taken again.
        for (const char* group : {"family", "office"}) {
            world.change([&] { world.user().group = group; });
            std::vector<Reservation> all;
            for (int i = 0; i < 100; ++i) {
                all.push_back(world.reserve());
                QVERIFY(bool(all.back()));
            }
            QVERIFY(!world.reserve());
        }
        QVERIFY(bool(world.reserve(World::demand(1, *world.governor.balance({1}))))); // and all money is free
    }
};

LANYARD_TEST(tst_GovernorThreads)
#include "tst_GovernorThreads.moc"
