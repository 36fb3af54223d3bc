#include "GatewayBench.h"
#include "gateway/HedgeGuard.h"
#include "support/TestMain.h"

using namespace lanyard;
using namespace lanyard::test;
using namespace std::chrono_literals;

namespace {

const std::string kStream = R"({"model":"gpt","messages":[{"role":"user","content":"hi"}],"stream":true})";
const std::string kPlain = R"({"model":"gpt","messages":[{"role":"user","content":"hi"}]})";
const std::string kWord = "data: {\"choices\":[{\"delta\":{\"content\":\"hello\"}}]}\n\n";
const std::string kRest = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
                          "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":500}}\n\ndata: [DONE]\n\n";
const HttpHeaders kEvents{{"Content-Type", "text/event-stream"}};

} // namespace

class tst_Hedging : public QObject
{
    Q_OBJECT

    /// A bench that has seen forty streams begin after 100 ms each.
    struct Bench : GatewayBench
    {
        explicit Bench(bool hedging = true)
        {
            Configuration c = configuration();
            c.models[0].hedging = hedging;
            c.models[0].affinity = false;
            publish(std::move(c));
            for (int i = 0; i < 40; ++i) {
                (void)send(kStream);
                clock.advance(100ms);
                finish(upstream.last());
            }
            journal.records.clear();
            upstream.calls.clear();
        }
        static void finish(HandUpstream::Call& call)
        {
            call.head(200, kEvents);
            call.bytes(kWord + kRest);
            call.end();
        }
        void pass(std::chrono::milliseconds time)
        {
            clock.advance(time);
            timers.advance();
        }
        std::vector<JournalRecord> attempts() const
        {
            std::vector<JournalRecord> found;
            for (const JournalRecord& record : journal.records) {
                if (record.kind == JournalKind::Attempt)
                    found.push_back(record);
            }
            return found;
        }
    };

private Q_SLOTS:
    void aLateStreamIsAskedForTwiceAndTheFirstWordWins_data()
    {
        QTest::addColumn<int>("winner");
        QTest::newRow("the second") << 1;
        QTest::newRow("the first") << 0;
    }
    void aLateStreamIsAskedForTwiceAndTheFirstWordWins()
    {
        QFETCH(int, winner);
        Bench bench;
        const Money before = *bench.governor.balance(UserId{1});
        const auto client = bench.send(kStream);
        bench.pass(60ms);
        QCOMPARE(bench.upstream.calls.size(), std::size_t{1});
        bench.pass(100ms);
        QCOMPARE(bench.upstream.calls.size(), std::size_t{2});
        QVERIFY(bench.upstream.calls[0]->request.headers.value("authorization") != bench.upstream.calls[1]->request.headers.value("authorization"));
        HandUpstream::Call& won = *bench.upstream.calls[static_cast<std::size_t>(winner)];
        HandUpstream::Call& lost = *bench.upstream.calls[static_cast<std::size_t>(1 - winner)];
        won.head(200, kEvents);
        won.bytes(kWord);
        QVERIFY(lost.cancelled && !won.cancelled);
        won.bytes(kRest);
        won.end();
        QVERIFY(client->ended);
        QCOMPARE(client->body, kWord + "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");
        // One bill for the user, a cost at the provider for both.
        QCOMPARE((before - *bench.governor.balance(UserId{1})).nano(), 2'000'000);
        const auto attempts = bench.attempts();
        QCOMPARE(attempts.size(), std::size_t{2});
        QVERIFY(attempts[0].upstreamCost > Money{} && attempts[1].upstreamCost > Money{});
        QVERIFY(attempts[0].failure == FailureClass::Cancelled);
        const JournalRecord& settled = *bench.journal.settled();
        QCOMPARE(settled.credential.value, attempts[1].credential.value);
        QCOMPARE(settled.attempts, std::uint8_t{2});
        QTRY_VERIFY(bench.exchanges.empty());
        QCOMPARE(bench.pool.state({1})->inFlight + bench.pool.state({2})->inFlight, 0U);
    }

