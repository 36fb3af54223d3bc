#include "GatewayBench.h"
#include "support/TestMain.h"

using namespace lanyard;
using namespace lanyard::test;
using namespace std::chrono_literals;

namespace {

const std::string kPlain = R"({"model":"gpt","messages":[{"role":"user","content":"hi"}]})";
const std::string kOther = R"({"model":"gpt","messages":[{"role":"user","content":"ho"}]})";
const std::string kStream = R"({"model":"gpt","messages":[{"role":"user","content":"hi"}],"stream":true})";
const std::string kAnswer = R"({"id":"x","choices":[{"message":{"content":"hello"}}],"usage":{"prompt_tokens":1000,"completion_tokens":500}})";
const std::string kWord = "data: {\"choices\":[{\"delta\":{\"content\":\"hello\"}}]}\n\n";
const std::string kStop = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
const std::string kDone = "data: [DONE]\n\n";
const HttpHeaders kEvents{{"Content-Type", "text/event-stream"}};

} // namespace

/// The response cache and the Idempotency-Key.
class tst_AnswerSharing : public QObject
{
    Q_OBJECT

    struct Bench : GatewayBench
    {
        explicit Bench(bool cache = false, std::map<std::string, std::string> settings = {})
        {
            Configuration c = configuration();
            c.models[0].cache = cache;
            c.settings = std::move(settings);
            publish(std::move(c));
        }
        std::int64_t spent() const { return 10'000'000'000 - governor.balance(UserId{1})->nano(); }
        void answer() { upstream.last().answer(200, kAnswer); }
        const JournalRecord& lastSettled() const
        {
            return *std::find_if(journal.records.rbegin(), journal.records.rend(), [](const JournalRecord& r) { return r.kind == JournalKind::Settled; });
        }
    };

private Q_SLOTS:
    void theSameRequestIsAnsweredFromTheCache()
    {
        Bench bench(true);
        (void)bench.send(kPlain);
        bench.answer();
        QCOMPARE(bench.spent(), 2'000'000);
        const auto again = bench.send(kPlain);
        QCOMPARE(bench.upstream.calls.size(), std::size_t{1});
        QCOMPARE(again->status, 200);
        QCOMPARE(again->body, kAnswer);
        QCOMPARE(again->headers.value("x-lanyard-cache"), std::string_view("hit"));
        QCOMPARE(again->headers.value("content-type"), std::string_view("application/json"));
        QVERIFY(again->settledBeforeEnd);
        QCOMPARE(bench.spent(), 2'000'000); // free by default
        QVERIFY(bench.lastSettled().outcome == Outcome::Ok);
        QCOMPARE(bench.lastSettled().attempts, std::uint8_t{0});
        QCOMPARE(bench.journal.texts.back().explanation, std::string("answered from the cache"));
        QTRY_VERIFY(bench.exchanges.empty());
    }

    void aStreamComesBackAsItWas()
    {
        Bench bench(true);
        const auto first = bench.send(kStream);
        bench.upstream.last().head(200, kEvents);
        bench.upstream.last().bytes(kWord + kStop + kDone);
        const auto again = bench.send(kStream);
        QCOMPARE(again->body, first->body);
        QCOMPARE(again->headers.value("content-type"), std::string_view("text/event-stream"));
        QCOMPARE(bench.upstream.calls.size(), std::size_t{1});
    }

