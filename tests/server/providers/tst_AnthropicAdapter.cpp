#include "llm/JsonDocument.h"
#include "providers/ProviderAdapter.h"
#include "providers/anthropic/AnthropicDialect.h"
#include "support/TestMain.h"

using namespace lanyard;

namespace {

const ProviderAdapter& adapter()
{
    return adapterFor(ProviderKind::Anthropic);
}

QByteArray bytes(std::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

struct Sent
{
    std::string body;
    std::string told;
};

Sent translated(const ChatRequest& request, std::string_view model = "claude-sonnet-4-5")
{
    const ProviderConfig provider;
    const CredentialConfig credential;
    Adjustments adjustments;
    const Result<ProviderCall> call = adapter().translate({provider, credential, model}, request, adjustments);
    return {call ? call->body.joined() : std::string(), adjustments.text()};
}

/// A member of the sent body, as it stands there.
QByteArray sentMember(const ChatRequest& request, std::string_view name, std::string_view model = "claude-sonnet-4-5")
{
    const Sent sent = translated(request, model);
    JsonDocument document;
    return document.parse(sent.body) ? bytes(document.root()[name].raw()) : bytes(sent.body);
}

Message said(Role role, std::string text)
{
    return {role, {{TextPart{std::move(text)}, {}}}, {}};
}

ChatRequest hello()
{
    ChatRequest request;
    request.messages = {said(Role::User, "hi")};
    return request;
}

Part call(std::string id)
{
    return {ToolCallPart{std::move(id), "f", "{}", {}, {}, {}}, {}};
}

Part result(std::string id)
{
    return {ToolResultPart{std::move(id), {}, {{TextPart{"r"}, {}}}, false}, {}};
}

} // namespace

class tst_AnthropicAdapter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itsOwnKeyAndTheClientsVersionAreSent()
    {
        ProviderConfig provider;
        provider.baseUrl = "http://up/v1";
        provider.headers = {{"X-Team", "lab"}};
        CredentialConfig credential;
        credential.key = Secret("sk-ant-api03-x");
        ModelTask task;
        task.protocol = Protocol::Anthropic;
        const std::string body = R"({"messages":[1],"model":"m"})";
        task.body = body;
        task.model = "m";
        task.modelRaw = std::string_view(body).substr(body.rfind("\"m\""), 3);
        const HttpHeaders client{{"anthropic-version", "2026-10-21"}, {"anthropic-beta", "a,b"}, {"cookie", "x=1"}, {"x-api-key", "sk-lan-1"}};
        task.headers = &client;
        const ProviderCall call = adapter().passThrough({provider, credential, "claude"}, task);
        QCOMPARE(bytes(call.url), QByteArray("http://up/v1/messages"));
        QCOMPARE(bytes(call.body.joined()), QByteArray(R"({"messages":[1],"model":"claude"})"));
        QCOMPARE(bytes(call.headers.value("x-api-key")), QByteArray("sk-ant-api03-x"));
        QCOMPARE(bytes(call.headers.value("anthropic-version")), QByteArray("2026-10-21"));
        QCOMPARE(bytes(call.headers.value("anthropic-beta")), QByteArray("a,b"));
        QCOMPARE(bytes(call.headers.value("x-team")), QByteArray("lab"));
        QVERIFY(!call.headers.contains("cookie"));
        credential.key = Secret("sk-ant-oat01-x");
        const ProviderCall subscription = adapter().passThrough({provider, credential, "claude"}, task);
        QCOMPARE(bytes(subscription.headers.value("authorization")), QByteArray("Bearer sk-ant-oat01-x"));
        QVERIFY(!subscription.headers.contains("x-api-key"));
    }

    void toolResultsOfOneTurnStandTogetherAndFirst()
    {
        ChatRequest request = hello();
        request.messages.push_back({Role::Assistant, {call("a.1"), call("b")}, {}});
        request.messages.push_back({Role::Tool, {result("a.1")}, {}});
        request.messages.push_back({Role::User, {{TextPart{"and"}, {}}, result("b")}, {}});
        QCOMPARE(sentMember(request, "messages"),
                 QByteArray(R"([{"role":"user","content":[{"type":"text","text":"hi"}]},)"
                            R"({"role":"assistant","content":[{"type":"tool_use","id":"a_1","name":"f","input":{}},{"type":"tool_use","id":"b","name":"f","input":{}}]},)"
                            R"({"role":"user","content":[{"type":"tool_result","tool_use_id":"a_1","content":[{"type":"text","text":"r"}]},)"
                            R"({"type":"tool_result","tool_use_id":"b","content":[{"type":"text","text":"r"}]},{"type":"text","text":"and"}]}])"));
    }

