#include "keypool/Breaker.h"
#include "keypool/PeakEwma.h"
#include "support/FakeClock.h"
#include "support/TestMain.h"

#include <cmath>

using namespace lanyard;
using namespace lanyard::test;
using namespace std::chrono_literals;

namespace {

void attempt(Breaker& breaker, SteadyTime now, Breaker::Verdict verdict)
{
    breaker.report(breaker.pass(now), verdict, now);
}

constexpr auto kGood = Breaker::Verdict::Good;
constexpr auto kBad = Breaker::Verdict::Bad;
constexpr auto kNeutral = Breaker::Verdict::Neutral;

} // namespace

class tst_Breaker : public QObject
{
    Q_OBJECT

    static constexpr SteadyTime kStart = SteadyTime{} + 1h;

    static Breaker opened()
    {
        Breaker breaker;
        for (int i = 0; i < 5; ++i)
            attempt(breaker, kStart, kBad);
        return breaker;
    }

private Q_SLOTS:
    void onlyTheProvidersFailuresCount_data()
    {
        QTest::addColumn<int>("failure");
        QTest::addColumn<int>("verdict");
        const auto row = [](FailureClass failure, Breaker::Verdict verdict) {
            QTest::newRow(std::string(toString(failure)).c_str()) << int(failure) << int(verdict);
        };
        row(FailureClass::None, kGood);
        row(FailureClass::Overloaded, kBad);
        row(FailureClass::ServerError, kBad);
        row(FailureClass::Timeout, kBad);
        row(FailureClass::Network, kBad);
        row(FailureClass::ClientError, kNeutral);
        row(FailureClass::BadCredential, kNeutral);
        row(FailureClass::QuotaExhausted, kNeutral);
        row(FailureClass::RateLimited, kNeutral);
        row(FailureClass::ModelUnavailable, kNeutral);
        row(FailureClass::Cancelled, kNeutral);
    }
    void onlyTheProvidersFailuresCount()
    {
        QFETCH(int, failure);
        QFETCH(int, verdict);
        QCOMPARE(int(Breaker::verdict(static_cast<FailureClass>(failure))), verdict);
    }

    void fiveFailuresInARowOpenIt()
    {
        Breaker breaker;
        for (int i = 0; i < 4; ++i)
            attempt(breaker, kStart, kBad);
        attempt(breaker, kStart, kNeutral);
        QVERIFY(breaker.allows(kStart));
        attempt(breaker, kStart, kBad);
        QVERIFY(!breaker.allows(kStart));
        QVERIFY(!breaker.allows(kStart + 5s - 1ms));
        QVERIFY(breaker.allows(kStart + 5s));
    }

    void aSuccessBreaksTheRow()
    {
        Breaker breaker;
        for (int i = 0; i < 12; ++i)
            attempt(breaker, kStart, i % 5 == 4 ? kGood : kBad);
        QVERIFY(breaker.closed());
    }

    void underHalfOfTwentyInAMinuteOpensIt()
    {
        Breaker breaker;
        for (int i = 0; i < 19; ++i) // good bad bad good bad bad ...: never five in a row
            attempt(breaker, kStart, i % 3 == 0 ? kGood : kBad);
        QVERIFY(breaker.closed());
        attempt(breaker, kStart, kBad);
        QVERIFY(!breaker.closed());
    }

    void failuresOlderThanAMinuteAreForgotten()
    {
        Breaker breaker;
        for (int i = 0; i < 19; ++i)
            attempt(breaker, kStart, i % 3 == 0 ? kGood : kBad);
        attempt(breaker, kStart + 60s, kBad);
        QVERIFY(breaker.closed());
    }

    void halfIsEnough()
    {
        Breaker breaker;
        for (int i = 0; i < 100; ++i)
            attempt(breaker, kStart, i % 2 == 0 ? kGood : kBad);
        QVERIFY(breaker.closed());
    }

    void thePauseDoublesUpToHalfAnHour()
    {
        Breaker breaker = opened();
        SteadyTime now = kStart;
        for (const int pause : {5, 10, 20, 40, 80, 160, 320, 640, 1280, 1800, 1800}) {
            QVERIFY(!breaker.allows(now + std::chrono::seconds(pause) - 1ms));
            now += std::chrono::seconds(pause);
            QVERIFY(breaker.allows(now));
            attempt(breaker, now, kBad);
        }
    }