    void ifTheFirstFailsTheSecondGoesOn()
    {
        Bench bench;
        const auto client = bench.send(kStream);
        bench.pass(160ms);
        bench.upstream.calls[0]->answer(500, "oops");
        QCOMPARE(bench.upstream.calls.size(), std::size_t{2});
        Bench::finish(*bench.upstream.calls[1]);
        QVERIFY(client->ended);
        QVERIFY(bench.journal.settled()->outcome == Outcome::Ok);
    }

    void ifTheSecondFailsTheFirstGoesOn()
    {
        Bench bench;
        const auto client = bench.send(kStream);
        bench.pass(160ms);
        bench.upstream.calls[1]->answer(500, "oops");
        QCOMPARE(client->status, 0);
        Bench::finish(*bench.upstream.calls[0]);
        QVERIFY(client->ended);
        QVERIFY(bench.journal.settled()->outcome == Outcome::Ok);
    }

    void ifBothFailTheNextIsTried()
    {
        Bench bench;
        const auto client = bench.send(kStream);
        bench.pass(160ms);
        bench.upstream.calls[0]->answer(500, "oops");
        bench.upstream.calls[1]->answer(500, "oops");
        QCOMPARE(bench.upstream.calls.size(), std::size_t{3});
        QVERIFY(bench.upstream.last().request.url.find("two.test") != std::string::npos);
        Bench::finish(bench.upstream.last());
        QVERIFY(client->ended);
        QCOMPARE(bench.journal.settled()->attempts, std::uint8_t{3});
    }

    void aClientThatLeavesEndsBoth()
    {
        Bench bench;
        const auto client = bench.send(kStream);
        bench.pass(160ms);
        client->observer->onClientGone();
        QVERIFY(bench.upstream.calls[0]->cancelled && bench.upstream.calls[1]->cancelled);
        QVERIFY(bench.journal.settled()->outcome == Outcome::ClientGone);
        QCOMPARE(bench.attempts().size(), std::size_t{2});
    }

    void itIsForStreamsOfModelsThatWantItOnly()
    {
        for (const bool hedging : {true, false}) {
            Bench bench(hedging);
            (void)bench.send(hedging ? kPlain : kStream);
            bench.pass(10s);
            QCOMPARE(bench.upstream.calls.size(), std::size_t{1});
        }
    }

    void whoHasBegunIsNotAskedTwice()
    {
        Bench bench;
        (void)bench.send(kStream);
        bench.upstream.last().head(200, kEvents);
        bench.upstream.last().bytes(kWord);
        bench.pass(10s);
        QCOMPARE(bench.upstream.calls.size(), std::size_t{1});
    }

    void idleCapacityOnly()
    {
        Bench bench;
        Configuration c = GatewayBench::configuration();
        c.models[0].hedging = true;
        for (ProviderConfig& provider : c.providers)
            provider.limits.concurrency = 1;
        bench.publish(std::move(c));
        (void)bench.send(kStream);
        (void)bench.send(R"({"model":"free","messages":[{"role":"user","content":"hi"}]})"); // takes "two"
        bench.pass(10s);
        QCOMPARE(bench.upstream.calls.size(), std::size_t{2});
    }

    void oneInTwentyAtMost()
    {
        HedgeGuard guard;
        const ModelId model{1};
        int hedges = 0;
        for (int i = 1; i <= 1'000; ++i) {
            (void)guard.begin(model);
            hedges += guard.take(model);
            QVERIFY(hedges * 20 <= i);
        }
        QCOMPARE(hedges, 50);
        QVERIFY(!guard.take(model));
        guard.giveBack(model);
        QVERIFY(guard.take(model));
    }

    void lateIsLaterThanNinetyFiveOfAHundred()
    {
        HedgeGuard guard;
        const ModelId model{1};
        for (int i = 1; i <= 19; ++i)
            guard.observe(model, std::chrono::milliseconds(i));
        QVERIFY(!guard.begin(model)); // too few to tell
        for (int i = 20; i <= 100; ++i)
            guard.observe(model, std::chrono::milliseconds(i));
        QCOMPARE(*guard.begin(model), 96ms);
        QVERIFY(!guard.begin(ModelId{2}));
        for (int i = 0; i < 128; ++i)
            guard.observe(model, 7ms); // only the last 128 count
        QCOMPARE(*guard.begin(model), 7ms);
    }
};

LANYARD_TEST(tst_Hedging)
#include "tst_Hedging.moc"
