#include "PoolWorld.h"
#include "support/TestMain.h"

using namespace lanyard;
using namespace lanyard::test;
using namespace std::chrono_literals;

namespace {

using Why = LeaseRefusal::Why;
using Kind = CredentialState::Kind;

Allowance requestsLeft(std::uint64_t limit, std::uint64_t remaining, std::chrono::milliseconds resetIn)
{
    Allowance allowance;
    allowance.requests = Allowance::Window{limit, remaining, resetIn};
    return allowance;
}

} // namespace

/// What providers tell, what rests and waits, and what is remembered.
class tst_PoolRules : public QObject
{
    Q_OBJECT

    /// One attempt whose answer says this; the name of the credential.
    static std::string told(PoolWorld& world, const Allowance& allowance, std::uint32_t model = 1)
    {
        Lease lease = world.lease(model);
        const std::string name = lease ? world.nameOf(lease.credential()) : "-";
        lease.observe(allowance);
        lease.finish({});
        return name;
    }

private Q_SLOTS:
    void whoHasNothingLeftAtItsProviderIsSkippedUntilTheReset()
    {
        PoolWorld world({"a", "b"});
        QCOMPARE(told(world, requestsLeft(60, 0, 3s)), std::string("a"));
        QCOMPARE(world.attempts(3), std::string("bbb"));
        QVERIFY((told(world, {}, 2) + told(world, {}, 2)).find('a') != std::string::npos); // another model has limits of its own
        QVERIFY(world.state(1).kind == Kind::Cooling);
        QVERIFY2(world.state(1).reason.find("the provider's own limit is used up") != std::string::npos, world.state(1).reason.c_str());
        world.clock.advance(2999ms);
        QCOMPARE(world.attempts(1), std::string("b"));
        world.clock.advance(1ms);
        QVERIFY(world.attempts(2).find('a') != std::string::npos);
    }

    void theTighterOfTwoWindowsHolds()
    {
        PoolWorld world({"a"});
        Allowance both = requestsLeft(60, 0, 1s);
        both.tokens = Allowance::Window{1000, 0, 5s};
        QCOMPARE(told(world, both), std::string("a"));
        world.clock.advance(4s);
        QCOMPARE(world.attempts(1), std::string("-"));
        world.clock.advance(1s);
        QCOMPARE(world.attempts(1), std::string("a"));
    }

    void aReportWithoutAResetTakesNobodyOut()
    {
        PoolWorld world({"a"});
        Allowance allowance;
        allowance.requests = Allowance::Window{60, 0, {}};
        QCOMPARE(told(world, allowance), std::string("a"));
        QCOMPARE(world.attempts(1), std::string("a"));
    }

    void whatTheProviderToldIsCountedDownAndShown()
    {
        PoolWorld world({"a"});
        QVERIFY(world.state(1).headroom.empty());
        Allowance allowance = requestsLeft(100, 40, 30s);
        allowance.tokens = Allowance::Window{{}, 500, 10s};
        QCOMPARE(told(world, allowance), std::string("a"));
        QCOMPARE(world.pool.headroom({1}, {1}), 0.4);
        (void)world.attempt(FailureClass::None, 1, 100);
        const std::vector<HeadroomNote> notes = world.state(1).headroom;
        QCOMPARE(notes.size(), std::size_t{1});
        QCOMPARE(notes[0].model, std::string("gpt"));
        QCOMPARE(notes[0].requests->limit, std::uint64_t{100});
        QCOMPARE(notes[0].requests->remaining, std::uint64_t{39});
        QCOMPARE(notes[0].requests->resetIn, std::chrono::milliseconds(30s));
        QCOMPARE(notes[0].tokens->limit, std::uint64_t{500}); // the most that was ever seen
        QCOMPARE(notes[0].tokens->remaining, std::uint64_t{400});
        world.clock.advance(10s);
        QVERIFY(!world.state(1).headroom[0].tokens);
        world.clock.advance(20s);
        QVERIFY(world.state(1).headroom.empty());
        QCOMPARE(world.pool.headroom({1}, {1}), 1.0);
    }

    void byHeadroomWhoHasMostLeftGoesFirst()
    {
        PoolWorld world({"a", "b", "c"});
        for (const std::uint64_t left : {50, 90, 70})
            (void)told(world, requestsLeft(100, left, 60s));
        LeaseRequest request = world.request();
        request.mostHeadroom = true;
        std::string names;
        for (int i = 0; i < 22; ++i) {
            auto result = world.pool.lease(request);
            names += world.nameOf(std::get<Lease>(result).credential());
            std::get<Lease>(result).finish({});
        }
        QCOMPARE(names.substr(0, 20), std::string(20, 'b'));
        QVERIFY(names.substr(20).find('c') != std::string::npos); // both have 70 left now
        request.exclude = {CredentialId{2}, CredentialId{3}};
        auto only = world.pool.lease(request);
        QCOMPARE(world.nameOf(std::get<Lease>(only).credential()), std::string("a"));
    }

