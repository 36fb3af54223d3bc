#include "limits/SlidingWindow.h"
#include "support/TestMain.h"

#include <random>
#include <utility>
#include <vector>

using namespace lanyard;
using namespace std::chrono_literals;

class tst_SlidingWindow : public QObject
{
    Q_OBJECT

    static constexpr SteadyTime kStart = SteadyTime{} + 1h;

private Q_SLOTS:
    void whatWasAddedCountsForExactlyAMinute()
    {
        SlidingWindow window;
        window.add(kStart, 3);
        window.expire(kStart + 60s - 1ns);
        QCOMPARE(window.sum(), std::uint64_t{3});
        window.expire(kStart + 60s);
        QCOMPARE(window.sum(), std::uint64_t{0});
        QVERIFY(!window.emptyAt());
    }

    void saysWhenMoreFits()
    {
        SlidingWindow window;
        window.add(kStart, 4);
        window.add(kStart + 10s, 4);
        const SteadyTime now = kStart + 20s;
        QCOMPARE(window.fitsAt(now, 10, 2), now);
        QCOMPARE(window.fitsAt(now, 10, 3), kStart + 60s);
        QCOMPARE(window.fitsAt(now, 10, 6), kStart + 60s);
        QCOMPARE(window.fitsAt(now, 10, 7), kStart + 70s);
        QVERIFY(!window.fitsAt(now, 10, 11));
        QCOMPARE(window.nextLeavesAt(), kStart + 60s);
        QCOMPARE(window.emptyAt(), kStart + 70s);
    }

    void amendsWhatIsStillInside()
    {
        SlidingWindow window;
        window.add(kStart, 100);
        window.add(kStart + 1s, 50);
        QVERIFY(window.amend(kStart, 100, 20));
        QCOMPARE(window.sum(), std::uint64_t{70});
        QVERIFY(!window.amend(kStart + 500ms, 10, 0));
        window.expire(kStart + 60s);
        QVERIFY(!window.amend(kStart, 20, 0));
        QCOMPARE(window.sum(), std::uint64_t{50});
    }

    void amendsOneOfSeveralOfTheSameMoment()
    {
        SlidingWindow window;
        window.add(kStart, 10);
        window.add(kStart, 5);
        QVERIFY(window.amend(kStart, 5, 0));
        QCOMPARE(window.sum(), std::uint64_t{10});
        QCOMPARE(window.nextLeavesAt(), kStart + 60s);
    }

    void aBusyWindowMergesButNeverFreesEarly()
    {
        std::mt19937_64 random(7);
        SlidingWindow window;
        std::vector<std::pair<SteadyTime, std::uint64_t>> all;
        SteadyTime now = kStart;
        for (int i = 0; i < 40'000; ++i) {
            now += std::chrono::microseconds(random() % 4'000);
            window.expire(now);
            if (i % 50 == 0) {
                std::uint64_t exact = 0;
                std::uint64_t withGrain = 0; // what may still be there because it was merged into something later
                for (auto it = all.rbegin(); it != all.rend() && now - it->first < 60s + SlidingWindow::kGrain; ++it) {
                    withGrain += it->second;
                    exact += now - it->first < 60s ? it->second : 0;
                }
                QVERIFY(window.sum() >= exact);
                QVERIFY(window.sum() <= withGrain);
            }
            const std::uint64_t amount = 1 + random() % 9;
            window.add(now, amount);
            all.emplace_back(now, amount);
            if (i % 3 == 0) {
                QVERIFY(window.amend(now, amount, amount + 1));
                ++all.back().second;
            }
        }
    }
};

LANYARD_TEST(tst_SlidingWindow)
#include "tst_SlidingWindow.moc"