    void aGoodProbeClosesItAndForgetsThePast()
    {
        Breaker breaker = opened();
        attempt(breaker, kStart + 5s, kBad);
        attempt(breaker, kStart + 15s, kGood);
        QVERIFY(breaker.closed());
        for (int i = 0; i < 4; ++i)
            attempt(breaker, kStart + 15s, kBad);
        QVERIFY(breaker.closed());
        attempt(breaker, kStart + 15s, kBad);
        QCOMPARE(breaker.opensIn(kStart + 15s), std::chrono::milliseconds(5s));
    }

    void oneProbeAtATime()
    {
        Breaker breaker = opened();
        const SteadyTime now = kStart + 5s;
        const Breaker::Pass probe = breaker.pass(now);
        QCOMPARE(int(probe.kind), int(Breaker::Pass::Kind::Probe));
        QVERIFY(!breaker.allows(now));
        breaker.report(probe, kNeutral, now); // it said nothing: the next may try at once
        QVERIFY(breaker.allows(now));
    }

    void resultsFromBeforeItOpenedSayNothing()
    {
        Breaker breaker;
        const Breaker::Pass early = breaker.pass(kStart);
        for (int i = 0; i < 5; ++i)
            attempt(breaker, kStart, kBad);
        breaker.report(early, kGood, kStart);
        QVERIFY(!breaker.closed());
    }

    void whoIsForcedThroughMayCloseItButNotKeepItOpen()
    {
        Breaker breaker = opened();
        attempt(breaker, kStart + 1s, kBad);
        QCOMPARE(breaker.opensIn(kStart + 1s), std::chrono::milliseconds(4s));
        attempt(breaker, kStart + 2s, kGood);
        QVERIFY(breaker.closed());
    }

    void eachModelsRulesHold()
    {
        Breaker breaker(BreakerRules{2, 90, 10, 0ms, 1s, 3s});
        attempt(breaker, kStart, kBad);
        QVERIFY(breaker.closed());
        attempt(breaker, kStart, kBad);
        QVERIFY(!breaker.closed());
        QCOMPARE(breaker.opensIn(kStart), std::chrono::milliseconds(1s));
        attempt(breaker, kStart + 1s, kBad);
        QCOMPARE(breaker.opensIn(kStart + 1s), std::chrono::milliseconds(2s));
        attempt(breaker, kStart + 3s, kBad);
        QCOMPARE(breaker.opensIn(kStart + 3s), std::chrono::milliseconds(3s)); // not 4 s
        attempt(breaker, kStart + 6s, kGood);
        for (int i = 0; i < 8; ++i)
            attempt(breaker, kStart + 6s, kGood);
        attempt(breaker, kStart + 6s, kBad);
        QVERIFY(breaker.closed()); // 8 of 9: too few to judge
        attempt(breaker, kStart + 6s, kGood);
        attempt(breaker, kStart + 6s, kBad); // 9 of 11
        QVERIFY(!breaker.closed());
    }

    void lateAnswersLowerTheSuccessRate()
    {
        Breaker breaker(BreakerRules{5, 50, 20, 2s, 5s, 30min});
        QVERIFY(breaker.verdict(FailureClass::None, 2s) == kGood);
        QVERIFY(breaker.verdict(FailureClass::None, 2001ms) == Breaker::Verdict::Slow);
        QVERIFY(breaker.verdict(FailureClass::Timeout, 2001ms) == kBad);
        QVERIFY(Breaker().verdict(FailureClass::None, 1h) == kGood); // no such rule
        for (int i = 0; i < 19; ++i)
            attempt(breaker, kStart, Breaker::Verdict::Slow);
        QVERIFY(breaker.closed()); // late is not failed: no five in a row
        attempt(breaker, kStart, Breaker::Verdict::Slow);
        QVERIFY(!breaker.closed());
        attempt(breaker, kStart + 5s, Breaker::Verdict::Slow);
        QCOMPARE(breaker.opensIn(kStart + 5s), std::chrono::milliseconds(10s));
    }

    void firstByteTimesRiseAtOnceAndSinkSlowly()
    {
        PeakEwma ewma;
        QVERIFY(!ewma.value(kStart));
        ewma.observe(kStart, 100ms);
        QCOMPARE(ewma.value(kStart), std::chrono::microseconds(100ms));
        ewma.observe(kStart + 1s, 900ms);
        QCOMPARE(ewma.value(kStart + 1s), std::chrono::microseconds(900ms));
        ewma.observe(kStart + 2s, 100ms);
        const auto soon = *ewma.value(kStart + 2s);
        QVERIFY(soon > 800ms && soon < 900ms);
        const auto later = *ewma.value(kStart + 2s + PeakEwma::kDecay);
        QCOMPARE(later.count(), std::llround(static_cast<double>(soon.count()) / std::exp(1.0)));
    }
};

LANYARD_TEST(tst_Breaker)
#include "tst_Breaker.moc"
