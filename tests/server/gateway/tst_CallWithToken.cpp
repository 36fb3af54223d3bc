#include "GatewayBench.h"
#include "support/TestMain.h"

using namespace lanyard;
using namespace lanyard::test;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view kToken = R"({"access_token":"24.one","expires_in":2592000})";
constexpr std::string_view kAnswer = R"({"id":"as-1","result":"hello","finish_reason":"normal","usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}})";
const std::string kRequest = R"({"model":"fast","messages":[{"role":"user","content":"hi"}]})";

/// The bench's first provider is ERNIE, alone, with one credential.
void speakErnie(GatewayBench& bench)
{
    Configuration config = GatewayBench::configuration();
    config.providers[0].kind = ProviderKind::Ernie;
    config.providers[0].credentials.resize(1);
    config.providers[0].credentials[0].key = Secret("the-id:the-secret");
    config.models[0].routes.resize(1);
    bench.publish(std::move(config));
}

bool isTokenCall(const HandUpstream::Call& call)
{
    return call.request.url.find("/oauth/2.0/token?") != std::string::npos;
}

} // namespace

class tst_CallWithToken : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aTokenIsFetchedOnceAndUsedByAll()
    {
        GatewayBench bench;
        speakErnie(bench);
        const auto first = bench.send(kRequest);
        const auto second = bench.send(kRequest);
        QCOMPARE(bench.upstream.calls.size(), std::size_t{1}); // the second waits for what the first fetches
        QVERIFY(isTokenCall(bench.upstream.last()));
        bench.upstream.last().answer(200, kToken);
        QCOMPARE(bench.upstream.calls.size(), std::size_t{2});
        QVERIFY2(bench.upstream.last().request.url.ends_with("/chat/gpt-up?access_token=24.one"), bench.upstream.last().request.url.c_str());
        bench.upstream.last().answer(200, kAnswer);
        QCOMPARE(first->status, 200);
        QVERIFY2(first->body.find("hello") != std::string::npos, first->body.c_str());
        bench.clock.advance(100ms);
        bench.timers.advance();
        QCOMPARE(bench.upstream.calls.size(), std::size_t{3});
        bench.upstream.last().answer(200, kAnswer);
        QCOMPARE(second->status, 200);
        const auto third = bench.send(kRequest);
        QVERIFY(!isTokenCall(bench.upstream.last()));
        bench.upstream.last().answer(200, kAnswer);
        QCOMPARE(third->status, 200);
    }

    void aTokenIsRenewedBeforeItEnds()
    {
        GatewayBench bench;
        speakErnie(bench);
        (void)bench.send(kRequest);
        bench.upstream.last().answer(200, kToken);
        bench.upstream.last().answer(200, kAnswer);
        bench.clock.advance(std::chrono::seconds(2592000) - 30min);
        const auto client = bench.send(kRequest);
        QVERIFY(isTokenCall(bench.upstream.last()));
        const auto other = bench.send(kRequest); // the old one still works meanwhile
        QVERIFY(bench.upstream.last().request.url.ends_with("=24.one"));
        bench.upstream.last().answer(200, kAnswer);
        QCOMPARE(other->status, 200);
        bench.upstream.calls[2]->answer(200, R"({"access_token":"24.two","expires_in":2592000})");
        QVERIFY(bench.upstream.last().request.url.ends_with("=24.two"));
        bench.upstream.last().answer(200, kAnswer);
        QCOMPARE(client->status, 200);
    }

    void aRefusedTokenIsReplacedOnce()
    {
        GatewayBench bench;
        speakErnie(bench);
        const auto client = bench.send(kRequest);
        bench.upstream.last().answer(200, kToken);
        bench.upstream.last().answer(200, R"({"error_code":111,"error_msg":"Access token expired"})");
        QVERIFY(isTokenCall(bench.upstream.last()));
        bench.upstream.last().answer(200, R"({"access_token":"24.two","expires_in":2592000})");
        QVERIFY(bench.upstream.last().request.url.ends_with("=24.two"));
        bench.upstream.last().answer(200, R"({"error_code":110,"error_msg":"Access token invalid or no longer valid"})");
        QCOMPARE(bench.upstream.calls.size(), std::size_t{4}); // not a third time
        QVERIFY(client->status >= 500);
        QVERIFY2(client->body.find("invalid_api_key") == std::string::npos, client->body.c_str());
        QVERIFY(bench.journal.settled()->outcome == Outcome::Failed);
    }

    void aFailureWithStatus200IsAFailure()
    {
        GatewayBench bench;
        speakErnie(bench);
        const auto client = bench.send(R"({"model":"fast","stream":true,"messages":[{"role":"user","content":"hi"}]})");
        bench.upstream.last().answer(200, kToken);
        bench.upstream.last().answer(200, R"({"error_code":336003,"error_msg":"the messages must be odd"})");
        QCOMPARE(client->status, 400);
        QVERIFY2(client->body.find("must be odd") != std::string::npos, client->body.c_str());
    }

    void aStreamGoesThroughAsItComes()
    {
        GatewayBench bench;
        speakErnie(bench);
        const auto client = bench.send(R"({"model":"fast","stream":true,"messages":[{"role":"user","content":"hi"}]})");
        bench.upstream.last().answer(200, kToken);
        HandUpstream::Call& call = bench.upstream.last();
        call.head(200, {{"Content-Type", "text/event-stream;charset=utf-8"}});
        call.bytes("data: {\"id\":\"as-1\",\"sentence_id\":0,\"is_end\":false,\"result\":\"hel\"}\n\n");
        QVERIFY2(client->body.find("hel") != std::string::npos, client->body.c_str());
        call.bytes("data: {\"id\":\"as-1\",\"sentence_id\":1,\"is_end\":true,\"result\":\"lo\",\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}}\n\n");
        QVERIFY(client->ended && client->settledBeforeEnd);
        QCOMPARE(bench.journal.settled()->usage.completionTokens(), std::uint64_t{2});
    }

    void aWrongPairTakesTheCredentialOut()
    {
        GatewayBench bench;
        speakErnie(bench);
        const auto client = bench.send(kRequest);
        bench.upstream.last().answer(401, R"({"error":"invalid_client","error_description":"unknown client id the-secret"})");
        QVERIFY(client->status >= 500);
        QVERIFY2(client->body.find("the-secret") == std::string::npos, client->body.c_str());
        QCOMPARE(bench.upstream.calls.size(), std::size_t{1});
    }

    void whoeverFetchesMayLeave()
    {
        GatewayBench bench;
        speakErnie(bench);
        const auto first = bench.send(kRequest);
        const auto second = bench.send(kRequest);
        first->gone = true;
        first->observer->onClientGone();
        QVERIFY(bench.upstream.calls[0]->cancelled);
        bench.clock.advance(100ms);
        bench.timers.advance();
        QCOMPARE(bench.upstream.calls.size(), std::size_t{2}); // the second fetches now
        bench.upstream.last().answer(200, kToken);
        bench.upstream.last().answer(200, kAnswer);
        QCOMPARE(second->status, 200);
    }

    void anotherSecretWantsAnotherToken()
    {
        AccessTokens tokens;
        CredentialConfig credential;
        credential.id = {1};
        credential.key = Secret("a:b");
        const SteadyTime now{1h};
        QVERIFY(tokens.look(credential, now).fetch);
        QVERIFY(!tokens.look(credential, now).fetch); // one fetches
        QVERIFY(tokens.look(credential, now + AccessTokens::kFetchTime).fetch); // it did not come back
        tokens.keep(credential, {"t", 100s}, now);
        QVERIFY(tokens.look(credential, now).token == "t");
        credential.key = Secret("a:c");
        QVERIFY(tokens.look(credential, now).token.empty());
    }
};

LANYARD_TEST(tst_CallWithToken)
#include "tst_CallWithToken.moc"
