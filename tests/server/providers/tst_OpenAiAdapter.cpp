#include "providers/ProviderAdapter.h"
#include "providers/openai/OpenAiWire.h"
#include "support/TestMain.h"

using namespace lanyard;

namespace {

const ProviderAdapter& adapter()
{
    return adapterFor(ProviderKind::OpenAi);
}

ProviderConfig provider()
{
    ProviderConfig config;
    config.name = "p";
    config.baseUrl = "http://127.0.0.1:4001/v1";
    config.headers = {{"X-Team", "lab"}};
    CredentialConfig credential;
    credential.key = Secret("sk-upstream");
    config.credentials = {credential};
    return config;
}

/// A task as the surface would read it, for bodies where "model" and "stream_options" stand once.
ModelTask taskOf(std::string_view body, bool stream, std::string_view modelRaw, std::string_view optionsRaw = {})
{
    ModelTask task;
    task.body = body;
    task.stream = stream;
    const auto slice = [&](std::string_view raw) { return raw.empty() ? std::string_view{} : body.substr(body.find(raw), raw.size()); };
    task.modelRaw = slice(modelRaw);
    if (!modelRaw.empty())
        task.model = std::string(modelRaw.substr(1, modelRaw.size() - 2));
    task.streamOptionsRaw = slice(optionsRaw);
    return task;
}

} // namespace

