#include "llm/JsonDocument.h"
#include "providers/ProviderAdapter.h"
#include "support/TestMain.h"

using namespace lanyard;

namespace {

const ProviderAdapter& adapter()
{
    return adapterFor(ProviderKind::Gemini);
}

QByteArray bytes(std::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

QByteArray sentMember(const ChatRequest& request, std::string_view name, std::string_view model = "gemini-2.5-flash")
{
    const ProviderConfig provider;
    const CredentialConfig credential;
    Adjustments adjustments;
    const Result<ProviderCall> call = adapter().translate({provider, credential, model}, request, adjustments);
    const std::string body = call ? call->body.joined() : std::string();
    JsonDocument document;
    return document.parse(body) ? bytes(document.root()[name].raw()) : bytes(body);
}

ChatRequest toolTurn(std::optional<Protocol> signedBy)
{
    ChatRequest request;
    request.messages.push_back({Role::User, {{TextPart{"hi"}, {}}}, {}});
    Message turn{Role::Assistant, {}, {}};
    if (signedBy)
        turn.parts.push_back({ReasoningPart{"hm", "sig", {}, false, signedBy}, {}});
    turn.parts.push_back({ToolCallPart{"c1", "f", R"({"a":1})", {}, {}, {}}, {}});
    turn.parts.push_back({ToolCallPart{"c2", "g", "not json", {}, {}, {}}, {}});
    request.messages.push_back(std::move(turn));
    request.messages.push_back({Role::Tool, {{ToolResultPart{"c1", {}, {{TextPart{R"({"x":1})"}, {}}, {ImagePart{{{}, "AAAA", "image/png"}, {}}, {}}}, false}, {}}}, {}});
    request.messages.push_back({Role::Tool, {{ToolResultPart{"c2", {}, {{TextPart{"oops"}, {}}}, true}, {}}}, {}});
    return request;
}

} // namespace

class tst_GeminiAdapter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theModelStandsInThePathAndTheKeyInAHeader()
    {
        ProviderConfig provider;
        provider.baseUrl = "http://up/v1beta";
        CredentialConfig credential;
        credential.key = Secret("AIza-x");
        ChatRequest request;
        request.messages.push_back({Role::User, {{TextPart{"hi"}, {}}}, {}});
        Adjustments adjustments;
        QCOMPARE(bytes(adapter().translate({provider, credential, "gemini 2"}, request, adjustments)->url), QByteArray("http://up/v1beta/models/gemini%202:generateContent"));
        request.stream = true;
        const Result<ProviderCall> call = adapter().translate({provider, credential, "tunedModels/mine"}, request, adjustments);
        QCOMPARE(bytes(call->url), QByteArray("http://up/v1beta/tunedModels/mine:streamGenerateContent?alt=sse"));
        QCOMPARE(bytes(call->headers.value("x-goog-api-key")), QByteArray("AIza-x"));
    }

    void callsResultsAndPicturesHaveTheirPlaces()
    {
        QCOMPARE(sentMember(toolTurn({}), "contents"),
                 QByteArray(R"([{"role":"user","parts":[{"text":"hi"}]},)"
                            R"({"role":"model","parts":[{"functionCall":{"id":"c1","name":"f","args":{"a":1}}},{"functionCall":{"id":"c2","name":"g","args":{}}}]},)"
                            R"({"role":"user","parts":[{"functionResponse":{"id":"c1","name":"f","response":{"x":1}}},{"inlineData":{"mimeType":"image/png","data":"AAAA"}},)"
                            R"({"functionResponse":{"id":"c2","name":"g","response":{"error":"oops"}}}]}])"));
    }

    void signaturesComeBackBesideTheFirstCall()
    {
        const QByteArray own = sentMember(toolTurn(Protocol::Gemini), "contents", "gemini-3-pro");
        QVERIFY2(own.contains(R"({"functionCall":{"id":"c1","name":"f","args":{"a":1}},"thoughtSignature":"sig"},{"functionCall":{"id":"c2","name":"g","args":{}}})"), own.constData());
        // Calls of another model have none; the newer models want to be told.
        const QByteArray foreign = sentMember(toolTurn(Protocol::Anthropic), "contents", "gemini-3-pro");
        QVERIFY2(foreign.contains(R"("thoughtSignature":"skip_thought_signature_validator"},{"functionCall":{"id":"c2","name":"g","args":{}}})"), foreign.constData());
        QVERIFY(!sentMember(toolTurn(Protocol::Anthropic), "contents", "gemini-2.5-pro").contains("thoughtSignature"));
    }

    void thinkingFitsTheModel_data()
    {
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<int>("effort");
        QTest::addColumn<QByteArray>("config");
        using Effort = ReasoningWish::Effort;
        QTest::newRow("budget") << QByteArray("gemini-2.5-flash") << int(Effort::High) << QByteArray(R"({"thinkingConfig":{"thinkingBudget":24576,"includeThoughts":true}})");
        QTest::newRow("off") << QByteArray("gemini-2.5-flash") << int(Effort::None) << QByteArray(R"({"thinkingConfig":{"thinkingBudget":0}})");
        QTest::newRow("cannot be off") << QByteArray("gemini-2.5-pro") << int(Effort::None) << QByteArray(R"({"thinkingConfig":{"thinkingBudget":128}})");
        QTest::newRow("level") << QByteArray("gemini-3-pro-preview") << int(Effort::Low) << QByteArray(R"({"thinkingConfig":{"thinkingLevel":"low","includeThoughts":true}})");
        QTest::newRow("cannot think") << QByteArray("gemini-2.0-flash") << int(Effort::High) << QByteArray("{}");
    }
    void thinkingFitsTheModel()
    {
        QFETCH(QByteArray, model);
        QFETCH(int, effort);
        QFETCH(QByteArray, config);
        ChatRequest request;
        request.parameters.reasoning.effort = ReasoningWish::Effort(effort);
        QCOMPARE(sentMember(request, "generationConfig", model.toStdString()), config);
    }

