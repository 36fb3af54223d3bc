#include "GatewayBench.h"
#include "support/TestMain.h"

#include <set>

using namespace lanyard;
using namespace lanyard::test;
using namespace std::chrono_literals;

namespace {

const std::string kPlain = R"({"model":"free","messages":[{"role":"user","content":"hi"}]})";
const std::string kStream = R"({"model":"free","messages":[{"role":"user","content":"hi"}],"stream":true})";
const std::string kAnswer = R"({"id":"x","choices":[{"message":{"content":"hello"}}],"usage":{"prompt_tokens":10,"completion_tokens":5}})";

} // namespace

/// What happens to requests while every credential is busy, at the bench whose model "free" has one credential.
class tst_Queueing : public QObject
{
    Q_OBJECT

    struct Bench : GatewayBench
    {
        using Settings = std::map<std::string, std::string>;
        explicit Bench(Settings settings = {})
        {
            Configuration c = configuration();
            c.providers[1].credentials[0].limits.concurrency = 1;
            c.users[1].queueWeight = 2;
            c.settings = std::move(settings);
            publish(std::move(c));
        }
        void pass(std::chrono::milliseconds time)
        {
            clock.advance(time);
            timers.advance();
        }
    };

private Q_SLOTS:
    void aBusyCredentialIsWaitedForAndTheWaitIsTold()
    {
        Bench bench;
        (void)bench.send(kPlain);
        const auto second = bench.send(kPlain);
        QCOMPARE(bench.upstream.calls.size(), std::size_t{1});
        QCOMPARE(bench.shared.queue.length(), std::size_t{1});
        bench.clock.advance(3s);
        bench.upstream.last().answer(200, kAnswer);
        QTRY_COMPARE(bench.upstream.calls.size(), std::size_t{2});
        bench.upstream.last().answer(200, kAnswer);
        QCOMPARE(second->status, 200);
        QCOMPARE(second->headers.value("x-lanyard-queued-ms"), std::string_view("3000"));
        QCOMPARE(bench.shared.queue.length(), std::size_t{0});
        QVERIFY(bench.journal.texts.back().explanation.find("waited 3000 ms in the queue") != std::string::npos);
    }

    void whoWatchesSeesThePlaceInTheQueue()
    {
        Bench bench;
        bench.feed.watching = true;
        (void)bench.send(kPlain);
        (void)bench.send(kPlain);
        (void)bench.send(kPlain, "bob");
        QCOMPARE(bench.feed.waiting.size(), std::size_t{2});
        QCOMPARE(bench.feed.waiting[0].user, std::string("alice"));
        QCOMPARE(bench.feed.waiting[0].model, std::string("free"));
        QCOMPARE(bench.feed.waiting[0].place, std::size_t{1});
        QCOMPARE(bench.feed.waiting[1].user, std::string("bob"));
        bench.pass(1s);
        bench.pass(1s);
        std::set<std::pair<std::string, std::size_t>> told; // each place once
        for (const WaitingExchange& waiting : bench.feed.waiting)
            QVERIFY(told.emplace(waiting.user, waiting.place).second);
        bench.upstream.calls[0]->answer(200, kAnswer);
        QTRY_COMPARE(bench.upstream.calls.size(), std::size_t{2});
    }

    void afterTheWaitTheRefusalSaysWhyAndWhen()
    {
        Bench bench(Bench::Settings{{"queue_wait_ms", "5000"}});
        (void)bench.send(kPlain);
        const auto second = bench.send(kPlain);
        for (int i = 0; i < 4; ++i)
            bench.pass(1s);
        QCOMPARE(second->status, 0);
        bench.pass(2s);
        QCOMPARE(second->status, 503);
        QVERIFY2(second->body.find(" s in the queue") != std::string::npos, second->body.c_str());
        QVERIFY2(second->body.find("limit of 1 at a time reached") != std::string::npos, second->body.c_str());
        QVERIFY(second->headers.contains("retry-after"));
        QCOMPARE(bench.upstream.calls.size(), std::size_t{1});
    }

    void whatCannotBeSoonIsNotWaitedFor()
    {
        Bench bench;
        Configuration c = GatewayBench::configuration();
        c.providers[1].credentials[0].limits.rpm = 1;
        bench.publish(std::move(c));
        (void)bench.send(kPlain);
        bench.upstream.last().answer(200, kAnswer);
        const auto second = bench.send(kPlain); // free in 60 s, and the wait is 20 s
        QCOMPARE(second->status, 503);
        QCOMPARE(second->headers.value("retry-after"), std::string_view("60"));
        bench.clock.advance(45s);
        const auto third = bench.send(kPlain);
        QCOMPARE(third->status, 0);
        bench.pass(15s);
        QCOMPARE(bench.upstream.calls.size(), std::size_t{2});
    }

    void aFullQueueTurnsAwayAtOnce()
    {
        Bench bench(Bench::Settings{{"queue_length", "1"}});
        (void)bench.send(kPlain);
        (void)bench.send(kPlain);
        const auto third = bench.send(kPlain);
        QCOMPARE(third->status, 503);
        QVERIFY2(third->body.find("too many requests wait already") != std::string::npos, third->body.c_str());
    }

    void withoutAWaitThereIsNoQueue()
    {
        Bench bench(Bench::Settings{{"queue_wait_ms", "0"}});
        (void)bench.send(kPlain);
        QCOMPARE(bench.send(kPlain)->status, 503);
    }

    void aWaitingStreamIsPingedAndToldItsPlace()
    {
        Bench bench;
        (void)bench.send(kPlain);
        (void)bench.send(kPlain);
        const auto third = bench.send(kStream);
        bench.pass(15s);
        bench.pass(1s);
        QCOMPARE(third->status, 200);
        QVERIFY2(third->body.starts_with(": waiting for a free provider, place 2 in the queue\n\n"), third->body.c_str());
    }