    void a429WithoutRetryAfterCoolsLongerEachTime()
    {
        PoolWorld world({"a"});
        for (const auto wait : {5s, 10s, 20s, 40s, 80s, 160s, 300s, 300s}) {
            QCOMPARE(world.attempt(FailureClass::RateLimited), std::string("a"));
            world.clock.advance(wait - 1ms);
            QCOMPARE(world.attempts(1), std::string("-"));
            QVERIFY(world.pool.usable({1}, {2}));
            world.clock.advance(1ms);
        }
        QCOMPARE(world.attempts(1), std::string("a")); // a success, and all is forgotten
        (void)world.attempt(FailureClass::RateLimited);
        world.clock.advance(5s);
        QCOMPARE(world.attempts(1), std::string("a"));
    }

    void pinsToModelsThatNobodyConfiguredShareNoTrouble()
    {
        PoolWorld world({"a"});
        const auto pinned = [&](std::string_view name) {
            LeaseRequest request = world.request(0);
            request.upstreamModel = name;
            return world.pool.lease(request);
        };
        auto first = pinned("one");
        AttemptReport limited;
        limited.failure = FailureClass::RateLimited;
        limited.retryAfter = 60s;
        std::get<Lease>(first).finish(limited);
        QVERIFY(std::holds_alternative<LeaseRefusal>(pinned("one")));
        AttemptReport broken;
        broken.failure = FailureClass::ServerError;
        for (int i = 0; i < 5; ++i) {
            auto other = pinned("two");
            QVERIFY(std::holds_alternative<Lease>(other));
            std::get<Lease>(other).finish(broken);
        }
        QVERIFY(std::get<LeaseRefusal>(pinned("two")).why == Why::BreakerOpen);
        QVERIFY(std::holds_alternative<Lease>(pinned("three")));
        QVERIFY2(world.state(1).reason.starts_with("one: cooling down"), world.state(1).reason.c_str());
    }

    void pinsToEverNewModelsAreForgotten()
    {
        PoolWorld world({"a"});
        for (int i = 0; i < 20'000; ++i) {
            LeaseRequest request = world.request(0);
            const std::string name = "m" + std::to_string(i);
            request.upstreamModel = name;
            auto lease = world.pool.lease(request);
            std::get<Lease>(lease).observe(requestsLeft(10, 5, 60s));
        }
        QVERIFY(world.state(1).headroom.size() <= 64);
    }

    void aSlotRestsAfterEachRequest()
    {
        PoolWorld world({"a", "b"});
        world.change([&] {
            world.credential(0).limits.concurrency = 1;
            world.credential(0).coolDown = {3s, 3s};
            world.credential(1).limits.concurrency = 1;
        });
        QCOMPARE(world.attempts(3), std::string("abb"));
        QVERIFY(world.state(1).kind == Kind::Cooling);
        QCOMPARE(*world.state(1).retryIn, std::chrono::milliseconds(3s));
        Lease busy = world.lease();
        const LeaseRefusal refusal = world.refusal();
        QVERIFY(refusal.why == Why::AllBusy);
        QCOMPARE(*refusal.retryAfter, std::chrono::milliseconds(3s));
        QVERIFY2(refusal.explanation.find("a: its slots rest between requests") != std::string::npos, refusal.explanation.c_str());
        world.clock.advance(3s);
        QCOMPARE(world.attempts(2), std::string("a-"));
    }

    void theRestIsDrawnBetweenTheTwoTimesAndComesFromTheProviderToo()
    {
        FakeClock clock;
        Configuration configuration = PoolWorld({"a"}).configuration;
        ProviderConfig& provider = configuration.providers[0];
        provider.coolDown = {1s, 2s};
        provider.credentials[0].limits.concurrency = 2;
        std::uint64_t bound = 0;
        KeyPool pool(clock, QTimeZone::utc(), [&](std::uint64_t below) {
            bound = below;
            return std::uint64_t{500};
        });
        const Snapshot snapshot(configuration, 1);
        pool.configure(snapshot);
        LeaseRequest request;
        request.provider = snapshot.findProvider("openai");
        request.model = {1};
        std::get<Lease>(pool.lease(request)).finish({});
        QCOMPARE(bound, std::uint64_t{1001}); // 0 to 1000 ms more than the shortest rest
        auto second = pool.lease(request); // the other slot
        QVERIFY(std::holds_alternative<Lease>(second));
        QVERIFY(std::holds_alternative<LeaseRefusal>(pool.lease(request)));
        clock.advance(1499ms);
        QVERIFY(std::holds_alternative<LeaseRefusal>(pool.lease(request)));
        clock.advance(1ms);
        QVERIFY(std::holds_alternative<Lease>(pool.lease(request)));
    }

