#include "GatewayBench.h"
#include "support/TestMain.h"

using namespace lanyard;
using namespace lanyard::test;
using namespace std::chrono_literals;

namespace {

const std::string kPlain = R"({"model":"fast","messages":[{"role":"user","content":"hi"}]})";
const std::string kStream = R"({"model":"fast","messages":[{"role":"user","content":"hi"}],"stream":true})";
const std::string kWord = "data: {\"choices\":[{\"delta\":{\"content\":\"hello\"}}]}\n\n";
const HttpHeaders kEvents{{"Content-Type", "text/event-stream"}};

/// Wants to hear of starts.
class StartFeed final : public ExchangeFeed
{
public:
    bool wanted() const override { return false; }
    void finished(FinishedExchange) override {}
    bool wantsStarts() const override { return watching; }
    void started(RunningExchange exchange) override { told.push_back(std::move(exchange)); }

    bool watching = true;
    std::vector<RunningExchange> told;
};

std::string onlyId(const GatewayBench& bench)
{
    const auto running = bench.exchanges.running(10).exchanges;
    return running.size() == 1 ? std::to_string(running.front().id) : std::string("not one");
}

} // namespace

/// What the owner sees of running exchanges, and ends.
class tst_ExchangeWatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRunningExchangeTellsWhoAskedAndHowFarItIs()
    {
        GatewayBench bench;
        const auto client = bench.send(kStream);
        bench.clock.advance(1500ms);
        RunningExchange seen = bench.exchanges.running(10).exchanges.at(0);
        QVERIFY(seen.state == RunningExchange::State::Asked);
        QCOMPARE(seen.user, std::string("alice"));
        QCOMPARE(seen.model, std::string("gpt"));
        QCOMPARE(seen.provider, std::string("one"));
        QVERIFY(seen.stream && !seen.firstByte);
        QCOMPARE(seen.age, 1500ms);
        bench.upstream.last().head(200, kEvents);
        bench.upstream.last().bytes(kWord);
        seen = bench.exchanges.running(10).exchanges.at(0);
        QVERIFY(seen.state == RunningExchange::State::Answering);
        QCOMPARE(seen.firstByte.value(), 1500ms);
        QVERIFY(seen.outputTokens > 0);
        QVERIFY(seen.cost > Money{});
        QCOMPARE(bench.exchanges.running(0).total, std::size_t{1});
        QVERIFY(bench.exchanges.running(0).exchanges.empty());
    }

    void whatHasEndedIsNotRunning()
    {
        GatewayBench bench;
        (void)bench.send(kPlain);
        bench.upstream.last().answer(200, R"({"choices":[{"message":{"content":"x"}}],"usage":{"prompt_tokens":1,"completion_tokens":1}})");
        QCOMPARE(bench.exchanges.running(10).total, std::size_t{0});
    }

    void aStreamThatIsStoppedSaysSoAndCostsWhatWasDelivered()
    {
        GatewayBench bench;
        const auto client = bench.send(kStream);
        bench.upstream.last().head(200, kEvents);
        bench.upstream.last().bytes(kWord);
        QVERIFY(bench.exchanges.stop(onlyId(bench)));
        QVERIFY(bench.upstream.last().cancelled);
        QVERIFY(client->ended);
        QVERIFY(client->body.find("stopped this request") != std::string::npos);
        QVERIFY(client->body.find("[DONE]") == std::string::npos);
        const JournalRecord& settled = *bench.journal.settled();
        QVERIFY(settled.outcome == Outcome::Truncated);
        QVERIFY(settled.cost > Money{});
        QCOMPARE(bench.exchanges.running(10).total, std::size_t{0});
        QVERIFY(bench.governor.balance(UserId{1})->nano() > 9'990'000'000); // the reservation came back
    }

    void whatWasNotAnsweredYetIsRefusedAndFree()
    {
        GatewayBench bench;
        const auto client = bench.send(kPlain);
        QVERIFY(bench.exchanges.stop("11111111-2222-3333-4444-555555555555")); // the request id does, too
        QCOMPARE(client->status, 403); // a client would repeat a 5xx by itself
        QVERIFY(client->body.find("stopped") != std::string::npos);
        QVERIFY(bench.journal.settled()->outcome == Outcome::Failed);
        QVERIFY(bench.journal.settled()->cost.isZero());
        QCOMPARE(bench.governor.balance(UserId{1})->nano(), 10'000'000'000);
    }

    void nobodyElseIsStopped()
    {
        GatewayBench bench;
        (void)bench.send(kPlain);
        QVERIFY(!bench.exchanges.stop("12345"));
        QVERIFY(!bench.exchanges.stop(""));
        QCOMPARE(bench.exchanges.running(10).total, std::size_t{1});
    }

    void startsAreToldToWhoeverWantsThem()
    {
        GatewayBench bench;
        StartFeed feed;
        bench.context.feed = &feed;
        (void)bench.send(kPlain);
        QCOMPARE(feed.told.size(), std::size_t{1});
        QCOMPARE(feed.told.front().user, std::string("alice"));
        QCOMPARE(std::to_string(feed.told.front().id), onlyId(bench));
        feed.watching = false;
        (void)bench.send(kPlain);
        QCOMPARE(feed.told.size(), std::size_t{1});
        bench.context.feed = nullptr;
    }

    void costAndFirstBytesAreAddedUp()
    {
        GatewayBench bench;
        (void)bench.send(kPlain);
        bench.clock.advance(250ms);
        bench.upstream.last().answer(200, R"({"choices":[{"message":{"content":"x"}}],"usage":{"prompt_tokens":1000,"completion_tokens":500}})");
        const ExchangeCounters& counters = bench.exchanges.counters();
        QCOMPARE(counters.costNano.load(), std::int64_t{2'000'000});
        QCOMPARE(counters.firstBytes.load(), std::uint64_t{1});
        QCOMPARE(counters.firstByteMs.load(), std::uint64_t{250});
    }
};

LANYARD_TEST(tst_ExchangeWatch)
#include "tst_ExchangeWatch.moc"
