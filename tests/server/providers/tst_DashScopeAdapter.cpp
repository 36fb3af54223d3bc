#include "llm/JsonDocument.h"
#include "providers/ProviderAdapter.h"
#include "support/TestMain.h"

using namespace lanyard;

namespace {

const ProviderAdapter& adapter()
{
    return adapterFor(ProviderKind::DashScope);
}

QByteArray bytes(std::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

struct Sent
{
    QByteArray url;
    QByteArray body;
    HttpHeaders headers;
    QByteArray adjusted;
};

Sent sent(const ChatRequest& request, std::string_view model = "qwen-plus")
{
    ProviderConfig provider;
    provider.baseUrl = "http://up/api/v1";
    CredentialConfig credential;
    credential.key = Secret("sk-x");
    Adjustments adjustments;
    Result<ProviderCall> call = adapter().translate({provider, credential, model}, request, adjustments);
    if (!call)
        return {{}, bytes(call.error().message), {}, {}};
    return {bytes(call->url), bytes(call->body.joined()), call->headers, bytes(adjustments.text())};
}

ChatRequest asked(std::string text)
{
    ChatRequest request;
    request.messages.push_back({Role::System, {{TextPart{"be terse"}, {}}}, {}});
    request.messages.push_back({Role::User, {{TextPart{std::move(text)}, {}}}, {}});
    return request;
}

} // namespace

class tst_DashScopeAdapter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aConversationStandsInInputAndTheRestInParameters()
    {
        ChatRequest request = asked("hi");
        request.stream = true;
        request.parameters.maxOutput = 9;
        request.parameters.temperature = 2.0;
        request.parameters.topK = 20;
        request.parameters.seed = 7;
        request.parameters.reasoning.effort = ReasoningWish::Effort::Low;
        const Sent call = sent(request);
        QCOMPARE(call.url, QByteArray("http://up/api/v1/services/aigc/text-generation/generation"));
        QCOMPARE(bytes(call.headers.value("authorization")), QByteArray("Bearer sk-x"));
        QCOMPARE(bytes(call.headers.value("x-dashscope-sse")), QByteArray("enable"));
        QCOMPARE(call.body, QByteArray(R"j({"model":"qwen-plus","input":{"messages":[{"role":"system","content":"be terse"},{"role":"user","content":"hi"}]},)j"
                                       R"j("parameters":{"result_format":"message","incremental_output":true,"max_tokens":9,"temperature":1.99,"top_k":20,"seed":7,)j"
                                       R"j("enable_thinking":true,"thinking_budget":1024}})j"));
        QCOMPARE(call.adjusted, QByteArray("temperature clamped to the provider's maximum"));
    }

    void toolsAndTheirResultsGoAlong()
    {
        ChatRequest request = asked("hi");
        request.messages.push_back({Role::Assistant, {{ToolCallPart{"c1", "f", R"({"a":1})", {}, {}, {}}, {}}}, {}});
        request.messages.push_back({Role::Tool, {{ToolResultPart{"c1", "f", {{TextPart{"42"}, {}}}, false}, {}}}, {}});
        request.parameters.tools.push_back({"f", "does", R"({"type":"object"})", {}, {}});
        request.parameters.toolChoice.mode = ToolChoice::Mode::Required;
        const Sent call = sent(request);
        JsonDocument document;
        QVERIFY(document.parse({call.body.constData(), static_cast<std::size_t>(call.body.size())}));
        const JsonValue messages = document.root()["input"]["messages"];
        for (const JsonValue message : messages) {
            if (message["role"].is("assistant"))
                QCOMPARE(bytes((*message["tool_calls"].begin())["function"]["arguments"].text()), QByteArray(R"j({"a":1})j"));
        }
        QVERIFY2(call.body.contains(R"j({"role":"tool","content":"42","tool_call_id":"c1","name":"f"})j"), call.body.constData());
        QVERIFY2(call.body.contains(R"j("tools":[{"type":"function","function":{"name":"f","description":"does","parameters":{"type":"object"}}}])j"), call.body.constData());
        QCOMPARE(call.adjusted, QByteArray("tool_choice changed to auto"));
    }