class tst_OpenAiAdapter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyModelAndOurOwnSwitchesChange_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("stream");
        QTest::addColumn<QByteArray>("modelRaw");
        QTest::addColumn<QByteArray>("optionsRaw");
        QTest::addColumn<QByteArray>("sent");
        const QByteArray alias("\"fast\"");
        QTest::newRow("alias") << QByteArray(R"({ "z":1.0, "model" : "fast", "a":{"b":[ ]} })") << false << alias << QByteArray()
                               << QByteArray(R"({ "z":1.0, "model" : "gpt-4o", "a":{"b":[ ]} })");
        QTest::newRow("same name") << QByteArray(R"({"model":"gpt-4o","n":1e0})") << false << QByteArray("\"gpt-4o\"") << QByteArray()
                                   << QByteArray(R"({"model":"gpt-4o","n":1e0})");
        QTest::newRow("no model") << QByteArray(R"({"messages":[1]})") << false << QByteArray() << QByteArray()
                                  << QByteArray(R"({"messages":[1],"model":"gpt-4o"})");
        QTest::newRow("stream without options") << QByteArray("{\"model\":\"fast\",\"stream\":true\n}\n") << true << alias << QByteArray()
                                                << QByteArray("{\"model\":\"gpt-4o\",\"stream\":true\n,\"stream_options\":{\"include_usage\":true}}\n");
        QTest::newRow("options null") << QByteArray(R"({"stream_options":null,"model":"fast"})") << true << alias << QByteArray("null")
                                      << QByteArray(R"({"stream_options":{"include_usage":true},"model":"gpt-4o"})");
        QTest::newRow("options empty") << QByteArray(R"({"stream_options":{ },"model":"fast"})") << true << alias << QByteArray("{ }")
                                       << QByteArray(R"({"stream_options":{ "include_usage":true},"model":"gpt-4o"})");
        QTest::newRow("options false") << QByteArray(R"({"stream_options":{"include_usage":false,"x":1},"model":"fast"})") << true << alias
                                       << QByteArray(R"({"include_usage":false,"x":1})")
                                       << QByteArray(R"({"stream_options":{"include_usage":true,"x":1},"model":"gpt-4o"})");
        QTest::newRow("options other") << QByteArray(R"({"model":"fast","stream_options":{"x":{"y":1}}})") << true << alias
                                       << QByteArray(R"({"x":{"y":1}})")
                                       << QByteArray(R"({"model":"gpt-4o","stream_options":{"x":{"y":1},"include_usage":true}})");
    }
    void onlyModelAndOurOwnSwitchesChange()
    {
        QFETCH(QByteArray, body);
        QFETCH(bool, stream);
        QFETCH(QByteArray, modelRaw);
        QFETCH(QByteArray, optionsRaw);
        QFETCH(QByteArray, sent);
        const std::string text = body.toStdString();
        const std::string model = modelRaw.toStdString();
        const std::string options = optionsRaw.toStdString();
        const ProviderConfig config = provider();
        const ProviderCall call = adapter().passThrough({config, config.credentials.front(), "gpt-4o"}, taskOf(text, stream, model, options));
        QCOMPARE(QByteArray::fromStdString(call.body.joined()), sent);
    }

    void usageIsNotAskedForTwice()
    {
        const std::string body = R"({"model":"fast","stream_options":{"include_usage":true}})";
        ModelTask task = taskOf(body, true, "\"fast\"", R"({"include_usage":true})");
        task.usageAsked = true;
        const ProviderConfig config = provider();
        QCOMPARE(adapter().passThrough({config, config.credentials.front(), "fast"}, task).body.joined(), body);
    }

    void untouchedBodiesAreSentWithoutACopy()
    {
        const std::string body = R"({"model":"gpt-4o","messages":[]})";
        const ProviderConfig config = provider();
        const ProviderCall call = adapter().passThrough({config, config.credentials.front(), "gpt-4o"}, taskOf(body, false, "\"gpt-4o\""));
        QCOMPARE(call.body.slices.size(), std::size_t{1});
        QVERIFY(call.body.slices.front().data() == body.data());
    }

    void speaksToTheProviderInItsOwnName()
    {
        const std::string body = R"({"model":"m"})";
        ProviderConfig config = provider();
        const ProviderCall call = adapter().passThrough({config, config.credentials.front(), "m"}, taskOf(body, true, "\"m\""));
        QCOMPARE(call.url, std::string("http://127.0.0.1:4001/v1/chat/completions"));
        QCOMPARE(call.headers.value("authorization"), std::string_view("Bearer sk-upstream"));
        QCOMPARE(call.headers.value("x-team"), std::string_view("lab"));
        QCOMPARE(call.headers.value("accept"), std::string_view("text/event-stream"));
        CredentialConfig keyless;
        QVERIFY(!adapter().passThrough({config, keyless, "m"}, taskOf(body, false, "\"m\"")).headers.contains("Authorization"));
        QCOMPARE(adapter().models(config, keyless).url, std::string("http://127.0.0.1:4001/v1/models"));
        config.baseUrl = "https://models.github.ai/inference";
        QCOMPARE(adapter().models(config, keyless).url, std::string("https://models.github.ai/catalog/models"));
        QCOMPARE(adapter().modelNames(R"([{"id":"openai/gpt-4.1"},{"id":"x"}])"), (std::vector<std::string>{"openai/gpt-4.1", "x"}));
    }

    void failuresAreClassedByStatusAndWords_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("expected");
        const auto row = [](const char* name, int status, const char* body, FailureClass failure) {
            QTest::newRow(name) << status << QByteArray(body) << int(failure);
        };
        row("bad request", 400, R"({"error":{"message":"no"}})", FailureClass::ClientError);
        row("bad key", 401, R"({"error":{"code":"invalid_api_key"}})", FailureClass::BadCredential);
        row("forbidden", 403, "", FailureClass::BadCredential);
        row("no money", 402, "", FailureClass::QuotaExhausted);
        row("no such model", 404, R"({"error":{"code":"model_not_found"}})", FailureClass::ModelUnavailable);
        row("no such model, in words", 404, R"({"message":"The model `x` does not exist"})", FailureClass::ModelUnavailable);
        row("no such path", 404, "<html>", FailureClass::ClientError);
        row("too large", 413, "", FailureClass::ClientError);
        row("rate", 429, R"({"error":{"message":"slow down"}})", FailureClass::RateLimited);
        row("quota", 429, R"({"error":{"code":"insufficient_quota"}})", FailureClass::QuotaExhausted);
        row("server", 500, "not json", FailureClass::ServerError);
        row("overloaded", 503, "", FailureClass::Overloaded);
        row("overloaded, Anthropic's number", 529, "", FailureClass::Overloaded);
        row("redirect", 302, "", FailureClass::ServerError);
    }
    void failuresAreClassedByStatusAndWords()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(int, expected);
        QCOMPARE(int(adapter().failure(status, {}, body.toStdString()).failure), expected);
    }

    void retryAfterIsReadInAllItsForms()
    {
        const auto wait = [](HttpHeaders headers) { return adapter().failure(429, headers, {}).retryAfter; };
        QCOMPARE(*wait({{"Retry-After", "20"}}), std::chrono::milliseconds(20'000));
        QCOMPARE(*wait({{"retry-after", "0.5"}}), std::chrono::milliseconds(500));
        QCOMPARE(*wait({{"Retry-After", "9"}, {"retry-after-ms", "250"}}), std::chrono::milliseconds(250));
        QCOMPARE(*wait({{"Date", "Fri, 20 Nov 2026 10:00:00 GMT"}, {"Retry-After", "Fri, 20 Nov 2026 10:01:30 GMT"}}),
                 std::chrono::milliseconds(90'000));
        QCOMPARE(*wait({{"Date", "Fri, 20 Nov 2026 10:00:00 GMT"}, {"Retry-After", "Fri, 20 Nov 2026 09:00:00 GMT"}}), std::chrono::milliseconds(0));
        QVERIFY(!wait({{"Retry-After", "soon"}}));
        QVERIFY(!wait({{"Retry-After", "-5"}}));
        QVERIFY(!wait({}));
    }

    void usageIsMadeDisjoint()
    {
        const auto usage = openAiUsage(R"({"prompt_tokens":100,"completion_tokens":50,"total_tokens":150,)"
                                       R"("prompt_tokens_details":{"cached_tokens":60,"audio_tokens":5},)"
                                       R"("completion_tokens_details":{"reasoning_tokens":30,"audio_tokens":2}})");
        QVERIFY(usage);
        QCOMPARE((*usage)[TokenBucket::Input], std::uint64_t{35});
        QCOMPARE((*usage)[TokenBucket::CachedInput], std::uint64_t{60});
        QCOMPARE((*usage)[TokenBucket::AudioInput], std::uint64_t{5});
        QCOMPARE((*usage)[TokenBucket::Output], std::uint64_t{18});
        QCOMPARE((*usage)[TokenBucket::Reasoning], std::uint64_t{30});
        QCOMPARE(usage->promptTokens(), std::uint64_t{100});
        QCOMPARE(usage->completionTokens(), std::uint64_t{50});
        QCOMPARE(int(usage->basis), int(UsageBasis::Reported));
    }

    void aReportWhosePartsExceedItsWholeKeepsTheWhole()
    {
        const auto usage = openAiUsage(R"({"prompt_tokens":10,"completion_tokens":1,"prompt_tokens_details":{"cached_tokens":99}})");
        QVERIFY(usage);
        QCOMPARE(usage->promptTokens(), std::uint64_t{10});
        QCOMPARE((*usage)[TokenBucket::CachedInput], std::uint64_t{10});
        QVERIFY(!openAiUsage("null"));
        QVERIFY(!openAiUsage("[]"));
        QCOMPARE((*openAiUsage(R"({"prompt_tokens":9,"prompt_cache_hit_tokens":4})"))[TokenBucket::CachedInput], std::uint64_t{4});
    }

    void anEmptyTwoHundredIsNoAnswer()
    {
        QVERIFY(!adapter().readPlain({}, "").meaningful);
        QVERIFY(!adapter().readPlain({}, "<html>").meaningful);
        QVERIFY(!adapter().readPlain({}, R"({"choices":[]})").meaningful);
        QVERIFY(!adapter().readPlain({}, R"({"error":{"message":"no"}})").meaningful);
        const PlainAnswer answer = adapter().readPlain({}, R"({"choices":[{"message":{"content":"hi"}}],"usage":{"prompt_tokens":3,"completion_tokens":1}})");
        QVERIFY(answer.meaningful);
        QCOMPARE(answer.usage->total(), std::uint64_t{4});
    }
};

LANYARD_TEST(tst_OpenAiAdapter)
#include "tst_OpenAiAdapter.moc"