    void systemMessagesInsideTheConversationBecomeTheUsers()
    {
        ChatRequest request;
        request.messages = {said(Role::System, "one"), said(Role::Developer, "two"), said(Role::User, "hi"), said(Role::System, "three")};
        QCOMPARE(sentMember(request, "system"), QByteArray(R"([{"type":"text","text":"one"},{"type":"text","text":"two"}])"));
        QCOMPARE(sentMember(request, "messages"), QByteArray(R"([{"role":"user","content":[{"type":"text","text":"hi"},{"type":"text","text":"three"}]}])"));
        QCOMPARE(bytes(translated(request).told), QByteArray("a system message inside the conversation sent as the user's"));
    }

    void thinkingFitsTheModelAndTheCap_data()
    {
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<int>("cap");
        QTest::addColumn<QByteArray>("thinking");
        QTest::addColumn<QByteArray>("maxTokens");
        QTest::newRow("budget") << QByteArray("claude-sonnet-4-5") << 20000 << QByteArray(R"({"type":"enabled","budget_tokens":8192})") << QByteArray("20000");
        QTest::newRow("no cap: room for the answer") << QByteArray("claude-sonnet-4-5") << 0 << QByteArray(R"({"type":"enabled","budget_tokens":8192})") << QByteArray("16384");
        QTest::newRow("small cap: half of it") << QByteArray("claude-opus-4-1-20250805") << 4000 << QByteArray(R"({"type":"enabled","budget_tokens":2000})") << QByteArray("4000");
        QTest::newRow("tiny cap: none") << QByteArray("claude-sonnet-4-5") << 1500 << QByteArray() << QByteArray("1500");
        QTest::newRow("adaptive") << QByteArray("claude-opus-4-7") << 4000 << QByteArray(R"({"type":"adaptive"})") << QByteArray("4000");
        QTest::newRow("cannot think") << QByteArray("claude-3-5-haiku-latest") << 4000 << QByteArray() << QByteArray("4000");
    }
    void thinkingFitsTheModelAndTheCap()
    {
        QFETCH(QByteArray, model);
        QFETCH(int, cap);
        QFETCH(QByteArray, thinking);
        QFETCH(QByteArray, maxTokens);
        ChatRequest request = hello();
        request.parameters.reasoning.effort = ReasoningWish::Effort::Medium;
        request.parameters.temperature = 0.5;
        if (cap > 0)
            request.parameters.maxOutput = static_cast<std::uint64_t>(cap);
        const std::string name = model.toStdString();
        QCOMPARE(sentMember(request, "thinking", name), thinking);
        QCOMPARE(sentMember(request, "max_tokens", name), maxTokens);
        // A temperature is refused beside thoughts.
        QCOMPARE(sentMember(request, "temperature", name).isEmpty(), !thinking.isEmpty());
    }

    void thoughtsWithoutTheirSignatureAreNotSentAndSwitchThinkingOffInsideOfAToolLoop()
    {
        ChatRequest request = hello();
        request.parameters.reasoning.effort = ReasoningWish::Effort::Low;
        request.messages.push_back({Role::Assistant, {{ReasoningPart{"hm", "sig", {}, false, Protocol::Gemini}, {}}, call("a")}, {}});
        request.messages.push_back({Role::Tool, {result("a")}, {}});
        const Sent foreign = translated(request);
        QVERIFY2(foreign.body.find("\"thinking\"") == std::string::npos, foreign.body.c_str());
        QVERIFY(foreign.told.find("reasoning dropped") != std::string::npos);
        std::get<ReasoningPart>(request.messages[1].parts[0].value).signedBy = Protocol::Anthropic;
        const Sent own = translated(request);
        QVERIFY2(own.body.find(R"({"type":"thinking","thinking":"hm","signature":"sig"})") != std::string::npos, own.body.c_str());
        QVERIFY(own.body.find(R"("thinking":{"type":"enabled")") != std::string::npos);
    }

    void schemasAreClosed()
    {
        ChatRequest request = hello();
        request.parameters.format = {ResponseFormat::Kind::JsonSchema, "x", {}, R"({"type":"object","properties":{"a":{"type":"integer","minimum":1}}})", {}};
        QCOMPARE(sentMember(request, "output_config"),
                 QByteArray(R"({"format":{"type":"json_schema","schema":{"type":"object","properties":{"a":{"type":"integer"}},"additionalProperties":false}}})"));
        QCOMPARE(bytes(translated(request).told), QByteArray("schema keyword minimum dropped"));
    }

