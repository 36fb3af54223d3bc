#include "PoolWorld.h"
#include "support/TestMain.h"

#include <QDateTime>

#include <algorithm>

using namespace lanyard;
using namespace lanyard::test;
using namespace std::chrono_literals;

namespace {

using Why = LeaseRefusal::Why;
using Kind = CredentialState::Kind;

Limits limited(const char* which, std::uint32_t value)
{
    Limits limits;
    const std::string_view name = which;
    if (name == "rpm")
        limits.rpm = value;
    else if (name == "tpm")
        limits.tpm = value;
    else if (name == "rpd")
        limits.rpd = value;
    else if (name == "tpr")
        limits.tpr = value;
    else
        limits.concurrency = value;
    return limits;
}

} // namespace

class tst_KeyPool : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void weightsFiveOneOneTakeTurnsSmoothly()
    {
        PoolWorld world;
        world.change([&] {
            world.add("a", 5);
            world.add("b", 1);
            world.add("c", 1);
        });
        QCOMPARE(world.attempts(14), std::string("aabacaaaabacaa"));
    }

    void turnsGoOnAcrossAChangeOfConfiguration()
    {
        PoolWorld world({"a", "b", "c"});
        QCOMPARE(world.attempts(2), std::string("ab"));
        world.change([&] { std::rotate(world.provider().credentials.begin(), world.provider().credentials.begin() + 1, world.provider().credentials.end()); });
        QCOMPARE(world.attempts(3), std::string("cbc")); // credits stay with their credentials; ties go by the new order (b c a)
    }

    void aDisabledCredentialGetsNothingFromTheNextLeaseOn()
    {
        PoolWorld world({"a", "b"});
        world.change([&] { world.credential(0).enabled = false; });
        QCOMPARE(world.attempts(3), std::string("bbb"));
        QCOMPARE(world.state(1).kind, Kind::Disabled);
        QCOMPARE(world.state(1).reason, std::string("disabled by hand"));
        world.change([&] { world.credential(0).enabled = true; });
        QVERIFY(world.attempts(2).find('a') != std::string::npos);
    }

    void aDisabledProviderGivesNothing()
    {
        PoolWorld world({"a"});
        world.change([&] { world.provider().enabled = false; });
        QCOMPARE(world.refusal().why, Why::AllDisabled);
        QCOMPARE(world.refusal().explanation, std::string("provider openai: disabled by hand"));
        QVERIFY(!world.pool.usable({1}, {1}));
    }

    void anOlderSnapshotsRequestSeesTheNewestFlags()
    {
        PoolWorld world({"a", "b"});
        const LeaseRequest old = world.request();
        world.change([&] { world.credential(0).enabled = false; });
        for (int i = 0; i < 3; ++i) {
            std::variant<Lease, LeaseRefusal> result = world.pool.lease(old);
            QCOMPARE(world.nameOf(std::get<Lease>(result).credential()), std::string("b"));
        }
    }

    void anOlderSnapshotIsNeverGivenACredentialThatItDoesNotHave()
    {
        PoolWorld world({"a"});
        const LeaseRequest old = world.request();
        world.change([&] {
            world.provider().credentials.clear();
            world.add("b", 100);
        });
        QVERIFY(std::holds_alternative<LeaseRefusal>(world.pool.lease(old)));
        QCOMPARE(world.attempt(), std::string("b"));
    }

    void aRateLimitedCredentialIsSkippedUntilRetryAfter()
    {
        PoolWorld world({"main", "spare"});
        QCOMPARE(world.attempt(FailureClass::RateLimited, 1, 1, 4s), std::string("main"));
        QCOMPARE(world.attempt(), std::string("spare"));
        QCOMPARE(world.attempt(), std::string("spare"));
        world.clock.advance(4s - 1ms);
        QCOMPARE(world.attempt(), std::string("spare"));
        world.clock.advance(1ms);
        QCOMPARE(world.attempts(2), std::string("sparemain"));
    }

    void aCoolDownIsForOneModelOnly()
    {
        PoolWorld world({"main"});
        world.attempt(FailureClass::RateLimited, 1);
        const LeaseRefusal refusal = world.refusal(1);
        QCOMPARE(refusal.why, Why::AllCooling);
        QCOMPARE(*refusal.retryAfter, 5'000ms); // no Retry-After
        QCOMPARE(refusal.explanation, std::string("main: cooling down for 5 s after 429"));
        QCOMPARE(world.attempt(FailureClass::None, 2), std::string("main"));
        QVERIFY(!world.pool.usable({1}, {1}));
        QVERIFY(world.pool.usable({1}, {2}));
        QCOMPARE(world.state(1).kind, Kind::Cooling);
        QCOMPARE(world.state(1).reason, std::string("gpt: cooling down for 5 s after 429"));
    }

    void theLongestRetryAfterHolds()
    {
        PoolWorld world({"main"});
        Lease first = world.lease();
        Lease second = world.lease();
        first.finish({FailureClass::RateLimited, 30s, {}, 0, {}});
        second.finish({FailureClass::RateLimited, 2s, {}, 0, {}});
        QCOMPARE(*world.refusal().retryAfter, 30'000ms);
    }

    void outOfQuotaWaitsForTheReset_data()
    {
        QTest::addColumn<int>("retryAfterSeconds");
        QTest::addColumn<int>("outSeconds");
        QTest::newRow("as asked") << 90 << 90;
        QTest::newRow("an hour by default") << 0 << 3600;
    }
    void outOfQuotaWaitsForTheReset()
    {
        QFETCH(int, retryAfterSeconds);
        QFETCH(int, outSeconds);
        PoolWorld world({"main"});
        world.attempt(FailureClass::QuotaExhausted, 1, 1, std::chrono::seconds(retryAfterSeconds));
        QCOMPARE(world.refusal(2).why, Why::AllCooling); // of the credential, for every model
        QCOMPARE(world.state(1).kind, Kind::OutOfQuota);
        QVERIFY(world.state(1).reason.ends_with(": provider's words"));
        world.clock.advance(std::chrono::seconds(outSeconds) - 1ms);
        QCOMPARE(world.attempt(), std::string("-"));
        world.clock.advance(1ms);
        QCOMPARE(world.attempt(), std::string("main"));
    }

    void aRefusedCredentialIsProbedWithGrowingPauses()
    {
        PoolWorld world({"main"});
        QCOMPARE(world.attempt(FailureClass::BadCredential), std::string("main"));
        for (const int pause : {10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600}) {
            QCOMPARE(world.refusal().why, Why::AllDisabled);
            QCOMPARE(*world.refusal().retryAfter, std::chrono::milliseconds(std::chrono::seconds(pause)));
            world.clock.advance(std::chrono::seconds(pause) - 1ms);
            QCOMPARE(world.attempt(FailureClass::BadCredential), std::string("-"));
            world.clock.advance(1ms);
            QCOMPARE(world.attempt(FailureClass::BadCredential), std::string("main"));
        }
        QCOMPARE(world.state(1).kind, Kind::Disabled);
        QVERIFY(world.state(1).reason.starts_with("refused by the provider: provider's words; next try in "));
        world.clock.advance(1h);
        QCOMPARE(world.attempt(), std::string("main"));
        QCOMPARE(world.state(1).kind, Kind::Ready);
        QCOMPARE(world.attempts(3), std::string("mainmainmain"));
    }

    void oneProbeAtATime()
    {
        PoolWorld world({"main"});
        world.attempt(FailureClass::BadCredential);
        world.clock.advance(10s);
        Lease probe = world.lease();
        QVERIFY(bool(probe));
        const LeaseRefusal refusal = world.refusal();
        QCOMPARE(refusal.why, Why::AllBusy);
        QVERIFY(refusal.explanation.find("being tried again right now") != std::string::npos);
        probe = Lease(); // cancelled: the next one may probe at once
        QCOMPARE(world.attempt(), std::string("main"));
    }

    void whatTheProbeEndsWithDecides_data()
    {
        QTest::addColumn<int>("failure");
        QTest::addColumn<int>("outSeconds"); // 0: back
        QTest::newRow("success") << int(FailureClass::None) << 0;
        QTest::newRow("client error: it was let in") << int(FailureClass::ClientError) << 0;
        QTest::newRow("no such model: it was let in") << int(FailureClass::ModelUnavailable) << 0;
        QTest::newRow("timeout says nothing") << int(FailureClass::Timeout) << 10;
        QTest::newRow("refused again") << int(FailureClass::BadCredential) << 20;
    }
    void whatTheProbeEndsWithDecides()
    {
        QFETCH(int, failure);
        QFETCH(int, outSeconds);
        PoolWorld world({"main"});
        world.attempt(FailureClass::BadCredential);
        world.clock.advance(10s);
        QCOMPARE(world.attempt(static_cast<FailureClass>(failure)), std::string("main"));
        if (outSeconds > 0)
            QCOMPARE(*world.refusal().retryAfter, std::chrono::milliseconds(std::chrono::seconds(outSeconds)));
        else
            QCOMPARE(world.state(1).kind, Kind::Ready);
    }

    void nobodyIsPunishedForTheRequestsFaults_data()
    {
        QTest::addColumn<int>("failure");
        QTest::newRow("client error") << int(FailureClass::ClientError);
        QTest::newRow("cancelled") << int(FailureClass::Cancelled);
        QTest::newRow("model unavailable") << int(FailureClass::ModelUnavailable);
    }
    void nobodyIsPunishedForTheRequestsFaults()
    {
        QFETCH(int, failure);
        PoolWorld world;
        world.change([&] {
            world.add("a", 4);
            world.add("b", 4);
        });
        for (int i = 0; i < 50; ++i)
            QVERIFY(world.attempt(static_cast<FailureClass>(failure)) != "-");
        QCOMPARE(world.state(1).kind, Kind::Ready);
        QCOMPARE(world.state(1).failures, std::uint64_t{0});
        QCOMPARE(world.attempts(4), std::string("abab")); // the weights did not move
    }

    void aFailingCredentialsShareFallsAndComesBack()
    {
        PoolWorld world;
        world.change([&] {
            world.add("a", 8);
            world.add("b", 8);
        });
        const auto failA = [&](int times) {
            for (int failed = 0; failed < times;) {
                Lease lease = world.lease();
                const bool isA = lease.credential() == CredentialId{1};
                lease.finish({isA ? FailureClass::ServerError : FailureClass::None, {}, {}, 0, {}});
                failed += isA;
            }
        };
        failA(4); // 8 -> 4 -> 2 -> 1 -> 1
        std::string names;
        std::vector<Lease> running; // unfinished: no weight moves
        for (int i = 0; i < 18; ++i) {
            running.push_back(world.lease());
            names += world.nameOf(running.back().credential());
        }
        const auto shareOfA = std::count(names.begin(), names.end(), 'a');
        QVERIFY2(shareOfA >= 1 && shareOfA <= 3, names.c_str());
        for (Lease& lease : running)
            lease.finish({});
        world.attempts(200);
        const std::string recovered = world.attempts(100);
        QCOMPARE(std::count(recovered.begin(), recovered.end(), 'a'), std::ptrdiff_t{50});
    }

    void theBreakerOfProviderAndModelStopsEverybody()
    {
        PoolWorld world({"a", "b"});
        for (int i = 0; i < 5; ++i)
            QVERIFY(world.attempt(FailureClass::ServerError) != "-");
        const LeaseRefusal refusal = world.refusal();
        QCOMPARE(refusal.why, Why::BreakerOpen);
        QCOMPARE(*refusal.retryAfter, 5'000ms);
        QCOMPARE(refusal.explanation, std::string("provider openai: paused for 5 s after repeated failures"));
        QVERIFY(world.attempt(FailureClass::None, 2) != "-");
        QCOMPARE(world.state(1).kind, Kind::BreakerOpen);
        QVERIFY(!world.pool.usable({1}, {1}));

        world.clock.advance(5s);
        Lease probe = world.lease();
        QVERIFY(bool(probe));
        QCOMPARE(world.refusal().why, Why::BreakerOpen); // one probe at a time
        probe.finish({FailureClass::Timeout, {}, {}, 0, {}});
        QCOMPARE(*world.refusal().retryAfter, 10'000ms);

        LeaseRequest anyway = world.request();
        anyway.ignoreBreaker = true;
        std::variant<Lease, LeaseRefusal> forced = world.pool.lease(anyway);
        QVERIFY(std::holds_alternative<Lease>(forced));
        std::get<Lease>(forced).finish({});
        QVERIFY(world.attempt() != "-"); // its success closed the breaker
    }

    void eachLimitSkipsExactlyAtItsValue_data()
    {
        QTest::addColumn<QByteArray>("limit");
        QTest::addColumn<int>("value");
        QTest::addColumn<int>("fit"); // requests of 10 tokens
        QTest::addColumn<bool>("ofProvider");
        QTest::addColumn<qint64>("freeInMs"); // 0: not by time
        for (const bool ofProvider : {false, true}) {
            const QByteArray whose = ofProvider ? "provider " : "credential ";
            QTest::newRow((whose + "rpm").constData()) << QByteArray("rpm") << 3 << 3 << ofProvider << qint64{60'000};
            QTest::newRow((whose + "tpm").constData()) << QByteArray("tpm") << 39 << 3 << ofProvider << qint64{60'000};
            QTest::newRow((whose + "rpd").constData()) << QByteArray("rpd") << 4 << 4 << ofProvider << qint64{86'400'000};
            QTest::newRow((whose + "concurrency").constData()) << QByteArray("concurrency") << 2 << 2 << ofProvider << qint64{0};
        }
    }
    void eachLimitSkipsExactlyAtItsValue()
    {
        QFETCH(QByteArray, limit);
        QFETCH(int, value);
        QFETCH(int, fit);
        QFETCH(bool, ofProvider);
        QFETCH(qint64, freeInMs);
        PoolWorld world({"main"});
        world.change([&] {
            (ofProvider ? world.provider().limits : world.credential(0).limits) = limited(limit.constData(), static_cast<std::uint32_t>(value));
        });
        std::vector<Lease> running;
        for (int i = 0; i < fit; ++i) {
            running.push_back(world.lease(1, 10));
            QVERIFY(bool(running.back()));
        }
        const LeaseRefusal refusal = world.refusal(1, 10);
        QCOMPARE(refusal.why, Why::AllBusy);
        if (freeInMs == 0) {
            QVERIFY(!refusal.retryAfter);
            running.front().finish({FailureClass::None, {}, {}, 10, {}});
            QVERIFY(bool(world.lease(1, 10)));
            return;
        }
        QCOMPARE(refusal.retryAfter->count(), freeInMs);
        for (Lease& lease : running)
            lease.finish({FailureClass::None, {}, {}, 10, {}});
        QVERIFY(!world.lease(1, 10));
        world.clock.advance(std::chrono::milliseconds(freeInMs - 1));
        QVERIFY(!world.lease(1, 10));
        world.clock.advance(1ms);
        QVERIFY(bool(world.lease(1, 10)));
    }

    void aRequestOverTheLargestSizeIsTooLarge_data()
    {
        QTest::addColumn<QByteArray>("limit");
        QTest::addColumn<bool>("ofProvider");
        QTest::newRow("tpr of the credential") << QByteArray("tpr") << false;
        QTest::newRow("tpr of the provider") << QByteArray("tpr") << true;
        QTest::newRow("tpm of the credential") << QByteArray("tpm") << false;
        QTest::newRow("tpm of the provider") << QByteArray("tpm") << true;
    }
    void aRequestOverTheLargestSizeIsTooLarge()
    {
        QFETCH(QByteArray, limit);
        QFETCH(bool, ofProvider);
        PoolWorld world({"main"});
        world.change([&] { (ofProvider ? world.provider().limits : world.credential(0).limits) = limited(limit.constData(), 100); });
        QCOMPARE(world.refusal(1, 101).why, Why::TooLarge);
        QVERIFY(!world.refusal(1, 101).retryAfter);
        QVERIFY(bool(world.lease(1, 100)));
    }

    void aLargeRequestGoesWhereItFits()
    {
        PoolWorld world({"small", "large"});
        world.change([&] { world.credential(0).limits.tpr = 100; });
        for (int i = 0; i < 3; ++i)
            QCOMPARE(world.attempt(FailureClass::None, 1, 101), std::string("large"));
        QVERIFY(world.attempts(2).find("small") != std::string::npos);
    }

    void scarceTokensStillServeWhatFits()
    {
        PoolWorld world({"a", "b"});
        world.change([&] {
            world.credential(0).limits.tpm = 100;
            world.credential(1).limits.tpm = 100;
        });
        Lease one = world.lease(1, 80);
        Lease two = world.lease(1, 70);
        const LeaseRefusal refusal = world.refusal(1, 50);
        QCOMPARE(refusal.why, Why::AllBusy);
        QCOMPARE(*refusal.retryAfter, 60'000ms);
        QCOMPARE(refusal.explanation, std::string("a: the request may need 50 tokens, over the limit of 100 tokens a minute, free in 60 s; "
                                                  "b: the request may need 50 tokens, over the limit of 100 tokens a minute, free in 60 s"));
        QCOMPARE(world.nameOf(world.lease(1, 30).credential()), std::string("b"));
        QCOMPARE(world.nameOf(world.lease(1, 20).credential()), std::string("b")); // 30 was given back unused
        one.finish({FailureClass::None, {}, {}, 5, {}});
        QCOMPARE(world.nameOf(world.lease(1, 95).credential()), std::string("a"));
    }

    void dailyLimitsGoByLocalMidnight_data()
    {
        QTest::addColumn<QByteArray>("start");
        QTest::addColumn<int>("hours"); // until the day ends there
        QTest::newRow("ordinary day") << QByteArray("2026-01-01T23:00:00Z") << 24;
        QTest::newRow("clocks go forward") << QByteArray("2026-03-28T23:00:00Z") << 23;
        QTest::newRow("clocks go back") << QByteArray("2026-10-24T22:00:00Z") << 25;
    }
    void dailyLimitsGoByLocalMidnight()
    {
        QFETCH(QByteArray, start);
        QFETCH(int, hours);
        PoolWorld world({"main"}, QTimeZone("Europe/Berlin"));
        world.clock.jumpWall(std::chrono::milliseconds(QDateTime::fromString(QString::fromLatin1(start), Qt::ISODate).toMSecsSinceEpoch())
                             - world.clock.wall().time_since_epoch());
        world.change([&] { world.credential(0).limits.rpd = 1; });
        QCOMPARE(world.attempt(), std::string("main"));
        QCOMPARE(*world.refusal().retryAfter, std::chrono::milliseconds(std::chrono::hours(hours)));
        world.clock.advance(std::chrono::hours(hours) - 1ms);
        QCOMPARE(world.attempt(), std::string("-"));
        world.clock.advance(1ms);
        QCOMPARE(world.attempt(), std::string("main"));
    }

    void aWallClockThatJumpsPastMidnightFreesTheDay()
    {
        PoolWorld world({"main"});
        world.change([&] { world.credential(0).limits.rpd = 1; });
        QCOMPARE(world.attempt(), std::string("main"));
        world.clock.jumpWall(23h);
        QCOMPARE(world.attempt(), std::string("-"));
        world.clock.jumpWall(1h);
        QCOMPARE(world.attempt(), std::string("main"));
        world.clock.jumpWall(-1h); // back to yesterday: not handed out again
        QCOMPARE(world.attempt(), std::string("-"));
    }

    void stateOutlivesAChangeOfConfiguration()
    {
        PoolWorld world({"cooling", "refused", "spent", "fine"});
        world.change([&] { world.credential(2).limits.rpm = 1; });
        world.attempt(FailureClass::RateLimited);
        world.attempt(FailureClass::BadCredential);
        world.attempt(); // spent
        world.change([&] {
            world.provider().credentials.erase(world.provider().credentials.begin() + 3);
            std::reverse(world.provider().credentials.begin(), world.provider().credentials.end());
            world.provider().headers.emplace_back("X-Team", "lab");
            world.credential(0).weight = 3;
        });
        const LeaseRefusal refusal = world.refusal();
        QCOMPARE(refusal.explanation, std::string("spent: limit of 1 request a minute reached, free in 60 s; "
                                                  "refused: refused by the provider: provider's words; next try in 10 s; "
                                                  "cooling: cooling down for 5 s after 429"));
        world.clock.advance(5s);
        QCOMPARE(world.attempt(), std::string("cooling"));
    }

    void aNewSecretStartsAfreshAndOnlyIt()
    {
        PoolWorld world({"a", "b"});
        world.attempt(FailureClass::BadCredential);
        world.attempt(FailureClass::RateLimited);
        world.change([&] { world.credential(0).key = Secret("another"); });
        QCOMPARE(world.attempt(), std::string("a"));
        QCOMPARE(world.state(1).requests, std::uint64_t{1});
        QCOMPARE(world.state(2).kind, Kind::Cooling);
        world.change([&] { world.credential(1).key = Secret("another one"); });
        QCOMPARE(world.state(2).kind, Kind::Ready);
        QVERIFY(world.attempts(2).find('b') != std::string::npos);
    }

    void aNewUrlStartsEverythingAfresh()
    {
        PoolWorld world({"a", "b"});
        world.change([&] { world.provider().limits.rpm = 7; });
        world.attempt(FailureClass::BadCredential);
        world.attempt(FailureClass::RateLimited);
        for (int i = 0; i < 5; ++i) {
            LeaseRequest request = world.request(2);
            std::get<Lease>(world.pool.lease(request)).finish({FailureClass::Network, {}, {}, 0, {}});
        }
        QVERIFY(!world.lease());
        world.change([&] { world.provider().baseUrl = "http://127.0.0.1:2/v1"; });
        QVERIFY(world.attempt() != "-");
        QVERIFY(world.attempt(FailureClass::None, 2) != "-");
        QCOMPARE(world.state(1).kind, Kind::Ready);
        QCOMPARE(world.state(2).kind, Kind::Ready);
    }

    void aLockedSecretWaitsForTheVault()
    {
        PoolWorld world({"main"});
        world.attempt(FailureClass::RateLimited);
        world.change([&] { world.credential(0).key.reset(); });
        QCOMPARE(world.refusal(2).why, Why::Locked);
        QCOMPARE(world.state(1).kind, Kind::Locked);
        world.change([&] { world.credential(0).key = Secret("secret of main"); });
        QCOMPARE(world.attempt(FailureClass::None, 2), std::string("main"));
        QCOMPARE(world.attempt(FailureClass::None, 1), std::string("-")); // the same secret: it still cools down
    }

    void aLeaseMayOutliveItsCredentialAndProvider()
    {
        PoolWorld world({"a", "b"});
        Lease first = world.lease();
        Lease second = world.lease();
        world.change([&] { world.provider().credentials.erase(world.provider().credentials.begin()); });
        first.finish({FailureClass::BadCredential, {}, "gone", 0, {}});
        QVERIFY(!world.pool.state({1}));
        const LeaseRequest old = world.request();
        world.change([&] { world.configuration.providers.clear(); });
        QCOMPARE(std::get<LeaseRefusal>(world.pool.lease(old)).why, Why::NoCredentials);
        second.finish({});
    }

    void everyLeaseComesBackHoweverItEnds()
    {
        PoolWorld world({"main"});
        world.change([&] { world.credential(0).limits.concurrency = 1; });
        {
            Lease dropped = world.lease();
            QCOMPARE(world.state(1).inFlight, 1U);
        }
        QCOMPARE(world.state(1).inFlight, 0U);
        Lease moved = world.lease();
        Lease target = std::move(moved);
        QVERIFY(!moved);
        target.finish({});
        target.finish({}); // nothing left to give back
        QCOMPARE(world.state(1).inFlight, 0U);
        QCOMPARE(world.state(1).requests, std::uint64_t{2});
    }

    void aRefusedRequestTakesNothing()
    {
        PoolWorld world({"main"});
        world.change([&] {
            world.provider().limits.rpm = 2;
            world.credential(0).limits.concurrency = 1;
        });
        Lease running = world.lease();
        for (int i = 0; i < 10; ++i)
            QVERIFY(!world.lease());
        running.finish({});
        QVERIFY(world.attempt() != "-");
        QCOMPARE(world.refusal().explanation, std::string("provider openai: limit of 2 requests a minute reached, free in 60 s"));
    }

    void triedCredentialsAreNotAskedAgain()
    {
        PoolWorld world({"a", "b"});
        LeaseRequest request = world.request();
        request.exclude = {{1}};
        for (int i = 0; i < 3; ++i) {
            std::variant<Lease, LeaseRefusal> result = world.pool.lease(request);
            QCOMPARE(std::get<Lease>(result).credential(), CredentialId{2});
        }
        request.exclude = {{1}, {2}};
        const LeaseRefusal refusal = std::get<LeaseRefusal>(world.pool.lease(request));
        QCOMPARE(refusal.why, Why::AllTried);
        QCOMPARE(refusal.explanation, std::string("a: tried already; b: tried already"));
    }

    void theRefusalNamesEachCredentialsTrouble()
    {
        PoolWorld world({"main", "spare", "old"});
        world.change([&] {
            world.credential(1).enabled = false;
            world.credential(2).limits.concurrency = 0;
        });
        world.attempt(FailureClass::RateLimited, 1, 1, 4s);
        const LeaseRefusal refusal = world.refusal();
        QCOMPARE(refusal.why, Why::AllBusy);
        QCOMPARE(refusal.credentials.size(), std::size_t{3});
        QCOMPARE(refusal.credentials[0].text, std::string("cooling down for 4 s after 429"));
        QCOMPARE(refusal.credentials[1].name, std::string("spare"));
        QCOMPARE(refusal.credentials[1].text, std::string("disabled by hand"));
        QCOMPARE(refusal.credentials[2].text, std::string("limit of 0 at a time reached"));
        QCOMPARE(world.pool.explain({1}, {2}).front().text, std::string("ready"));
    }

    void aLongListOfTroublesIsCut()
    {
        std::vector<std::string> names;
        for (int i = 0; i < 20; ++i)
            names.push_back("c" + std::to_string(i));
        PoolWorld world(names);
        world.change([&] {
            for (CredentialConfig& credential : world.provider().credentials)
                credential.enabled = false;
        });
        const LeaseRefusal refusal = world.refusal();
        QCOMPARE(refusal.credentials.size(), LeaseRefusal::kMaxNotes);
        QVERIFY(refusal.explanation.ends_with("; and 4 more"));
        QCOMPARE(world.pool.explain({1}, {1}).size(), std::size_t{20});
    }

    void resetClearsEverythingInOneAction()
    {
        PoolWorld world({"a", "b"});
        world.change([&] {
            world.credential(0).limits.rpd = 2;
            world.provider().limits.rpm = 4;
        });
        Lease running = world.lease();
        world.attempt(FailureClass::BadCredential); // b
        world.attempt(FailureClass::RateLimited, 1); // a, whose day is over now
        QCOMPARE(world.attempt(), std::string("-"));
        world.pool.reset(CredentialId{1});
        QCOMPARE(world.attempt(), std::string("a"));
        QCOMPARE(world.attempt(), std::string("-")); // the provider's own counter is not a credential's
        world.pool.reset({});
        QCOMPARE(world.attempts(2).size(), std::size_t{2});
        QCOMPARE(world.state(2).kind, Kind::Ready);
        QCOMPARE(world.state(1).inFlight, 1U); // still runs
        running.finish({FailureClass::BadCredential, {}, "old news", 0, {}});
        QCOMPARE(world.state(1).kind, Kind::Ready); // from before the reset
        QCOMPARE(world.state(1).inFlight, 0U);
    }

    void theNumbersForTheStrategiesAreRight()
    {
        PoolWorld world({"a", "b"});
        world.change([&] {
            world.credential(0).limits.rpm = 10;
            world.credential(1).limits.rpm = 4;
        });
        QCOMPARE(world.pool.headroom({1}, {1}), 1.0);
        QVERIFY(!world.pool.firstByte({1}, {1}));
        Lease a = world.lease();
        Lease b = world.lease();
        QCOMPARE(world.pool.headroom({1}, {1}), 0.9); // of the best one
        QCOMPARE(world.pool.inFlight({1}, {1}), 1.0);
        QCOMPARE(world.pool.inFlight({1}, {2}), 0.0);
        a.finish({FailureClass::None, {}, {}, 1, 250ms});
        QCOMPARE(*world.pool.firstByte({1}, {1}), std::chrono::microseconds(250ms));
        QVERIFY(!world.pool.firstByte({1}, {2}));
        QCOMPARE(world.pool.inFlight({1}, {1}), 0.5);
        QCOMPARE(world.pool.headroom({9}, {1}), 0.0);
        QVERIFY(!world.pool.usable({9}, {1}));
    }

    void aProviderWithoutCredentialsSaysSo()
    {
        PoolWorld world;
        world.change([&] { world.provider().baseUrl = "https://127.0.0.1:1/v1"; });
        QCOMPARE(world.refusal().why, Why::NoCredentials);
    }
};

LANYARD_TEST(tst_KeyPool)
#include "tst_KeyPool.moc"
