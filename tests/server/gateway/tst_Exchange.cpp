#include "GatewayBench.h"
#include "support/TestMain.h"

using namespace lanyard;
using namespace lanyard::test;
using namespace std::chrono_literals;

namespace {

const std::string kPlain = R"({"model":"fast","messages":[{"role":"user","content":"hi"}]})";
const std::string kStream = R"({"model":"fast","messages":[{"role":"user","content":"hi"}],"stream":true})";
const std::string kStreamWithUsage = R"({"model":"fast","messages":[{"role":"user","content":"hi"}],"stream":true,"stream_options":{"include_usage":true}})";
const std::string kAnswer = R"({"id":"x","choices":[{"message":{"content":"hello"}}],"usage":{"prompt_tokens":1000,"completion_tokens":500}})";

const std::string kRole = "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n";
const std::string kWord = "data: {\"choices\":[{\"delta\":{\"content\":\"hello\"}}]}\n\n";
const std::string kStop = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
const std::string kUsage = "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":500}}\n\n";
const std::string kDone = "data: [DONE]\n\n";
const HttpHeaders kEvents{{"Content-Type", "text/event-stream; charset=utf-8"}};

std::vector<JournalKind> kinds(const MemoryJournal& journal)
{
    std::vector<JournalKind> result;
    for (const JournalRecord& record : journal.records)
        result.push_back(record.kind);
    return result;
}

} // namespace