    void aBlockedPromptIsAnAnswerThatTheFilterStopped()
    {
        const Result<ChatAnswer> answer = adapter().readAnswer(R"({"promptFeedback":{"blockReason":"SAFETY"},"usageMetadata":{"promptTokenCount":4,"totalTokenCount":4}})", "r");
        QVERIFY(answer);
        QVERIFY(answer->choices.at(0).stop == StopReason::ContentFilter);
        QCOMPARE(answer->usage->promptTokens(), std::uint64_t{4});
        QVERIFY(!adapter().readAnswer("{}", "r"));
    }

    void callsWithoutAnIdGetOneThatDiffersFromRequestToRequest()
    {
        const std::string body = R"({"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","args":{}}},{"functionCall":{"name":"f","args":{}}}]},"finishReason":"STOP"}]})";
        const auto idsOf = [&](const char* request) {
            std::vector<std::string> ids;
            const auto answer = adapter().readAnswer(body, request);
            for (const Part& part : answer->choices.at(0).parts)
                ids.push_back(std::get<ToolCallPart>(part.value).id);
            return ids;
        };
        const auto first = idsOf("one");
        QVERIFY(first[0] != first[1]);
        QVERIFY(first[0] != idsOf("two")[0]);
        QVERIFY(first == idsOf("one"));
        QVERIFY(first[0].find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos);
    }

    void usageIsTakenApart()
    {
        ModelTask task;
        task.protocol = Protocol::Gemini;
        const PlainAnswer answer = adapter().readPlain(task, R"({"candidates":[{}],"usageMetadata":{"promptTokenCount":100,"cachedContentTokenCount":40,"candidatesTokenCount":7,)"
                                                             R"("thoughtsTokenCount":9,"toolUsePromptTokenCount":3,"promptTokensDetails":[{"modality":"TEXT","tokenCount":90},{"modality":"AUDIO","tokenCount":10}]}})");
        const Usage& usage = *answer.usage;
        QCOMPARE(usage[TokenBucket::Input], std::uint64_t{53});
        QCOMPARE(usage[TokenBucket::CachedInput], std::uint64_t{40});
        QCOMPARE(usage[TokenBucket::AudioInput], std::uint64_t{10});
        QCOMPARE(usage[TokenBucket::Output], std::uint64_t{7});
        QCOMPARE(usage[TokenBucket::Reasoning], std::uint64_t{9});
    }

    void failuresAreClassedByStatusAndWords_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("expected");
        QTest::newRow("bad request") << 400 << QByteArray(R"({"error":{"code":400,"message":"Invalid value","status":"INVALID_ARGUMENT"}})") << int(FailureClass::ClientError);
        QTest::newRow("bad key, as a 400") << 400
                                           << QByteArray(R"({"error":{"message":"API key not valid.","status":"INVALID_ARGUMENT","details":[{"@type":"x","reason":"API_KEY_INVALID"}]}})")
                                           << int(FailureClass::BadCredential);
        QTest::newRow("forbidden") << 403 << QByteArray("{}") << int(FailureClass::BadCredential);
        QTest::newRow("no such model") << 404 << QByteArray(R"({"error":{"message":"models/x is not found for API version v1beta"}})") << int(FailureClass::ModelUnavailable);
        QTest::newRow("rate") << 429 << QByteArray(R"([{"error":{"message":"slow down","status":"RESOURCE_EXHAUSTED"}}])") << int(FailureClass::RateLimited);
        QTest::newRow("quota of the day") << 429 << QByteArray(R"({"error":{"message":"Quota exceeded: GenerateRequestsPerDayPerProjectPerModel"}})") << int(FailureClass::QuotaExhausted);
        QTest::newRow("overloaded") << 503 << QByteArray("{}") << int(FailureClass::Overloaded);
        QTest::newRow("deadline") << 504 << QByteArray("{}") << int(FailureClass::Timeout);
    }
    void failuresAreClassedByStatusAndWords()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(int, expected);
        QCOMPARE(int(adapter().failure(status, {}, body.toStdString()).failure), expected);
    }

    void theWaitStandsInTheBody()
    {
        const ProviderFailure failure =
            adapter().failure(429, {}, R"({"error":{"message":"slow","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"17.5s"}]}})");
        QCOMPARE(failure.retryAfter->count(), std::chrono::milliseconds::rep{17500});
    }

    void modelNamesLoseTheirFolder()
    {
        QVERIFY((adapter().modelNames(R"({"models":[{"name":"models/a"},{"name":"tunedModels/b"}]})") == std::vector<std::string>{"a", "tunedModels/b"}));
    }
};

LANYARD_TEST(tst_GeminiAdapter)
#include "tst_GeminiAdapter.moc"
