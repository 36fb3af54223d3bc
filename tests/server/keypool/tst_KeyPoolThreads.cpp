#include "PoolWorld.h"
#include "support/TestMain.h"

#include <atomic>
#include <random>
#include <thread>

using namespace lanyard;
using namespace lanyard::test;
using namespace std::chrono_literals;

namespace {

constexpr int kThreads = 8;

void inEightThreads(const std::function<void(int)>& body)
{
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t)
        threads.emplace_back(body, t);
    for (std::thread& thread : threads)
        thread.join();
}

} // namespace

class tst_KeyPoolThreads : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theTurnsOfAllThreadsTogetherFollowTheWeights()
    {
        PoolWorld world;
        world.change([&] {
            world.add("a", 5);
            world.add("b", 2);
            world.add("c", 1);
        });
        std::array<std::atomic<int>, 3> count{};
        inEightThreads([&](int) {
            for (int i = 0; i < 2'000; ++i) {
                Lease lease = world.lease();
                ++count[lease.credential().value - 1];
                lease.finish({});
            }
        });
        QCOMPARE(count[0].load(), 10'000);
        QCOMPARE(count[1].load(), 4'000);
        QCOMPARE(count[2].load(), 2'000);
    }

    void requestLimitsHoldExactly()
    {
        PoolWorld world({"a", "b", "c"});
        world.change([&] {
            for (CredentialConfig& credential : world.provider().credentials)
                credential.limits.rpm = 700;
            world.credential(2).limits.tpm = 3'005; // ten tokens each: 300 requests
        });
        std::atomic<int> served{0};
        inEightThreads([&](int) {
            for (int i = 0; i < 1'000; ++i)
                served += world.attempt(FailureClass::None, 1, 10) != "-";
        });
        QCOMPARE(served.load(), 700 + 700 + 300);
    }

    void slotsAreNeverExceededAndAllComeBack()
    {
        PoolWorld world({"a", "b", "c"});
        world.change([&] {
            for (std::size_t i = 0; i < 3; ++i)
                world.credential(i).limits.concurrency = static_cast<std::uint32_t>(i + 1);
            world.provider().limits.concurrency = 5;
        });
        std::array<std::atomic<int>, 3> running{};
        std::atomic<int> all{0};
        std::atomic<int> exceeded{0};
        std::atomic<int> served{0};
        inEightThreads([&](int thread) {
            std::mt19937 random(static_cast<unsigned>(thread));
            std::vector<Lease> mine;
            const auto giveBackOne = [&] {
                Lease lease = std::move(mine.back());
                mine.pop_back();
                --running[lease.credential().value - 1];
                --all;
                if (random() % 4)
                    lease.finish({FailureClass::None, {}, {}, 1, {}});
            };
            for (int i = 0; i < 3'000; ++i) {
                if (random() % 2 && !mine.empty()) {
                    giveBackOne();
                    continue;
                }
                Lease lease = world.lease();
                if (!lease)
                    continue;
                const int slot = static_cast<int>(lease.credential().value) - 1;
                exceeded += ++running[static_cast<std::size_t>(slot)] > slot + 1;
                exceeded += ++all > 5;
                ++served;
                mine.push_back(std::move(lease));
            }
            while (!mine.empty())
                giveBackOne();
        });
        QCOMPARE(exceeded.load(), 0);
        QVERIFY(served.load() > 100);
        for (std::uint32_t id = 1; id <= 3; ++id)
            QCOMPARE(world.state(id).inFlight, 0U);
    }

    void aChangeOfConfigurationUnderLoadLosesNothing()
    {
        PoolWorld world({"a", "b", "c", "d"});
        world.change([&] { world.credential(1).limits.concurrency = 2; });
        const LeaseRequest request = world.request();
        std::atomic<bool> stop{false};
        std::atomic<int> wrong{0};
        std::atomic<std::uint64_t> served{0};
        std::vector<std::thread> threads;
        for (int t = 0; t < kThreads; ++t) {
            threads.emplace_back([&, t] {
                std::mt19937 random(static_cast<unsigned>(t));
                while (!stop) {
                    std::variant<Lease, LeaseRefusal> result = world.pool.lease(request);
                    if (Lease* lease = std::get_if<Lease>(&result)) {
                        wrong += lease->credential().value > 4;
                        const bool limited = random() % 50 == 0;
                        lease->finish({limited ? FailureClass::RateLimited : FailureClass::None, 1ms, {}, 1, 5ms});
                        ++served;
                    }
                    world.pool.usable({1}, {1});
                    world.pool.headroom({1}, {1});
                    world.pool.state({1});
                }
            });
        }
        for (int round = 0; round < 200; ++round) {
            world.clock.advance(1ms);
            world.configuration.providers.front().credentials[0].enabled = round % 2 == 0;
            std::rotate(world.provider().credentials.begin(), world.provider().credentials.begin() + 1, world.provider().credentials.end());
            world.apply();
            if (round % 20 == 0)
                world.pool.reset({});
        }
        const bool enough = QTest::qWaitFor([&] {
            world.clock.advance(1ms); // else those that cool down never come back
            return served.load() > 1'000;
        }, 60'000);
        stop = true;
        for (std::thread& thread : threads)
            thread.join();
        QVERIFY(enough);
        QCOMPARE(wrong.load(), 0);
        for (std::uint32_t id = 1; id <= 4; ++id)
            QCOMPARE(world.state(id).inFlight, 0U);
    }
};

LANYARD_TEST(tst_KeyPoolThreads)
#include "tst_KeyPoolThreads.moc"