class tst_Exchange : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPlainAnswerIsSettledBeforeItIsSent()
    {
        GatewayBench bench;
        const auto client = bench.send(kPlain);
        QCOMPARE(bench.upstream.calls.size(), std::size_t{1});
        QCOMPARE(bench.upstream.last().request.url, std::string("http://one.test/v1/chat/completions"));
        QCOMPARE(bench.upstream.last().body, std::string(R"({"model":"gpt-up","messages":[{"role":"user","content":"hi"}]})"));
        QCOMPARE(bench.upstream.last().request.headers.value("x-request-id"), std::string_view("11111111-2222-3333-4444-555555555555"));
        bench.upstream.last().answer(200, kAnswer);

        QCOMPARE(client->status, 200);
        QCOMPARE(client->body, kAnswer);
        QVERIFY(client->ended && client->settledBeforeEnd);
        QCOMPARE(kinds(bench.journal), (std::vector{JournalKind::Open, JournalKind::Attempt, JournalKind::Settled}));
        const JournalRecord& settled = *bench.journal.settled();
        QVERIFY(settled.outcome == Outcome::Ok);
        QCOMPARE(settled.cost.nano(), 2'000'000); // 1,000 at 1 USD + 500 at 2 USD per million
        QCOMPARE(settled.provider.value, 1U);
        QCOMPARE(settled.attempts, std::uint8_t{1});
        QCOMPARE(bench.journal.records[1].upstreamCost.nano(), 2'000'000);
        QCOMPARE(bench.governor.balance(UserId{1})->nano(), 9'998'000'000);
    }

    void theGroupsMultiplierIsForTheUserOnly()
    {
        GatewayBench bench;
        (void)bench.send(kPlain, "bob");
        bench.upstream.last().answer(200, kAnswer);
        QCOMPARE(bench.journal.settled()->cost.nano(), 4'000'000);
        QCOMPARE(bench.journal.records[1].upstreamCost.nano(), 2'000'000);
        QVERIFY(!bench.governor.balance(UserId{2}));
    }

    void aStreamGoesThroughByteForByteExceptTheUsageThatWeAskedFor()
    {
        for (const bool asked : {false, true}) {
            GatewayBench bench;
            const auto client = bench.send(asked ? kStreamWithUsage : kStream);
            HandUpstream::Call& call = bench.upstream.last();
            QVERIFY(call.body.find(R"("include_usage":true)") != std::string::npos);
            call.head(200, kEvents);
            const std::string wire = ": hello\r\n\r\n" + kRole + kWord + kStop + kUsage + kDone;
            for (const char byte : wire)
                call.bytes({&byte, 1});
            QVERIFY(client->ended && client->settledBeforeDone);
            call.end();
            QCOMPARE(client->body, ": hello\r\n\r\n" + kRole + kWord + kStop + (asked ? kUsage : "") + kDone);
            QCOMPARE(client->headers.value("content-type"), std::string_view("text/event-stream"));
            QCOMPARE(bench.journal.settled()->cost.nano(), 2'000'000);
            QVERIFY(bench.journal.settled()->usage.basis == UsageBasis::Reported);
        }
    }

    void nothingIsSentBeforeTheFirstWord()
    {
        GatewayBench bench;
        const auto client = bench.send(kStream);
        bench.upstream.last().head(200, kEvents);
        bench.upstream.last().bytes(kRole);
        QCOMPARE(client->status, 0);
        bench.upstream.last().bytes(kWord);
        QCOMPARE(client->body, kRole + kWord);
    }

    void aFailedCredentialIsReplacedBeforeTheFirstWord_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("bad key") << 401 << QByteArray(R"({"error":{"message":"Incorrect API key provided: sk-a"}})");
        QTest::newRow("rate limit") << 429 << QByteArray("{}");
        QTest::newRow("server error") << 500 << QByteArray("oops");
        QTest::newRow("empty 200") << 200 << QByteArray("");
        QTest::newRow("senseless 200") << 200 << QByteArray("<html>");
    }
    void aFailedCredentialIsReplacedBeforeTheFirstWord()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        GatewayBench bench;
        const auto client = bench.send(kPlain);
        const std::string first(bench.upstream.last().request.headers.value("authorization"));
        bench.upstream.last().answer(status, body.toStdString());
        QCOMPARE(bench.upstream.calls.size(), std::size_t{2});
        QVERIFY(bench.upstream.last().request.headers.value("authorization") != std::string_view(first));
        QCOMPARE(client->status, 0);
        bench.upstream.last().answer(200, kAnswer);
        QCOMPARE(client->status, 200);
        QCOMPARE(bench.journal.settled()->attempts, std::uint8_t{2});
        QCOMPARE(bench.journal.settled()->cost.nano(), 2'000'000); // one bill
    }

    void whatAnAnswersHeadSaysOfLimitsIsHeeded()
    {
        GatewayBench bench;
        (void)bench.send(kStream);
        HttpHeaders head = kEvents;
        head.add("x-ratelimit-limit-requests", "60");
        head.add("x-ratelimit-remaining-requests", "0");
        head.add("x-ratelimit-reset-requests", "30s");
        bench.upstream.last().head(200, head);
        QVERIFY(bench.pool.state({1})->kind == CredentialState::Kind::Cooling); // while the stream still runs
        QCOMPARE(bench.pool.state({1})->headroom.at(0).model, std::string("gpt"));
        for (int i = 0; i < 2; ++i) {
            (void)bench.send(kPlain);
            QCOMPARE(bench.upstream.last().request.headers.value("authorization"), std::string_view("Bearer sk-provider-b"));
        }
    }

    void afterTheDeadlineNothingIsTriedAgain()
    {
        GatewayBench bench;
        Configuration configuration = GatewayBench::configuration();
        configuration.settings["retry_deadline_ms"] = "10000";
        bench.publish(std::move(configuration));
        const auto client = bench.send(kPlain);
        bench.clock.advance(10s);
        bench.upstream.last().answer(500, "oops");
        QCOMPARE(bench.upstream.calls.size(), std::size_t{2}); // just in time
        bench.clock.advance(1ms);
        bench.upstream.last().answer(500, "oops");
        QCOMPARE(bench.upstream.calls.size(), std::size_t{2});
        QCOMPARE(client->status, 502);
    }

    void aProviderThatNeedsNoKeyWorksWithoutCredentials()
    {
        GatewayBench bench;
        Configuration configuration = GatewayBench::configuration();
        configuration.providers[1].kind = ProviderKind::Demo;
        configuration.providers[1].credentials.clear();
        bench.publish(std::move(configuration));
        const auto client = bench.send(R"({"model":"free","messages":[{"role":"user","content":"hi"}]})");
        QCOMPARE(bench.demo.calls.size(), std::size_t{1});
        bench.demo.last().answer(200, kAnswer);
        QCOMPARE(client->status, 200);
        QVERIFY(!bench.journal.settled()->credential);
    }

    void afterAProvidersCredentialsComesTheNextProvider()
    {
        GatewayBench bench;
        const auto client = bench.send(kPlain);
        bench.upstream.last().end(UpstreamEnd::Kind::Network, "could not connect to one.test:80 (refused)");
        bench.upstream.last().end(UpstreamEnd::Kind::Timeout, "no answer within 60 s");
        QCOMPARE(bench.upstream.last().request.url, std::string("http://two.test/v1/chat/completions"));
        QVERIFY(bench.upstream.last().body.find("gpt-two") != std::string::npos);
        bench.upstream.last().answer(200, kAnswer);
        QCOMPARE(client->status, 200);
        QCOMPARE(bench.journal.settled()->provider.value, 2U);
    }

    void anErrorEventBeforeTheFirstWordFailsOver()
    {
        GatewayBench bench;
        const auto client = bench.send(kStream);
        bench.upstream.last().head(200, kEvents);
        bench.upstream.last().bytes(kRole + "data: {\"error\":{\"message\":\"overloaded\"}}\n\n");
        QCOMPARE(bench.upstream.calls.size(), std::size_t{2});
        bench.upstream.last().head(200, kEvents);
        bench.upstream.last().bytes(kWord + kStop + kDone);
        QCOMPARE(client->body, kWord + kStop + kDone);
    }

    void whenAllFailTheClientIsToldInItsOwnWords()
    {
        GatewayBench bench;
        const auto client = bench.send(kPlain);
        for (int i = 0; i < 3; ++i)
            bench.upstream.last().answer(401, R"({"error":{"message":"Incorrect API key provided: sk-secret"}})");
        QCOMPARE(bench.upstream.calls.size(), std::size_t{3});
        QCOMPARE(client->status, 502);
        QVERIFY(client->body.find(R"("code":"upstream_error")") != std::string::npos);
        QVERIFY2(client->body.find("sk-secret") == std::string::npos, "the provider's words may hold our credential");
        QVERIFY(bench.journal.settled()->outcome == Outcome::Failed);
        QVERIFY(bench.journal.settled()->cost.isZero());
        QCOMPARE(bench.governor.balance(UserId{1})->nano(), 10'000'000'000);
    }

    void theProvidersOwnRefusalIsPassedOnAndTriedNowhereElse()
    {
        GatewayBench bench;
        const auto client = bench.send(kPlain);
        const std::string words = R"({"error":{"message":"max_tokens is too large","type":"invalid_request_error"}})";
        bench.upstream.last().answer(400, words);
        QCOMPARE(bench.upstream.calls.size(), std::size_t{1});
        QCOMPARE(client->status, 400);
        QCOMPARE(client->body, words);
    }

    void aCredentialThatTheProviderRepeatsIsHidden_data()
    {
        QTest::addColumn<int>("status");
        for (const int status : {400, 401, 403, 413, 429, 500})
            QTest::addRow("%d", status) << status;
    }
    void aCredentialThatTheProviderRepeatsIsHidden()
    {
        QFETCH(int, status);
        GatewayBench bench;
        const auto client = bench.send(kPlain);
        std::vector<std::string> keys;
        while (!client->ended) {
            const auto& call = bench.upstream.last();
            keys.emplace_back(call.request.headers.value("authorization").substr(std::string_view("Bearer ").size()));
            QVERIFY(keys.back().size() >= 6);
            bench.upstream.last().answer(status, R"({"error":{"message":"Incorrect API key provided: )" + keys.back() + R"("}})");
        }
        for (const std::string& key : keys)
            QVERIFY2(client->body.find(key) == std::string::npos, client->body.c_str());
        QVERIFY(client->status >= 400);
    }

    void aRepeatedCredentialInAStreamIsHidden()
    {
        GatewayBench bench;
        const auto client = bench.send(kStream);
        auto& call = bench.upstream.last();
        const std::string key(call.request.headers.value("authorization").substr(std::string_view("Bearer ").size()));
        call.head(200, kEvents);
        call.bytes(kRole + kWord + R"(data: {"error":{"message":"key )" + key + R"( was revoked"}})" + "\n\n");
        QVERIFY(client->body.find("[credential] was revoked") != std::string::npos);
        QVERIFY(client->body.find(key) == std::string::npos);
    }

    void aStreamThatBreaksOffEndsWithAnHonestError_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("connection lost") << int(UpstreamEnd::Kind::Network);
        QTest::newRow("idle") << int(UpstreamEnd::Kind::Timeout);
        QTest::newRow("closed early") << int(UpstreamEnd::Kind::Complete);
    }
    void aStreamThatBreaksOffEndsWithAnHonestError()
    {
        QFETCH(int, kind);
        GatewayBench bench;
        const auto client = bench.send(kStream);
        bench.upstream.last().head(200, kEvents);
        bench.upstream.last().bytes(kRole + kWord + "data: {\"cho");
        bench.upstream.last().end(static_cast<UpstreamEnd::Kind>(kind), "lost");
        QCOMPARE(bench.upstream.calls.size(), std::size_t{1});
        QVERIFY(client->body.starts_with(kRole + kWord));
        QVERIFY(client->body.find("data: {\"error\":") != std::string::npos);
        QVERIFY(client->body.find("[DONE]") == std::string::npos);
        QVERIFY(client->body.find("finish_reason\":\"") == std::string::npos);
        QVERIFY(client->ended);
        const JournalRecord& settled = *bench.journal.settled();
        QVERIFY(settled.outcome == Outcome::Truncated);
        QVERIFY(settled.usage.basis == UsageBasis::Estimated);
        QVERIFY(settled.cost > Money{});
    }

    void aStreamWithoutATerminalMarkIsWholeOnceItHasItsFinishReason()
    {
        GatewayBench bench;
        const auto client = bench.send(kStream);
        bench.upstream.last().head(200, kEvents);
        bench.upstream.last().bytes(kWord + kStop);
        bench.upstream.last().end();
        QCOMPARE(client->body, kWord + kStop);
        QVERIFY(client->ended);
        QVERIFY(bench.journal.settled()->outcome == Outcome::Ok);
    }

    void aClientThatLeavesCancelsTheCallAndPaysForWhatWasProduced()
    {
        GatewayBench bench;
        const auto client = bench.send(kStream);
        HandUpstream::Call& call = bench.upstream.last();
        call.head(200, kEvents);
        call.bytes(kWord);
        client->gone = true;
        client->observer->onClientGone();
        QVERIFY(call.cancelled);
        QVERIFY(bench.journal.settled()->outcome == Outcome::ClientGone);
        QVERIFY(bench.journal.settled()->cost > Money{});
        QTRY_VERIFY(bench.exchanges.empty());
    }

    void aClientThatLeavesBeforeTheFirstWordPaysNothing()
    {
        GatewayBench bench;
        const auto client = bench.send(kStream);
        bench.upstream.last().head(200, kEvents);
        bench.upstream.last().bytes(kRole);
        client->observer->onClientGone();
        QVERIFY(bench.journal.settled()->outcome == Outcome::ClientGone);
        QVERIFY(bench.journal.settled()->cost.isZero());
        QCOMPARE(bench.governor.balance(UserId{1})->nano(), 10'000'000'000);
    }

    void aSilentStreamIsKeptAliveAndMayStillFailOver()
    {
        GatewayBench bench;
        const auto client = bench.send(kStream);
        bench.clock.advance(16s);
        bench.timers.advance();
        QCOMPARE(client->status, 200);
        QCOMPARE(client->body, std::string(": keep-alive\n\n"));
        bench.upstream.last().answer(500, "oops");
        QCOMPARE(bench.upstream.calls.size(), std::size_t{2});
        bench.upstream.last().head(200, kEvents);
        bench.upstream.last().bytes(kWord);
        bench.clock.advance(16s);
        bench.timers.advance();
        bench.upstream.last().bytes(kStop + kDone);
        QCOMPARE(client->body, ": keep-alive\n\n" + kWord + ": keep-alive\n\n" + kStop + kDone);
    }

    void aPingNeverFallsInsideAnEvent()
    {
        GatewayBench bench;
        const auto client = bench.send(kStream);
        bench.upstream.last().head(200, kEvents);
        bench.upstream.last().bytes(kWord + kStop.substr(0, 9));
        bench.clock.advance(16s);
        bench.timers.advance();
        bench.upstream.last().bytes(kStop.substr(9) + kDone);
        QVERIFY2(client->body == kWord + ": keep-alive\n\n" + kStop + kDone, client->body.c_str());
    }

    void aFailureAfterAPingIsToldInsideTheStream()
    {
        GatewayBench bench;
        const auto client = bench.send(kStream);
        bench.clock.advance(16s);
        bench.timers.advance();
        for (int i = 0; i < 3; ++i)
            bench.upstream.last().answer(503, "");
        QCOMPARE(client->status, 200);
        QVERIFY(client->body.starts_with(": keep-alive\n\ndata: {\"error\":"));
        QVERIFY(client->ended);
        QVERIFY(bench.journal.settled()->outcome == Outcome::Failed);
        QCOMPARE(bench.journal.settled()->status, std::uint16_t{503});
    }

    void plainRequestsAreNeverPinged()
    {
        GatewayBench bench;
        const auto client = bench.send(kPlain);
        bench.clock.advance(120s);
        bench.timers.advance();
        QCOMPARE(client->status, 0);
    }

    void aSlowClientPausesTheProvider()
    {
        GatewayBench bench;
        const auto client = bench.send(kStream);
        HandUpstream::Call& call = bench.upstream.last();
        call.head(200, kEvents);
        client->pending = 100'000;
        call.bytes(kWord);
        QVERIFY(call.paused);
        call.bytes(kWord);
        QCOMPARE(call.pauses, 1);
        client->pending = 0;
        client->observer->onReplyDrained();
        QVERIFY(!call.paused);
    }

    void refusalsConsumeNothingAndLeaveARow_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("malformed") << QByteArray("{") << 400 << QByteArray("not valid JSON");
        QTest::newRow("no model") << QByteArray(R"({"messages":[1]})") << 400 << QByteArray("model");
        QTest::newRow("unknown model") << QByteArray(R"({"model":"nope","messages":[1]})") << 404 << QByteArray("\"code\":\"model_not_found\"");
        QTest::newRow("too dear") << QByteArray(R"({"model":"gpt","messages":[1],"max_tokens":9000000})") << 402 << QByteArray("insufficient_quota");
    }
    void refusalsConsumeNothingAndLeaveARow()
    {
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        QFETCH(QByteArray, says);
        GatewayBench bench;
        const auto client = bench.send(body.toStdString());
        QCOMPARE(client->status, status);
        QVERIFY2(QByteArray::fromStdString(client->body).contains(says), client->body.c_str());
        QVERIFY(bench.upstream.calls.empty());
        QCOMPARE(kinds(bench.journal), (std::vector{JournalKind::Settled}));
        QVERIFY(bench.journal.settled()->outcome == Outcome::Refused);
        QCOMPARE(bench.governor.balance(UserId{1})->nano(), 10'000'000'000);
        QTRY_VERIFY(bench.exchanges.empty());
    }

    void aModelWithoutAPriceIsFreeOrBlockedAsTheOwnerSays()
    {
        GatewayBench bench;
        const std::string body = R"({"model":"free","messages":[1]})";
        (void)bench.send(body);
        bench.upstream.last().answer(200, kAnswer);
        QVERIFY(bench.journal.settled()->cost.isZero());
        QCOMPARE(bench.journal.settled()->usage.total(), std::uint64_t{1500});

        Configuration config = GatewayBench::configuration();
        config.settings["unpriced_models"] = "block";
        bench.publish(std::move(config));
        const auto blocked = bench.send(body);
        QCOMPARE(blocked->status, 403);
        QCOMPARE(bench.upstream.calls.size(), std::size_t{1});
    }

    void withoutRoomInTheJournalNothingIsDispatched()
    {
        GatewayBench bench;
        bench.journal.full = true;
        const auto client = bench.send(kPlain);
        QCOMPARE(client->status, 503);
        QVERIFY(bench.upstream.calls.empty());
        QCOMPARE(bench.governor.balance(UserId{1})->nano(), 10'000'000'000);
    }

    void aReportAboveTheReserveTakesTheBalanceToZeroAndIsAbsorbed()
    {
        GatewayBench bench;
        (void)bench.send(R"({"model":"gpt","messages":[1],"max_tokens":100})");
        bench.upstream.last().answer(200, R"({"choices":[{}],"usage":{"prompt_tokens":0,"completion_tokens":6000000}})");
        const JournalRecord& settled = *bench.journal.settled();
        QCOMPARE(bench.governor.balance(UserId{1})->nano(), 0);
        QCOMPARE(settled.cost.nano(), 10'000'000'000);
        QCOMPARE(settled.absorbed.nano(), 2'000'000'000);
    }

    void whoeverWatchesIsToldOfEachEnd()
    {
        GatewayBench bench;
        (void)bench.send(kPlain);
        bench.upstream.last().answer(200, kAnswer);
        QVERIFY(bench.feed.told.empty());
        bench.feed.watching = true;
        (void)bench.send(kPlain);
        bench.upstream.last().answer(200, kAnswer);
        (void)bench.send("{");
        QCOMPARE(bench.feed.told.size(), std::size_t{2});
        const FinishedExchange& ok = bench.feed.told.front();
        QCOMPARE(ok.user, std::string("alice"));
        QCOMPARE(ok.key, std::string("laptop"));
        QCOMPARE(ok.model, std::string("gpt"));
        QCOMPARE(ok.provider, std::string("one"));
        QVERIFY(ok.credential == "a" || ok.credential == "b");
        QCOMPARE(ok.cost.nano(), 2'000'000);
        QCOMPARE(ok.status, 200);
        QVERIFY(bench.feed.told.back().outcome == Outcome::Refused);
        QVERIFY(bench.feed.told.back().message.find("not valid JSON") != std::string::npos);
    }

    void abandoningEndsEverythingOnce()
    {
        GatewayBench bench;
        (void)bench.send(kStream);
        (void)bench.send(kPlain);
        bench.exchanges.abandonAll();
        QTRY_VERIFY(bench.exchanges.empty());
        QCOMPARE(std::count_if(bench.journal.records.begin(), bench.journal.records.end(),
                               [](const JournalRecord& r) { return r.kind == JournalKind::Settled; }),
                 std::ptrdiff_t(2));
        for (const auto& call : bench.upstream.calls)
            QVERIFY(call->cancelled);
    }
};

LANYARD_TEST(tst_Exchange)
#include "tst_Exchange.moc"
