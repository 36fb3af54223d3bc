#include "GatewayBench.h"
#include "support/TestMain.h"

#include <QFile>

using namespace lanyard;
using namespace lanyard::test;

namespace {

const HttpHeaders kEvents{{"Content-Type", "text/event-stream"}};
const HttpHeaders kLines{{"Content-Type", "application/x-ndjson"}};

std::string corpus(const char* name)
{
    QFile file(QStringLiteral(LANYARD_FIXTURES "/protocols/answers/") + QString::fromLatin1(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

QByteArray bytes(std::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

/// The bench's providers, made to speak other protocols.
void speak(GatewayBench& bench, ProviderKind first, ProviderKind second = ProviderKind::OpenAi)
{
    Configuration config = GatewayBench::configuration();
    config.providers[0].kind = first;
    config.providers[1].kind = second;
    bench.publish(std::move(config));
}

} // namespace

class tst_Protocols : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void streamsOfOneProtocolGoThroughByteForByte_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("sent");
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<QByteArray>("stream");
        QTest::newRow("anthropic") << int(ProviderKind::Anthropic) << QByteArray("/v1/messages?beta=true")
                                   << QByteArray(R"({ "model":"fast","max_tokens" : 5,"messages":[{"role":"user","content":"hi"}],"stream":true,"x":[1.50] })")
                                   << QByteArray(R"({ "model":"gpt-up","max_tokens" : 5,"messages":[{"role":"user","content":"hi"}],"stream":true,"x":[1.50] })")
                                   << QByteArray("http://one.test/v1/messages") << bytes(corpus("tools/anthropic.sse"));
        QTest::newRow("gemini") << int(ProviderKind::Gemini) << QByteArray("/v1beta/models/fast:streamGenerateContent?alt=sse")
                                << QByteArray(R"({ "contents":[{"parts":[{"text":"hi"}]}], "x":[1.50] })") << QByteArray(R"({ "contents":[{"parts":[{"text":"hi"}]}], "x":[1.50] })")
                                << QByteArray("http://one.test/v1/models/gpt-up:streamGenerateContent?alt=sse") << bytes(corpus("tools/gemini.sse"));
        QTest::newRow("ollama") << int(ProviderKind::Ollama) << QByteArray("/api/chat") << QByteArray(R"({"model":"fast","messages":[{"role":"user","content":"hi"}],"keep_alive" : "5m"})")
                                << QByteArray(R"({"model":"gpt-up","messages":[{"role":"user","content":"hi"}],"keep_alive" : "5m"})") << QByteArray("http://one.test/v1/api/chat")
                                << bytes(corpus("tools/ollama.ndjson"));
    }
    void streamsOfOneProtocolGoThroughByteForByte()
    {
        QFETCH(int, kind);
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, sent);
        QFETCH(QByteArray, url);
        QFETCH(QByteArray, stream);
        QVERIFY(!stream.isEmpty());
        for (const bool byteByByte : {false, true}) {
            GatewayBench bench;
            speak(bench, ProviderKind(kind));
            const auto client = bench.send(body.toStdString(), "alice", target.toStdString());
            HandUpstream::Call& call = bench.upstream.last();
            QCOMPARE(bytes(call.body), sent);
            QCOMPARE(bytes(call.request.url), url);
            call.head(200, ProviderKind(kind) == ProviderKind::Ollama ? kLines : kEvents);
            for (qsizetype i = 0; i < stream.size(); i += byteByByte ? 1 : stream.size())
                call.bytes(stream.mid(i, byteByByte ? 1 : stream.size()).toStdString());
            if (!client->ended)
                call.end();
            QCOMPARE(bytes(client->body), stream);
            QVERIFY(client->ended && client->settledBeforeEnd);
            QVERIFY(bench.journal.settled()->outcome == Outcome::Ok);
            QVERIFY(bench.journal.settled()->usage.basis == UsageBasis::Reported);
            QCOMPARE(bench.journal.settled()->usage.total(), std::uint64_t{80});
        }
    }

    void aTranslatedStreamIsSettledBeforeItsEndIsToldAndCommitsWithTheFirstWord()
    {
        GatewayBench bench;
        speak(bench, ProviderKind::Anthropic);
        const auto client = bench.send(R"({"model":"fast","messages":[{"role":"user","content":"hi"}],"stream":true,"stream_options":{"include_usage":true}})");
        const std::string stream = corpus("text/anthropic.sse");
        const std::size_t firstDelta = stream.find("event: content_block_delta");
        const std::size_t lastEvent = stream.find("event: message_stop");
        HandUpstream::Call& call = bench.upstream.last();
        QCOMPARE(bytes(call.request.url), QByteArray("http://one.test/v1/messages"));
        QVERIFY(call.body.find("\"max_tokens\"") != std::string::npos);
        call.head(200, kEvents);
        call.bytes(std::string_view(stream).substr(0, firstDelta));
        QCOMPARE(client->status, 0);
        call.bytes(std::string_view(stream).substr(firstDelta, lastEvent - firstDelta));
        QCOMPARE(client->status, 200);
        QVERIFY(!bench.journal.settled());
        QVERIFY(client->body.find("[DONE]") == std::string::npos);
        call.bytes(std::string_view(stream).substr(lastEvent));
        QVERIFY(client->settledBeforeDone && client->ended);
        QCOMPARE(bench.journal.settled()->usage.promptTokens(), std::uint64_t{20});
        QVERIFY(client->body.find("\"cached_tokens\":8") != std::string::npos);
    }

    void anotherProvidersProtocolTakesOverBeforeTheFirstWord()
    {
        GatewayBench bench;
        speak(bench, ProviderKind::OpenAi, ProviderKind::Gemini);
        const auto client = bench.send(R"({"model":"fast","messages":[{"role":"user","content":"hi"}]})");
        bench.upstream.last().answer(500, "oops");
        bench.upstream.last().answer(503, "oops");
        QCOMPARE(bytes(bench.upstream.last().request.url), QByteArray("http://two.test/v1/models/gpt-two:generateContent"));
        QCOMPARE(bytes(bench.upstream.last().request.headers.value("x-goog-api-key")), QByteArray("sk-provider-c"));
        bench.upstream.last().answer(200, corpus("tools/gemini.json"));
        QCOMPARE(client->status, 200);
        QVERIFY2(client->body.find("\"finish_reason\":\"tool_calls\"") != std::string::npos, client->body.c_str());
        QCOMPARE(bench.journal.settled()->usage.total(), std::uint64_t{80});
    }

    void aBreakInMidStreamIsToldInTheClientsWords_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("told");
        QTest::addColumn<QByteArray>("never");
        QTest::newRow("openai") << QByteArray("/v1/chat/completions") << QByteArray(R"({"model":"fast","messages":[{"role":"user","content":"hi"}],"stream":true})")
                                << QByteArray("data: {\"error\":{") << QByteArray("[DONE]");
        QTest::newRow("responses") << QByteArray("/v1/responses") << QByteArray(R"({"model":"fast","input":"hi","stream":true})")
                                   << QByteArray("event: error\ndata: {\"type\":\"error\"") << QByteArray("response.completed");
        QTest::newRow("anthropic") << QByteArray("/v1/messages") << QByteArray(R"({"model":"fast","max_tokens":9,"messages":[{"role":"user","content":"hi"}],"stream":true})")
                                   << QByteArray("event: error\ndata: {\"type\":\"error\"") << QByteArray("message_stop");
        QTest::newRow("gemini") << QByteArray("/v1beta/models/fast:streamGenerateContent?alt=sse") << QByteArray(R"({"contents":[{"parts":[{"text":"hi"}]}]})")
                                << QByteArray("data: {\"error\":{\"code\":") << QByteArray("finishReason");
        QTest::newRow("ollama") << QByteArray("/api/chat") << QByteArray(R"({"model":"fast","messages":[{"role":"user","content":"hi"}]})")
                                << QByteArray("{\"error\":\"") << QByteArray("\"done\":true");
    }
    void aBreakInMidStreamIsToldInTheClientsWords()
    {
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, told);
        QFETCH(QByteArray, never);
        for (const ProviderKind kind : {ProviderKind::OpenAi, ProviderKind::Anthropic}) {
            GatewayBench bench;
            speak(bench, kind);
            const auto client = bench.send(body.toStdString(), "alice", target.toStdString());
            const std::string stream = corpus(kind == ProviderKind::OpenAi ? "text/openai.sse" : "text/anthropic.sse");
            bench.upstream.last().head(200, kEvents);
            bench.upstream.last().bytes(std::string_view(stream).substr(0, stream.find(kind == ProviderKind::OpenAi ? "\"finish_reason\":\"stop\"" : "event: message_delta")));
            bench.upstream.last().end(UpstreamEnd::Kind::Network, "the connection broke");
            QCOMPARE(client->status, 200);
            QVERIFY2(client->body.find(told.toStdString()) != std::string::npos, client->body.c_str());
            QVERIFY2(client->body.find(never.toStdString()) == std::string::npos, client->body.c_str());
            QVERIFY(bench.journal.settled()->outcome == Outcome::Truncated);
        }
    }

    void aRefusalOfAnotherProtocolIsToldInTheClientsWords()
    {
        GatewayBench bench;
        speak(bench, ProviderKind::Anthropic);
        const auto client = bench.send(R"({"model":"fast","messages":[{"role":"user","content":"hi"}]})");
        bench.upstream.last().answer(400, R"({"type":"error","error":{"type":"invalid_request_error","message":"max_tokens: too large"}})");
        QCOMPARE(bench.upstream.calls.size(), std::size_t{1});
        QCOMPARE(client->status, 400);
        QVERIFY2(client->body.starts_with("{\"error\":{\"message\":"), client->body.c_str());
        QVERIFY(client->body.find("max_tokens: too large") != std::string::npos);
    }

    void whatCannotBeSaidElsewhereIsRefusedBeforeAnythingIsSent()
    {
        GatewayBench bench;
        speak(bench, ProviderKind::Anthropic);
        const auto client = bench.send(R"({"model":"fast","input":"go on","previous_response_id":"resp_1"})", "alice", "/v1/responses");
        QVERIFY(bench.upstream.calls.empty());
        QCOMPARE(client->status, 400);
        QVERIFY2(client->body.find("previous_response_id") != std::string::npos, client->body.c_str());
        QVERIFY(bench.journal.settled()->outcome == Outcome::Refused);
        QVERIFY(bench.journal.settled()->cost.isZero());
        QCOMPARE(bench.governor.balance(UserId{1})->nano(), 10'000'000'000);
    }

    void whatWasChangedIsToldInAHeader()
    {
        GatewayBench bench;
        speak(bench, ProviderKind::Anthropic);
        const auto client = bench.send(R"({"model":"fast","messages":[{"role":"user","content":"hi"}],"seed":1,"logit_bias":{}})");
        bench.upstream.last().answer(200, corpus("text/anthropic.json"));
        QCOMPARE(bytes(client->headers.value("x-lanyard-adjusted")), QByteArray("seed dropped; logit_bias dropped"));
    }

    void whatWasChangedStandsInTheRecord()
    {
        GatewayBench bench;
        speak(bench, ProviderKind::Anthropic);
        (void)bench.send(R"({"model":"fast","messages":[{"role":"user","content":"hi"}],"seed":1})");
        bench.upstream.last().answer(200, corpus("text/anthropic.json"));
        QVERIFY2(bench.journal.texts.back().explanation.find("adjusted for one: seed dropped") != std::string::npos, bench.journal.texts.back().explanation.c_str());
    }

    void whatAProviderCannotDoIsRefusedWhereTheOwnerWantsThat()
    {
        GatewayBench bench;
        Configuration config = GatewayBench::configuration();
        config.providers[0].kind = ProviderKind::Anthropic;
        config.settings["adjustments"] = "refuse";
        bench.publish(std::move(config));
        const auto refused = bench.send(R"({"model":"fast","messages":[{"role":"user","content":"hi"}],"seed":1})");
        QCOMPARE(refused->status, 400);
        QVERIFY2(refused->body.find("seed dropped") != std::string::npos, refused->body.c_str());
        QVERIFY(bench.upstream.calls.empty());
        QCOMPARE(bench.governor.balance(UserId{1})->nano(), 10'000'000'000);
        const auto served = bench.send(R"({"model":"fast","messages":[{"role":"user","content":"hi"}]})");
        bench.upstream.last().answer(200, corpus("text/anthropic.json"));
        QCOMPARE(served->status, 200);
    }

    void embeddingsGoWhereThereAreAny()
    {
        const std::string body = R"({"model":"fast","input":["a"],"encoding_format":"base64"})";
        GatewayBench bench;
        speak(bench, ProviderKind::Anthropic, ProviderKind::OpenAi);
        const auto client = bench.send(body, "alice", "/v1/embeddings");
        QCOMPARE(bytes(bench.upstream.last().request.url), QByteArray("http://two.test/v1/embeddings"));
        const std::string answer = R"({"data":[{"embedding":"AAAA"}],"usage":{"prompt_tokens":7,"total_tokens":7}})";
        bench.upstream.last().answer(200, answer);
        QCOMPARE(bytes(client->body), bytes(answer)); // the same protocol: byte for byte
        QCOMPARE(bench.journal.settled()->usage.promptTokens(), std::uint64_t{7});

        GatewayBench other;
        speak(other, ProviderKind::Anthropic, ProviderKind::Anthropic);
        const auto refused = other.send(body, "alice", "/v1/embeddings");
        QCOMPARE(refused->status, 400);
        QVERIFY(other.upstream.calls.empty());
    }

    void embeddingsAreTranslated_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<QByteArray>("sent");
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<QByteArray>("told");
        const QByteArray openAi(R"({"model":"fast","input":["a","b"],"dimensions":2})");
        const QByteArray openAiTold(R"({"object":"list","data":[{"object":"embedding","index":0,"embedding":[1,0.5]},{"object":"embedding","index":1,"embedding":[2,-3e-2]}],"model":"fast","usage":{"prompt_tokens":TOKENS,"total_tokens":TOKENS}})");
        const auto counted = [&](const char* tokens) { return QByteArray(openAiTold).replace("TOKENS", tokens); };
        QTest::newRow("openai on gemini") << int(ProviderKind::Gemini) << QByteArray("/v1/embeddings") << openAi << QByteArray("http://one.test/v1/models/gpt-up:batchEmbedContents")
            << QByteArray(R"({"requests":[{"model":"models/gpt-up","content":{"parts":[{"text":"a"}]},"outputDimensionality":2},{"model":"models/gpt-up","content":{"parts":[{"text":"b"}]},"outputDimensionality":2}]})")
            << QByteArray(R"({"embeddings":[{"values":[1,0.5]},{"values":[2,-3e-2]}]})") << counted("0");
        QTest::newRow("openai on ollama") << int(ProviderKind::Ollama) << QByteArray("/v1/embeddings") << openAi << QByteArray("http://one.test/v1/api/embed")
            << QByteArray(R"({"model":"gpt-up","input":["a","b"],"dimensions":2})") << QByteArray(R"({"model":"gpt-up","embeddings":[[1,0.5],[2,-3e-2]],"prompt_eval_count":4})") << counted("4");
        QTest::newRow("openai, as base64, on ollama") << int(ProviderKind::Ollama) << QByteArray("/v1/embeddings") << QByteArray(R"({"model":"fast","input":"a","encoding_format":"base64"})")
            << QByteArray("http://one.test/v1/api/embed") << QByteArray(R"({"model":"gpt-up","input":["a"]})") << QByteArray(R"({"embeddings":[[1,0.5]],"prompt_eval_count":4})")
            << QByteArray(R"({"object":"list","data":[{"object":"embedding","index":0,"embedding":"AACAPwAAAD8="}],"model":"fast","usage":{"prompt_tokens":4,"total_tokens":4}})");
        const QByteArray upstream(R"({"object":"list","data":[{"index":1,"embedding":[2]},{"index":0,"embedding":"AACAPw=="}],"usage":{"prompt_tokens":3,"total_tokens":3}})");
        const QByteArray asked(R"({"model":"gpt-up","input":["a","b"],"encoding_format":"float"})");
        QTest::newRow("gemini, several, on openai") << int(ProviderKind::OpenAi) << QByteArray("/v1beta/models/fast:batchEmbedContents")
            << QByteArray(R"({"requests":[{"model":"models/fast","content":{"parts":[{"text":"a"}]}},{"content":{"parts":[{"text":"b"}]}}]})") << QByteArray("http://one.test/v1/embeddings") << asked
            << upstream << QByteArray(R"({"embeddings":[{"values":[1]},{"values":[2]}]})");
        QTest::newRow("gemini, one, on openai") << int(ProviderKind::OpenAi) << QByteArray("/v1beta/models/fast:embedContent")
            << QByteArray(R"({"content":{"parts":[{"text":"a"},{"text":"b"}]},"outputDimensionality":1})") << QByteArray("http://one.test/v1/embeddings")
            << QByteArray(R"({"model":"gpt-up","input":["ab"],"encoding_format":"float","dimensions":1})")
            << QByteArray(R"({"data":[{"index":0,"embedding":[1]}]})") << QByteArray(R"({"embedding":{"values":[1]}})");
        QTest::newRow("ollama on openai") << int(ProviderKind::OpenAi) << QByteArray("/api/embed") << QByteArray(R"({"model":"fast","input":["a","b"]})") << QByteArray("http://one.test/v1/embeddings")
            << asked << upstream << QByteArray(R"({"model":"fast","embeddings":[[1],[2]],"total_duration":0,"load_duration":0,"prompt_eval_count":3})");
        QTest::newRow("ollama, the older form, on gemini") << int(ProviderKind::Gemini) << QByteArray("/api/embeddings") << QByteArray(R"({"model":"fast","prompt":"a"})")
            << QByteArray("http://one.test/v1/models/gpt-up:batchEmbedContents") << QByteArray(R"({"requests":[{"model":"models/gpt-up","content":{"parts":[{"text":"a"}]}}]})")
            << QByteArray(R"({"embeddings":[{"values":[1]}]})") << QByteArray(R"({"embedding":[1]})");
        QTest::newRow("ollama on azure") << int(ProviderKind::Azure) << QByteArray("/api/embed") << QByteArray(R"({"model":"fast","input":["a","b"]})") << QByteArray("http://one.test/v1/embeddings")
            << asked << upstream << QByteArray(R"({"model":"fast","embeddings":[[1],[2]],"total_duration":0,"load_duration":0,"prompt_eval_count":3})");
    }
    void embeddingsAreTranslated()
    {
        QFETCH(int, kind);
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, url);
        QFETCH(QByteArray, sent);
        QFETCH(QByteArray, answer);
        QFETCH(QByteArray, told);
        GatewayBench bench;
        speak(bench, ProviderKind(kind));
        const auto client = bench.send(body.toStdString(), "alice", target.toStdString());
        QVERIFY2(!bench.upstream.calls.empty(), client->body.c_str());
        QCOMPARE(bytes(bench.upstream.last().request.url), url);
        QCOMPARE(bytes(bench.upstream.last().body), sent);
        bench.upstream.last().answer(200, {answer.constData(), static_cast<std::size_t>(answer.size())});
        QCOMPARE(bytes(client->body), told);
        QCOMPARE(client->status, 200);
        QCOMPARE(bench.journal.settled()->usage.completionTokens(), std::uint64_t{0});
    }

    void tokenNumbersMeanNothingToAnotherProvider()
    {
        GatewayBench bench;
        speak(bench, ProviderKind::Ollama);
        const auto client = bench.send(R"({"model":"fast","input":[[1,2,3]]})", "alice", "/v1/embeddings");
        QCOMPARE(client->status, 400);
        QVERIFY(bench.upstream.calls.empty());
        QVERIFY2(client->body.find("token numbers") != std::string::npos, client->body.c_str());
    }

    void soundGoesOnAsItComes()
    {
        GatewayBench bench;
        const auto client = bench.send(R"({"model":"fast","input":"say it","voice":"alloy"})", "alice", "/v1/audio/speech");
        HandUpstream::Call& call = bench.upstream.last();
        QCOMPARE(bytes(call.request.url), QByteArray("http://one.test/v1/audio/speech"));
        call.head(200, {{"Content-Type", "audio/mpeg"}});
        call.bytes(std::string_view("\xFF\xFB\0\x01", 4));
        QCOMPARE(client->body.size(), std::size_t{4});
        QCOMPARE(bytes(client->headers.value("content-type")), QByteArray("audio/mpeg"));
        QVERIFY(!client->ended);
        call.bytes("rest");
        call.end();
        QVERIFY(client->ended && client->settledBeforeEnd);
        QCOMPARE(client->body.size(), std::size_t{8});
        QVERIFY(bench.journal.settled()->outcome == Outcome::Ok);
    }

    void soundThatBreaksOffIsNotEndedProperly()
    {
        GatewayBench bench;
        const auto client = bench.send(R"({"model":"fast","input":"say it","voice":"alloy"})", "alice", "/v1/audio/speech");
        bench.upstream.last().head(200, {{"Content-Type", "audio/mpeg"}});
        bench.upstream.last().bytes("half");
        bench.upstream.last().end(UpstreamEnd::Kind::Network, "the connection broke");
        QVERIFY(client->aborted && !client->ended);
        QCOMPARE(client->body.size(), std::size_t{4});
    }

    void aFormsModelIsReplacedAndNothingElse()
    {
        GatewayBench bench;
        const std::string form = "--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"m\xC3\xA4rz \\\"1\\\".mp3\"\r\nContent-Type: audio/mpeg\r\n\r\n\xFF\xFB\r\n--x\r\n"
                                 "--xx\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nfast\r\n--xx\r\nContent-Disposition: form-data; name=\"language\"\r\n\r\nde\r\n--xx--\r\n";
        const auto client = bench.send(form, "alice", "/v1/audio/transcriptions", {{"Content-Type", "multipart/form-data; boundary=xx"}});
        std::string sent = form;
        sent.replace(sent.find("fast"), 4, "gpt-up");
        QCOMPARE(bytes(bench.upstream.last().body), bytes(sent));
        QCOMPARE(bytes(bench.upstream.last().request.headers.value("content-type")), QByteArray("multipart/form-data; boundary=xx"));
        bench.upstream.last().answer(200, R"({"text":"hallo","usage":{"type":"tokens","input_tokens":14,"output_tokens":3}})");
        QCOMPARE(client->status, 200);
        QCOMPARE(bench.journal.settled()->usage.total(), std::uint64_t{17});
    }

    void anUnknownPathGoesToTheModelsProvider()
    {
        GatewayBench bench;
        const auto client = bench.send(R"({"model":"fast","anything":1})", "alice", "/v1/tomorrow/things");
        QCOMPARE(bytes(bench.upstream.last().request.url), QByteArray("http://one.test/v1/tomorrow/things"));
        QCOMPARE(bytes(bench.upstream.last().body), QByteArray(R"({"model":"gpt-up","anything":1})"));
        bench.upstream.last().answer(200, R"({"ok":true})");
        QCOMPARE(bytes(client->body), QByteArray(R"({"ok":true})"));
        const auto without = bench.send(R"({"anything":1})", "alice", "/v1/tomorrow/things");
        QCOMPARE(without->status, 400);
    }

    void tokensAreCountedByTheProviderWhereItCan()
    {
        const std::string body = R"({"model":"fast","messages":[{"role":"user","content":"How many tokens is this?"}]})";
        GatewayBench bench;
        speak(bench, ProviderKind::Anthropic);
        const auto client = bench.send(body, "alice", "/v1/messages/count_tokens");
        QCOMPARE(bytes(bench.upstream.last().request.url), QByteArray("http://one.test/v1/messages/count_tokens"));
        bench.upstream.last().answer(200, R"({"input_tokens":14})");
        QCOMPARE(bytes(client->body), QByteArray(R"({"input_tokens":14})"));
        QVERIFY(bench.journal.settled()->cost.isZero());

        GatewayBench other;
        const auto counted = other.send(body, "alice", "/v1/messages/count_tokens");
        QVERIFY(other.upstream.calls.empty());
        QVERIFY2(counted->status == 200 && counted->body.starts_with("{\"input_tokens\":"), counted->body.c_str());
        QVERIFY(other.journal.settled()->cost.isZero());
    }
};

LANYARD_TEST(tst_Protocols)
#include "tst_Protocols.moc"