    void hitsHaveTheirOwnPrice()
    {
        Bench bench(true, {{"cache_hit_percent", "25"}});
        (void)bench.send(kPlain);
        bench.answer();
        (void)bench.send(kPlain);
        QCOMPARE(bench.spent(), 2'500'000);
        QCOMPARE(bench.lastSettled().cost.nano(), 500'000);
    }

    void whatDiffersIsAskedFor_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("user");
        QTest::newRow("other words") << QByteArray(kOther.c_str()) << QByteArray("alice");
        QTest::newRow("one more space") << QByteArray((kPlain + " ").c_str()) << QByteArray("alice");
        QTest::newRow("another user") << QByteArray(kPlain.c_str()) << QByteArray("bob");
    }
    void whatDiffersIsAskedFor()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, user);
        Bench bench(true);
        (void)bench.send(kPlain);
        bench.answer();
        (void)bench.send(body.toStdString(), user.toStdString());
        QCOMPARE(bench.upstream.calls.size(), std::size_t{2});
    }

    void onlyWholeGoodAnswersAreKept()
    {
        Bench bench(true);
        (void)bench.send(kPlain);
        bench.upstream.last().answer(400, R"({"error":{"message":"no"}})");
        (void)bench.send(kPlain);
        QCOMPARE(bench.upstream.calls.size(), std::size_t{2});
        const auto gone = bench.send(kStream);
        bench.upstream.last().head(200, kEvents);
        bench.upstream.last().bytes(kWord);
        gone->observer->onClientGone();
        (void)bench.send(kStream);
        QCOMPARE(bench.upstream.calls.size(), std::size_t{4});
        bench.upstream.last().head(200, kEvents);
        bench.upstream.last().bytes(kWord);
        bench.upstream.last().end(UpstreamEnd::Kind::Network, "reset");
        (void)bench.send(kStream);
        QCOMPARE(bench.upstream.calls.size(), std::size_t{5});
    }

    void theyAreForgottenByTimeAndByRoom()
    {
        Bench bench(true, {{"cache_ttl_ms", "60000"}});
        (void)bench.send(kPlain);
        bench.answer();
        bench.clock.advance(60s);
        (void)bench.send(kPlain);
        QCOMPARE(bench.upstream.calls.size(), std::size_t{2});
        Bench small(true, {{"cache_bytes", "150"}});
        for (const std::string& body : {kPlain, kOther}) {
            (void)small.send(body);
            small.answer();
        }
        (void)small.send(kOther);
        QCOMPARE(small.upstream.calls.size(), std::size_t{2});
        (void)small.send(kPlain); // had to go
        QCOMPARE(small.upstream.calls.size(), std::size_t{3});
    }

    void withoutASwitchNothingIsKeptAndAKeyMayHaveIt()
    {
        Bench bench;
        (void)bench.send(kPlain);
        bench.answer();
        (void)bench.send(kPlain);
        QCOMPARE(bench.upstream.calls.size(), std::size_t{2});
        bench.answer();
        Configuration c = GatewayBench::configuration();
        c.users[0].keys[0].cache = true;
        bench.publish(std::move(c));
        (void)bench.send(kPlain);
        bench.answer();
        QCOMPARE(bench.send(kPlain)->body, kAnswer);
        QCOMPARE(bench.upstream.calls.size(), std::size_t{3});
    }

    // ---- Idempotency-Key ----

    void aRepeatedRequestGetsTheFirstOnesAnswerAndIsBilledOnce()
    {
        Bench bench;
        bench.requestHeaders.add("Idempotency-Key", "k1");
        (void)bench.send(kPlain);
        bench.answer();
        const auto again = bench.send(kPlain);
        QCOMPARE(bench.upstream.calls.size(), std::size_t{1});
        QCOMPARE(again->status, 200);
        QCOMPARE(again->body, kAnswer);
        QCOMPARE(again->headers.value("idempotent-replayed"), std::string_view("true"));
        QCOMPARE(again->headers.count("x-request-id"), std::size_t{1});
        QCOMPARE(bench.spent(), 2'000'000);
        QVERIFY(bench.lastSettled().cost.isZero()); // a row of its own, at no cost
    }

    void whoRepeatsWhileItRunsJoins()
    {
        Bench bench;
        bench.requestHeaders.add("Idempotency-Key", "k1");
        const auto first = bench.send(kStream);
        bench.upstream.last().head(200, kEvents);
        bench.upstream.last().bytes(kWord);
        const auto second = bench.send(kStream);
        QCOMPARE(second->body, kWord);
        bench.upstream.last().bytes(kStop + kDone);
        QTRY_VERIFY(second->ended);
        QCOMPARE(second->body, first->body);
        QCOMPARE(bench.upstream.calls.size(), std::size_t{1});
        QTRY_VERIFY(bench.replays.empty());
    }

    void aFirstClientThatLeavesDoesNotEndIt()
    {
        Bench bench;
        bench.requestHeaders.add("Idempotency-Key", "k1");
        const auto first = bench.send(kPlain);
        first->gone = true;
        first->observer->onClientGone();
        QVERIFY(!bench.upstream.last().cancelled);
        const auto second = bench.send(kPlain);
        QCOMPARE(second->status, 0);
        bench.answer();
        QTRY_COMPARE(second->status, 200);
        QCOMPARE(second->body, kAnswer);
        QVERIFY(bench.journal.settled()->outcome == Outcome::Ok);
        QCOMPARE(bench.spent(), 2'000'000);
    }

    void aSlowClientThatLeavesLetsItGoOn()
    {
        Bench bench;
        bench.requestHeaders.add("Idempotency-Key", "k1");
        const auto first = bench.send(kStream);
        bench.upstream.last().head(200, kEvents);
        first->pending = 1'000'000;
        bench.upstream.last().bytes(kWord);
        QVERIFY(bench.upstream.last().paused);
        first->gone = true;
        first->observer->onClientGone();
        QVERIFY(!bench.upstream.last().paused);
    }

    void anotherBodyIsRefused()
    {
        Bench bench;
        bench.requestHeaders.add("Idempotency-Key", "k1");
        (void)bench.send(kPlain);
        bench.answer();
        const auto other = bench.send(kOther);
        QCOMPARE(other->status, 422);
        QVERIFY(other->body.find("Idempotency-Key") != std::string::npos);
        QVERIFY(bench.lastSettled().outcome == Outcome::Refused);
        QCOMPARE(bench.send(kPlain, "bob")->status, 0); // another API key's keys are its own
        bench.requestHeaders.set("Idempotency-Key", "");
        QCOMPARE(bench.send(kPlain)->status, 400);
        bench.requestHeaders.set("Idempotency-Key", std::string(256, 'k'));
        QCOMPARE(bench.send(kPlain)->status, 400);
    }

    void aFailureMayBeTriedAgain()
    {
        Bench bench;
        bench.requestHeaders.add("Idempotency-Key", "k1");
        const auto first = bench.send(kPlain);
        const auto joined = bench.send(kPlain);
        for (int i = 0; i < 3; ++i)
            bench.upstream.last().answer(500, "oops");
        QCOMPARE(first->status, 502);
        QTRY_COMPARE(joined->status, 409);
        (void)bench.send(kPlain);
        QCOMPARE(bench.upstream.calls.size(), std::size_t{4});
        bench.answer();
        QCOMPARE(bench.send(kPlain)->body, kAnswer);
    }

    void anAnswerIsGivenAgainAfterARestart()
    {
        std::vector<KeptAnswer> kept;
        Bench first;
        first.shared.idempotency.setKeep([&](KeptAnswer answer) { kept.push_back(std::move(answer)); });
        first.requestHeaders.add("Idempotency-Key", "k1");
        (void)first.send(kPlain);
        QVERIFY(kept.empty()); // nothing is whole yet
        first.answer();
        QCOMPARE(kept.size(), std::size_t{1});
        QCOMPARE(kept[0].status, 200);
        QVERIFY(kept[0].until > first.clock.wall());

        Bench second;
        second.shared.idempotency.restore(kept, {second.clock.steady(), second.clock.wall()});
        second.requestHeaders.add("Idempotency-Key", "k1");
        const auto again = second.send(kPlain);
        QTRY_COMPARE(again->status, 200);
        QCOMPARE(again->body, kAnswer);
        QVERIFY(second.upstream.calls.empty());
        QVERIFY(second.lastSettled().cost.isZero());
        QCOMPARE(second.send(kOther)->status, 422);

        Bench late;
        late.shared.idempotency.restore(kept, {late.clock.steady(), kept[0].until});
        late.requestHeaders.add("Idempotency-Key", "k1");
        (void)late.send(kPlain);
        QCOMPARE(late.upstream.calls.size(), std::size_t{1}); // its window is over
    }

    void theWindowCloses()
    {
        Bench bench(false, {{"idempotency_ttl_ms", "60000"}});
        bench.requestHeaders.add("Idempotency-Key", "k1");
        (void)bench.send(kPlain);
        bench.answer();
        bench.clock.advance(60s);
        (void)bench.send(kPlain);
        QCOMPARE(bench.upstream.calls.size(), std::size_t{2});
    }
};

LANYARD_TEST(tst_AnswerSharing)
#include "tst_AnswerSharing.moc"
