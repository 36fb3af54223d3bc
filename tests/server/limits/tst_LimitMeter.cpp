#include "limits/DurationText.h"
#include "limits/LimitMeter.h"
#include "support/FakeClock.h"
#include "support/NaiveLimits.h"
#include "support/Steps.h"
#include "support/TestMain.h"

#include <random>

using namespace lanyard;
using namespace lanyard::test;
using namespace std::chrono_literals;

namespace {

struct Bench
{
    FakeClock clock;
    Calendar calendar{QTimeZone::utc()};
    LimitMeter meter;

    Moment now() { return {clock.steady(), clock.wall(), &calendar.dayOf(clock.wall())}; }
};

Limits randomLimits(std::mt19937_64& random)
{
    Limits limits;
    if (random() % 2)
        limits.rpm = static_cast<std::uint32_t>(random() % 20);
    if (random() % 2)
        limits.tpm = random() % 2'000;
    if (random() % 2)
        limits.rpd = static_cast<std::uint32_t>(random() % 200);
    if (random() % 3 == 0)
        limits.tpr = random() % 500;
    if (random() % 3 == 0)
        limits.concurrency = static_cast<std::uint32_t>(random() % 6);
    return limits;
}

} // namespace

class tst_LimitMeter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachLimitSaysNoExactlyAtItsValue_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("fit");          // how many requests of 100 tokens fit at once
        QTest::addColumn<int>("freeInSeconds"); // -1: not a matter of time
        QTest::newRow("rpm 3") << int(LimitHit::Kind::Requests) << 3 << 60;
        QTest::newRow("tpm 350") << int(LimitHit::Kind::Tokens) << 3 << 60;
        QTest::newRow("rpd 4") << int(LimitHit::Kind::Day) << 4 << 24 * 3600;
        QTest::newRow("tpr 99") << int(LimitHit::Kind::RequestSize) << 0 << -1;
        QTest::newRow("concurrency 2") << int(LimitHit::Kind::Concurrency) << 2 << -1;
    }
    void eachLimitSaysNoExactlyAtItsValue()
    {
        QFETCH(int, kind);
        QFETCH(int, fit);
        QFETCH(int, freeInSeconds);
        Limits limits;
        switch (static_cast<LimitHit::Kind>(kind)) {
        case LimitHit::Kind::Requests: limits.rpm = 3; break;
        case LimitHit::Kind::Tokens: limits.tpm = 350; break;
        case LimitHit::Kind::Day: limits.rpd = 4; break;
        case LimitHit::Kind::RequestSize: limits.tpr = 99; break;
        case LimitHit::Kind::Concurrency: limits.concurrency = 2; break;
        }
        Bench bench;
        for (int i = 0; i < fit; ++i) {
            QVERIFY(!bench.meter.check(limits, bench.now(), 100));
            bench.meter.take(limits, bench.now(), 100);
        }
        const std::optional<LimitHit> hit = bench.meter.check(limits, bench.now(), 100);
        QVERIFY(hit);
        QCOMPARE(int(hit->kind), kind);
        if (freeInSeconds < 0) {
            QVERIFY(!hit->freeIn);
            return;
        }
        QCOMPARE(*hit->freeIn, std::chrono::milliseconds(std::chrono::seconds(freeInSeconds)));
        bench.clock.advance(*hit->freeIn - 1ms);
        QVERIFY(bench.meter.check(limits, bench.now(), 100));
        bench.clock.advance(1ms);
        QVERIFY(!bench.meter.check(limits, bench.now(), 100));
    }

    void theLongestNoIsTold()
    {
        Bench bench;
        Limits limits;
        limits.rpm = 1;
        limits.rpd = 1;
        limits.concurrency = 1;
        bench.meter.take(limits, bench.now(), 1);
        QCOMPARE(int(bench.meter.check(limits, bench.now(), 1)->kind), int(LimitHit::Kind::Day));
    }

    void tokensAreCorrectedWhereTheyWereCounted()
    {
        Bench bench;
        Limits limits;
        limits.tpm = 1000;
        const LimitReceipt first = bench.meter.take(limits, bench.now(), 900);
        QVERIFY(bench.meter.check(limits, bench.now(), 200));
        bench.clock.advance(30s);
        bench.meter.finish(first, bench.now(), 100);
        QVERIFY(!bench.meter.check(limits, bench.now(), 900));
        QVERIFY(bench.meter.check(limits, bench.now(), 901));
        bench.clock.advance(30s); // a minute after the take, not after the correction
        QVERIFY(!bench.meter.check(limits, bench.now(), 1000));
    }

    void whatALongRequestUsedBeyondItsEstimateCountsFromItsEnd()
    {
        Bench bench;
        Limits limits;
        limits.tpm = 1000;
        const LimitReceipt receipt = bench.meter.take(limits, bench.now(), 300);
        bench.clock.advance(90s);
        bench.meter.finish(receipt, bench.now(), 800);
        QVERIFY(!bench.meter.check(limits, bench.now(), 500));
        QVERIFY(bench.meter.check(limits, bench.now(), 501));
    }

    void whatWasUndoneNeverWas()
    {
        Bench bench;
        Limits limits;
        limits.rpm = 1;
        limits.tpm = 10;
        limits.rpd = 1;
        limits.concurrency = 1;
        bench.meter.undo(bench.meter.take(limits, bench.now(), 10), bench.now());
        QVERIFY(!bench.meter.check(limits, bench.now(), 10));
        QCOMPARE(bench.meter.inFlight(), 0U);
    }

    void aReceiptFromBeforeClearChangesNothing()
    {
        Bench bench;
        Limits limits;
        limits.tpm = 100;
        limits.rpd = 5;
        const LimitReceipt old = bench.meter.take(limits, bench.now(), 50);
        bench.meter.clear();
        QCOMPARE(bench.meter.inFlight(), 1U); // the request still runs
        bench.meter.take(limits, bench.now(), 50);
        bench.meter.undo(old, bench.now());
        QCOMPARE(bench.meter.inFlight(), 1U);
        QVERIFY(bench.meter.check(limits, bench.now(), 51));
    }

    void headroomIsTheTightestShareLeft()
    {
        Bench bench;
        Limits limits;
        limits.rpm = 10;
        limits.tpm = 1000;
        QCOMPARE(bench.meter.headroom(limits), 1.0);
        bench.meter.take(limits, bench.now(), 750);
        QCOMPARE(bench.meter.headroom(limits), 0.25);
        QCOMPARE(bench.meter.headroom(Limits{}), 1.0);
    }

    void waitsAreWrittenForPeople()
    {
        QCOMPARE(durationText(200ms), std::string("200 ms"));
        QCOMPARE(durationText(3'001ms), std::string("4 s"));
        QCOMPARE(durationText(119s), std::string("119 s"));
        QCOMPARE(durationText(121s), std::string("3 min"));
        QCOMPARE(durationText(5h), std::string("5 h"));
    }

    void agreesWithANaiveModelOverRandomHistories()
    {
        std::mt19937_64 random(propertySeed());
        Bench bench;
        NaiveLimits naive;
        Limits limits = randomLimits(random);
        std::vector<std::pair<LimitReceipt, NaiveLimits::Ticket>> running;
        const auto steadyMs = [&] { return std::int64_t((bench.clock.steady().time_since_epoch()) / 1ms); };
        const auto wallMs = [&] { return std::int64_t(bench.clock.wall().time_since_epoch().count()); };
        for (int step = 0; step < propertySteps(); ++step) {
            bench.meter.expire(bench.now());
            naive.seeDay(wallMs());
            const std::uint64_t dice = random() % 1000;
            if (dice < 3) {
                limits = randomLimits(random);
            } else if (dice < 5) {
                bench.meter.clear();
                naive.clear();
            } else if (dice < 8) {
                bench.clock.jumpWall(std::chrono::minutes(std::int64_t(random() % 6000) - 3000));
            } else if (dice < 400) {
                bench.clock.advance(std::chrono::milliseconds(random() % (dice < 20 ? 90'000 : 3'000)));
            } else if (dice < 700 || running.empty()) {
                const std::uint64_t tokens = random() % 400;
                const std::optional<LimitHit> hit = bench.meter.check(limits, bench.now(), tokens);
                const NaiveLimits::Answer answer = naive.ask(limits, steadyMs(), wallMs(), tokens);
                QVERIFY2((answer == NaiveLimits::Answer::Fits) == !hit, qPrintable(QString::number(step)));
                QVERIFY2((answer == NaiveLimits::Answer::Never) == (hit && hit->never()), qPrintable(QString::number(step)));
                if (!hit)
                    running.emplace_back(bench.meter.take(limits, bench.now(), tokens), naive.take(limits, steadyMs(), wallMs(), tokens));
            } else {
                std::swap(running[random() % running.size()], running.back());
                const auto [receipt, ticket] = running.back();
                running.pop_back();
                if (dice < 950) {
                    const std::uint64_t tokens = random() % 600;
                    bench.meter.finish(receipt, bench.now(), tokens);
                    naive.finish(ticket, steadyMs(), tokens);
                } else {
                    bench.meter.undo(receipt, bench.now());
                    naive.undo(ticket);
                }
            }
            QCOMPARE(std::uint64_t{bench.meter.inFlight()}, naive.running());
        }
    }
};

LANYARD_TEST(tst_LimitMeter)
#include "tst_LimitMeter.moc"