    void picturesGoToModelsThatSee()
    {
        ChatRequest request = asked("what is this");
        request.messages.back().parts.push_back({ImagePart{{{}, "AAAA", "image/png"}, {}}, {}});
        const Sent seeing = sent(request, "qwen3-vl-plus");
        QCOMPARE(seeing.url, QByteArray("http://up/api/v1/services/aigc/multimodal-generation/generation"));
        QVERIFY2(seeing.body.contains(R"j("content":[{"text":"what is this"},{"image":"data:image/png;base64,AAAA"}])j"), seeing.body.constData());
        const Sent blind = sent(request);
        QVERIFY(!blind.body.contains("AAAA"));
        QCOMPARE(blind.adjusted, QByteArray("a file, which this model cannot read dropped"));
    }

    void aFailureIsWhatItsCodeSays_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<int>("expected");
        const auto row = [](int status, const char* code, FailureClass expected) { QTest::newRow(code) << status << QByteArray(code) << int(expected); };
        row(401, "InvalidApiKey", FailureClass::BadCredential);
        row(429, "Throttling.RateQuota", FailureClass::RateLimited);
        row(429, "Throttling.AllocationQuota", FailureClass::QuotaExhausted);
        row(400, "Arrearage", FailureClass::QuotaExhausted);
        row(404, "ModelNotFound", FailureClass::ModelUnavailable);
        row(403, "Model.AccessDenied", FailureClass::ModelUnavailable);
        row(400, "DataInspectionFailed", FailureClass::ClientError);
        row(400, "InvalidParameter", FailureClass::ClientError);
        row(500, "InternalError", FailureClass::ServerError);
    }
    void aFailureIsWhatItsCodeSays()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, code);
        QFETCH(int, expected);
        const std::string body = "{\"code\":\"" + code.toStdString() + "\",\"message\":\"words\",\"request_id\":\"x\"}";
        const ProviderFailure failure = adapter().failure(status, {}, body);
        QCOMPARE(int(failure.failure), expected);
        QCOMPARE(bytes(failure.message), QByteArray("words"));
    }

    void vectorsComeInTheOrderOfTheTexts()
    {
        ProviderConfig provider;
        provider.baseUrl = "http://up/api/v1";
        const CredentialConfig credential;
        Adjustments adjustments;
        const Result<ProviderCall> call = adapter().translateEmbeddings({provider, credential, "text-embedding-v4"}, {{"a", "b"}, 64, "RETRIEVAL_QUERY"}, adjustments);
        QCOMPARE(bytes(call->url), QByteArray("http://up/api/v1/services/embeddings/text-embedding/text-embedding"));
        QCOMPARE(bytes(call->body.joined()), QByteArray(R"j({"model":"text-embedding-v4","input":{"texts":["a","b"]},"parameters":{"text_type":"query","dimension":64}})j"));
        const Result<EmbeddingAnswer> answer = adapter().readEmbeddings(
            R"j({"output":{"embeddings":[{"text_index":1,"embedding":[2]},{"text_index":0,"embedding":[1]}]},"usage":{"total_tokens":5}})j");
        QVERIFY(answer);
        QCOMPARE(bytes(answer->vectors[0]), QByteArray("[1]"));
        QCOMPARE(answer->usage->promptTokens(), std::uint64_t{5});
        QVERIFY(!adapter().readEmbeddings(R"j({"output":{"embeddings":[{"text_index":1,"embedding":[2]}]}})j"));
    }

    void theModelListIsTheCompatibleModes()
    {
        ProviderConfig provider;
        provider.baseUrl = "http://up/api/v1";
        QCOMPARE(bytes(adapter().models(provider, {}).url), QByteArray("http://up/compatible-mode/v1/models"));
    }
};

LANYARD_TEST(tst_DashScopeAdapter)
#include "tst_DashScopeAdapter.moc"