    void usersTakeTurnsByWeight()
    {
        Bench bench;
        (void)bench.send(kPlain);
        for (int i = 0; i < 4; ++i)
            (void)bench.send(kPlain, "alice");
        for (int i = 0; i < 4; ++i)
            (void)bench.send(R"({"model":"free","messages":[{"role":"user","content":"bob"}]})", "bob");
        std::string order;
        for (int turn = 0; turn < 6; ++turn) {
            const std::size_t before = bench.upstream.calls.size();
            bench.upstream.last().answer(200, kAnswer);
            QTRY_COMPARE(bench.upstream.calls.size(), before + 1);
            order += bench.upstream.last().body.find("bob") != std::string::npos ? 'b' : 'a';
        }
        QCOMPARE(order, std::string("babbab"));
    }

    void whoComesLaterDoesNotPass()
    {
        Bench bench;
        (void)bench.send(kPlain);
        (void)bench.send(R"({"model":"free","messages":[{"role":"user","content":"first"}]})");
        bench.upstream.last().answer(200, kAnswer); // the slot is free, and the one who waits has been called
        (void)bench.send(R"({"model":"free","messages":[{"role":"user","content":"late"}]})");
        QTRY_COMPARE(bench.upstream.calls.size(), std::size_t{2});
        QVERIFY(bench.upstream.last().body.find("first") != std::string::npos);
    }

    void whoLeavesTheQueueFreesItsPlace()
    {
        Bench bench;
        (void)bench.send(kPlain);
        const auto second = bench.send(kPlain);
        second->observer->onClientGone();
        QCOMPARE(bench.shared.queue.length(), std::size_t{0});
        QVERIFY(bench.journal.settled()->outcome == Outcome::ClientGone);
        bench.upstream.last().answer(200, kAnswer);
        QTRY_VERIFY(bench.exchanges.empty());
        QCOMPARE(bench.upstream.calls.size(), std::size_t{1});
    }

    void whoIsFrozenWhileWaitingIsRefused()
    {
        Bench bench;
        (void)bench.send(kPlain, "bob");
        const auto second = bench.send(kPlain);
        Configuration c = GatewayBench::configuration();
        c.providers[1].credentials[0].limits.concurrency = 1;
        c.users[0].frozen = true;
        bench.publish(std::move(c));
        bench.upstream.last().answer(200, kAnswer);
        QTRY_COMPARE(second->status, 403);
        QCOMPARE(bench.upstream.calls.size(), std::size_t{1});
    }

    void aLimitThatIsLiftedIsNoticed()
    {
        Bench bench;
        (void)bench.send(kPlain);
        (void)bench.send(kPlain);
        bench.publish(GatewayBench::configuration()); // no limit any more
        bench.pass(1s);
        bench.pass(100ms);
        QCOMPARE(bench.upstream.calls.size(), std::size_t{2});
    }

    void aFailedRequestWaitsForTheOnesThatAreBusy()
    {
        GatewayBench bench;
        Configuration c = GatewayBench::configuration();
        c.providers[1].credentials[0].limits.concurrency = 1;
        c.providers[0].credentials.pop_back();
        bench.publish(std::move(c));
        const std::string gpt = R"({"model":"gpt","messages":[{"role":"user","content":"hi"}]})";
        (void)bench.send(kPlain); // takes the only slot of "two"
        const auto client = bench.send(gpt);
        bench.upstream.last().answer(500, "oops");
        QCOMPARE(client->status, 0);
        bench.upstream.calls.front()->answer(200, kAnswer);
        QTRY_COMPARE(bench.upstream.calls.size(), std::size_t{3});
        QCOMPARE(bench.upstream.last().request.url, std::string("http://two.test/v1/chat/completions"));
        bench.upstream.last().answer(200, kAnswer);
        QCOMPARE(client->status, 200);
        QVERIFY(bench.journal.texts.back().explanation.find("one/a failed: server_error") != std::string::npos);
    }

    void whenNobodyIsLeftThoseWhoAreOutAreTried()
    {
        GatewayBench bench;
        const auto one = [&] { return bench.send(kPlain); };
        (void)one();
        bench.upstream.last().answer(401, R"({"error":{"message":"no"}})"); // the only credential is out for 10 s
        bench.clock.advance(2s);
        const auto client = one();
        QCOMPARE(bench.upstream.calls.size(), std::size_t{2});
        const auto other = one(); // waits for what comes of it
        QCOMPARE(bench.upstream.calls.size(), std::size_t{2});
        bench.upstream.last().answer(200, kAnswer);
        QCOMPARE(client->status, 200);
        QTRY_COMPARE(bench.upstream.calls.size(), std::size_t{3});
        bench.upstream.last().answer(200, kAnswer);
        QCOMPARE(other->status, 200);
        QVERIFY(bench.pool.state({3})->kind == CredentialState::Kind::Ready);
    }

    void aTimeThatTheProviderAskedForIsNeverCutShort()
    {
        GatewayBench bench;
        (void)bench.send(kPlain);
        bench.upstream.last().answer(429, "{}", {{"Content-Type", "application/json"}, {"Retry-After", "100"}});
        bench.clock.advance(2s);
        const auto client = bench.send(kPlain);
        QCOMPARE(client->status, 503);
        QCOMPARE(client->headers.value("retry-after"), std::string_view("98"));
        QCOMPARE(bench.upstream.calls.size(), std::size_t{1});
    }
};

LANYARD_TEST(tst_Queueing)
#include "tst_Queueing.moc"
