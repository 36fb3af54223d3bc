#include "eventloop/TimerWheel.h"
#include "support/FakeClock.h"
#include "support/TestMain.h"

#include <memory>
#include <random>

using namespace lanyard;
using namespace std::chrono_literals;

class tst_TimerWheel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void firesWithinOneTickAfterTheDeadlineNeverBefore()
    {
        for (const auto timeout : {0ms, 1ms, 49ms, 50ms, 51ms, 15'000ms, 25'600ms, 60'000ms, 3'600'000ms}) {
            test::FakeClock clock;
            TimerWheel wheel(clock);
            std::chrono::milliseconds elapsed{0};
            std::chrono::milliseconds firedAt{-1};
            WheelTimer timer(wheel, [&] { firedAt = elapsed; });
            timer.start(timeout);
            while (firedAt < 0ms && elapsed <= timeout + 2 * TimerWheel::kTick) {
                clock.advance(7ms);
                elapsed += 7ms;
                wheel.advance();
            }
            QVERIFY(firedAt >= timeout);
            QVERIFY(firedAt <= timeout + TimerWheel::kTick + 7ms);
            QVERIFY(!timer.isActive());
        }
    }

    void aRestartMovesTheDeadlineBothWays()
    {
        test::FakeClock clock;
        TimerWheel wheel(clock);
        int fired = 0;
        WheelTimer timer(wheel, [&] { ++fired; });
        timer.start(100ms);
        timer.start(1'000ms);
        clock.advance(500ms);
        wheel.advance();
        QCOMPARE(fired, 0);
        timer.start(100ms);
        clock.advance(200ms);
        wheel.advance();
        QCOMPARE(fired, 1);
        clock.advance(2'000ms);
        wheel.advance();
        QCOMPARE(fired, 1);
    }

    void aCallbackMayDestroyAnyTimer()
    {
        test::FakeClock clock;
        TimerWheel wheel(clock);
        std::unique_ptr<WheelTimer> first, second;
        int fired = 0;
        const auto destroyBoth = [&] {
            ++fired;
            first.reset();
            second.reset();
        };
        first = std::make_unique<WheelTimer>(wheel, destroyBoth);
        second = std::make_unique<WheelTimer>(wheel, destroyBoth);
        first->start(10ms);
        second->start(10ms);
        clock.advance(1s);
        wheel.advance();
        QCOMPARE(fired, 1);
    }

    void aCallbackMayRestartItsTimerWithoutStarvingTheLoop()
    {
        test::FakeClock clock;
        TimerWheel wheel(clock);
        int fired = 0;
        WheelTimer* self = nullptr;
        WheelTimer timer(wheel, [&] {
            ++fired;
            self->start(0ms);
        });
        self = &timer;
        timer.start(0ms);
        clock.advance(1s);
        wheel.advance();
        QVERIFY(fired >= 1 && fired <= 21);
    }

    void manyRandomTimersAllFireOnTime()
    {
        test::FakeClock clock;
        TimerWheel wheel(clock);
        std::mt19937 random(7);
        struct Entry
        {
            std::unique_ptr<WheelTimer> timer;
            SteadyTime deadline;
            int fired = 0;
        };
        std::vector<Entry> entries(500);
        for (Entry& entry : entries) {
            entry.timer = std::make_unique<WheelTimer>(wheel, [&entry, &clock] {
                ++entry.fired;
                QVERIFY(clock.steady() >= entry.deadline);
                QVERIFY(clock.steady() <= entry.deadline + TimerWheel::kTick + 31ms);
            });
        }
        for (int step = 0; step < 4'000; ++step) {
            Entry& entry = entries[random() % entries.size()];
            const std::chrono::milliseconds timeout{random() % 40'000};
            entry.deadline = clock.steady() + timeout;
            entry.timer->start(timeout);
            clock.advance(31ms);
            wheel.advance();
        }
        clock.advance(41s);
        for (Entry& entry : entries)
            entry.deadline = std::max(entry.deadline, clock.steady()); // the long jump is late for all of them
        wheel.advance();
        for (const Entry& entry : entries)
            QVERIFY(!entry.timer->isActive());
    }

    void runsByItselfOnTheSystemTimer()
    {
        const SystemClock clock;
        TimerWheel wheel(clock);
        int fired = 0;
        WheelTimer timer(wheel, [&] { ++fired; });
        timer.start(1ms);
        QTRY_COMPARE(fired, 1);
    }
};

LANYARD_TEST(tst_TimerWheel)
#include "tst_TimerWheel.moc"