    void whatMustOutliveARestartDoes()
    {
        PoolWorld world({"refused", "poor", "counted", "fine"});
        world.change([&] {
            world.provider().limits.rpd = 9;
            world.credential(2).limits.rpd = 2;
        });
        const auto attemptOf = [&](std::uint32_t id, const AttemptReport& report) {
            LeaseRequest request = world.request();
            for (std::uint32_t other = 1; other <= 4; ++other) {
                if (other != id)
                    request.exclude.push_back({other});
            }
            auto lease = world.pool.lease(request);
            QVERIFY(std::holds_alternative<Lease>(lease));
            std::get<Lease>(lease).finish(report);
        };
        attemptOf(1, {FailureClass::BadCredential, {}, "Incorrect API key", 0, {}});
        attemptOf(2, {FailureClass::QuotaExhausted, 600s, "no money", 0, {}});
        attemptOf(3, {});
        attemptOf(3, {});
        const PoolMemory memory = world.pool.memory();
        QVERIFY(memory == world.pool.memory());
        QCOMPARE(memory.credentials.size(), std::size_t{3});

        KeyPool next(world.clock, QTimeZone::utc());
        next.configure(*world.snapshots.back());
        next.restore(memory);
        QVERIFY(next.state({1})->kind == Kind::Disabled);
        QVERIFY(next.state({1})->reason.find("Incorrect API key") != std::string::npos);
        QVERIFY(next.state({2})->kind == Kind::OutOfQuota);
        QVERIFY(next.state({2})->reason.find("no money") != std::string::npos);
        QVERIFY(next.state({3})->kind == Kind::Cooling);
        QVERIFY(next.state({4})->kind == Kind::Ready);
        LeaseRequest request = world.request();
        for (int left = 5; left > 0; --left) // the provider's nine of the day, four of which were before the restart
            std::get<Lease>(next.lease(request)).finish({});
        QVERIFY(std::get<LeaseRefusal>(next.lease(request)).why == Why::AllBusy);
        world.clock.advance(10s);
        next.reset({});
        QVERIFY(next.memory() == PoolMemory{});
        QVERIFY(next.state({1})->kind == Kind::Ready);
    }

    void yesterdaysCountIsNotTodays()
    {
        PoolWorld world({"a"});
        world.change([&] { world.credential(0).limits.rpd = 1; });
        QCOMPARE(world.attempts(2), std::string("a-"));
        const PoolMemory memory = world.pool.memory();
        world.clock.advance(48h);
        KeyPool next(world.clock, QTimeZone::utc());
        next.configure(*world.snapshots.back());
        next.restore(memory);
        QVERIFY(std::holds_alternative<Lease>(next.lease(world.request())));
    }

    void theSettingSaysWhereMidnightIs()
    {
        PoolWorld world({"a"}); // 2026-01-01 00:00 UTC, 01:00 in Berlin
        world.change([&] {
            world.credential(0).limits.rpd = 1;
            world.configuration.settings["time_zone"] = "Europe/Berlin";
        });
        QCOMPARE(world.attempts(2), std::string("a-"));
        world.clock.advance(23h - 1ms);
        QCOMPARE(world.attempts(1), std::string("-"));
        world.clock.advance(1ms);
        QCOMPARE(world.attempts(1), std::string("a"));
    }

    void aKindThatNeedsNoKeyWorksWithoutCredentials()
    {
        PoolWorld world;
        world.change([&] {
            world.provider().kind = ProviderKind::Demo;
            world.provider().limits.concurrency = 1;
        });
        Lease lease = world.lease();
        QVERIFY(lease);
        const CredentialConfig* config = findCredential(*world.request().provider, lease.credential());
        QVERIFY(config && config->key->empty() && !config->id);
        QVERIFY(world.refusal().why == Why::AllBusy);
        lease.finish({});
        LeaseRequest request = world.request();
        request.exclude = {keylessCredential({1})};
        QVERIFY(std::get<LeaseRefusal>(world.pool.lease(request)).why == Why::AllTried);
        world.change([&] { world.add("a"); }); // from now on its credentials are used
        QCOMPARE(world.attempts(1), std::string("a"));
    }

    void aLocalServiceNeedsNoCredential()
    {
        PoolWorld world;
        world.change([&] { world.provider().baseUrl = "http://127.0.0.1:11434/v1"; });
        Lease lease = world.lease();
        QVERIFY(lease);
        lease.finish({});
        world.change([&] { world.provider().baseUrl = "https://api.example.com/v1"; }); // a service of others wants one
        QVERIFY(!world.lease());
    }

    void eachModelHasItsOwnBreakerRules()
    {
        PoolWorld world({"a"});
        world.change([&] { world.configuration.models[1].breaker.failures = 2; });
        for (int i = 0; i < 2; ++i) {
            QCOMPARE(world.attempt(FailureClass::ServerError, 1), std::string("a"));
            QCOMPARE(world.attempt(FailureClass::ServerError, 2), std::string("a"));
        }
        QVERIFY(world.pool.usable({1}, {1}));
        QVERIFY(!world.pool.usable({1}, {2}));
        world.pool.reset({});
        world.change([&] { world.configuration.models[1].breaker.failures = 3; }); // live
        (void)world.attempt(FailureClass::ServerError, 2);
        (void)world.attempt(FailureClass::ServerError, 2);
        QVERIFY(world.pool.usable({1}, {2}));
    }
};

LANYARD_TEST(tst_PoolRules)
#include "tst_PoolRules.moc"