    void toolChoicesHaveTheirWords()
    {
        using Mode = ToolChoice::Mode;
        ChatRequest request = hello();
        request.parameters.tools = {{"f", "", "", {}, {}}};
        const auto choice = [&](ToolChoice wanted, std::optional<bool> parallel = {}) {
            request.parameters.toolChoice = wanted;
            request.parameters.parallelToolCalls = parallel;
            return sentMember(request, "tool_choice");
        };
        QCOMPARE(choice({}), QByteArray());
        QCOMPARE(choice({Mode::Required, {}}), QByteArray(R"({"type":"any"})"));
        QCOMPARE(choice({Mode::Named, "f"}), QByteArray(R"({"type":"tool","name":"f"})"));
        QCOMPARE(choice({}, false), QByteArray(R"({"type":"auto","disable_parallel_tool_use":true})"));
        QCOMPARE(choice({Mode::None, {}}, false), QByteArray(R"({"type":"none"})"));
        QCOMPARE(sentMember(request, "tools"), QByteArray(R"([{"name":"f","input_schema":{"type":"object","properties":{}}}])"));
    }

    void usageIsTakenApart()
    {
        ModelTask task;
        task.protocol = Protocol::Anthropic;
        const PlainAnswer answer = adapter().readPlain(task, R"({"content":[],"usage":{"input_tokens":3,"cache_read_input_tokens":5,"cache_creation_input_tokens":11,)"
                                                             R"("cache_creation":{"ephemeral_5m_input_tokens":7,"ephemeral_1h_input_tokens":4},"output_tokens":2}})");
        QVERIFY(answer.meaningful);
        const Usage& usage = *answer.usage;
        QCOMPARE(usage[TokenBucket::Input], std::uint64_t{3});
        QCOMPARE(usage[TokenBucket::CachedInput], std::uint64_t{5});
        QCOMPARE(usage[TokenBucket::CacheWrite5m], std::uint64_t{7});
        QCOMPARE(usage[TokenBucket::CacheWrite1h], std::uint64_t{4});
        QCOMPARE(usage.promptTokens(), std::uint64_t{19});
        QCOMPARE(usage[TokenBucket::Output], std::uint64_t{2});
    }

    void failuresAreClassedByStatusAndWords_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<int>("expected");
        const auto row = [](const char* name, int status, const char* type, const char* message, FailureClass failure) {
            QTest::newRow(name) << status << QByteArray(type) << QByteArray(message) << int(failure);
        };
        row("bad request", 400, "invalid_request_error", "max_tokens: too large", FailureClass::ClientError);
        row("no money, as a 400", 400, "invalid_request_error", "Your credit balance is too low to access the Anthropic API", FailureClass::QuotaExhausted);
        row("bad key", 401, "authentication_error", "invalid x-api-key", FailureClass::BadCredential);
        row("not allowed", 403, "permission_error", "", FailureClass::BadCredential);
        row("no such model", 404, "not_found_error", "model: claude-9", FailureClass::ModelUnavailable);
        row("too large", 413, "request_too_large", "", FailureClass::ClientError);
        row("rate", 429, "rate_limit_error", "", FailureClass::RateLimited);
        row("server", 500, "api_error", "", FailureClass::ServerError);
        row("overloaded", 529, "overloaded_error", "Overloaded", FailureClass::Overloaded);
    }
    void failuresAreClassedByStatusAndWords()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, message);
        QFETCH(int, expected);
        const std::string body = "{\"type\":\"error\",\"error\":{\"type\":\"" + type.toStdString() + "\",\"message\":\"" + message.toStdString() + "\"}}";
        const ProviderFailure failure = adapter().failure(status, {{"retry-after", "7"}}, body);
        QCOMPARE(int(failure.failure), expected);
        QCOMPARE(bytes(failure.message), message);
        QCOMPARE(failure.retryAfter->count(), std::chrono::milliseconds::rep{7000});
    }

    void versionsAreReadFromNames_data()
    {
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<bool>("adaptive");
        QTest::addColumn<bool>("thinks");
        QTest::newRow("3.5") << QByteArray("claude-3-5-sonnet-20241022") << false << false;
        QTest::newRow("3.7") << QByteArray("claude-3-7-sonnet-latest") << false << true;
        QTest::newRow("4 with a date") << QByteArray("claude-sonnet-4-20250514") << false << true;
        QTest::newRow("4.5") << QByteArray("anthropic/claude-haiku-4.5") << false << true;
        QTest::newRow("4.6") << QByteArray("claude-opus-4-6") << true << true;
        QTest::newRow("5") << QByteArray("claude-sonnet-5") << true << true;
        QTest::newRow("no version") << QByteArray("house-model") << false << true;
    }
    void versionsAreReadFromNames()
    {
        QFETCH(QByteArray, model);
        QFETCH(bool, adaptive);
        QFETCH(bool, thinks);
        const AnthropicDialect dialect = anthropicDialectOf(model.toStdString());
        QCOMPARE(dialect.adaptiveThinking, adaptive);
        QCOMPARE(dialect.thinking, thinks);
    }
};

LANYARD_TEST(tst_AnthropicAdapter)
#include "tst_AnthropicAdapter.moc"
