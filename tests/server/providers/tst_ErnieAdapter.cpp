#include "llm/JsonDocument.h"
#include "providers/ProviderAdapter.h"
#include "support/TestMain.h"

using namespace lanyard;

namespace {

const ProviderAdapter& adapter()
{
    return adapterFor(ProviderKind::Ernie);
}

QByteArray bytes(std::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

ProviderConfig provider(const char* api = "v1")
{
    ProviderConfig config;
    config.baseUrl = "https://aip.test/rpc/2.0/ai_custom/v1/wenxinworkshop";
    config.options["api"] = api;
    return config;
}

CredentialConfig pair()
{
    CredentialConfig credential;
    credential.key = Secret("the id:a secret/");
    return credential;
}

Message said(Role role, std::string text)
{
    return {role, {{TextPart{std::move(text)}, {}}}, {}};
}

QByteArray sentBody(const ChatRequest& request, Adjustments& adjustments)
{
    const ProviderConfig config = provider();
    const CredentialConfig credential = pair();
    const Result<ProviderCall> call = adapter().translate({config, credential, "ERNIE-4.0-8K"}, request, adjustments);
    return call ? bytes(call->body.joined()) : bytes(call.error().message);
}

} // namespace

class tst_ErnieAdapter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachModelHasAPathAndTheTokenStandsAtTheEnd_data()
    {
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<QByteArray>("path");
        QTest::newRow("4.0") << QByteArray("ERNIE-4.0-8K") << QByteArray("completions_pro");
        QTest::newRow("3.5") << QByteArray("ernie-3.5-8k") << QByteArray("completions");
        QTest::newRow("speed") << QByteArray("ERNIE-Speed-8K") << QByteArray("ernie_speed");
        QTest::newRow("by its name") << QByteArray("ERNIE-Speed-128K") << QByteArray("ernie-speed-128k");
        QTest::newRow("own deployment") << QByteArray("a1b2/c") << QByteArray("a1b2%2Fc");
    }
    void eachModelHasAPathAndTheTokenStandsAtTheEnd()
    {
        QFETCH(QByteArray, model);
        QFETCH(QByteArray, path);
        const ProviderConfig config = provider();
        const CredentialConfig credential = pair();
        ChatRequest request;
        request.messages.push_back(said(Role::User, "hi"));
        Adjustments adjustments;
        const Result<ProviderCall> call = adapter().translate({config, credential, model.toStdString()}, request, adjustments);
        QCOMPARE(bytes(call->url), "https://aip.test/rpc/2.0/ai_custom/v1/wenxinworkshop/chat/" + path + "?access_token=");
        QVERIFY(!call->headers.contains("authorization"));
    }

    void messagesTakeTurnsAndTheUserHasTheFirstAndLastWord()
    {
        ChatRequest request;
        request.messages = {said(Role::System, "be terse"), said(Role::Developer, "and kind"), said(Role::Assistant, "hello"), said(Role::User, "a"), said(Role::User, "b"),
                            said(Role::Assistant, "c")};
        request.parameters.temperature = 0.0;
        request.parameters.maxOutput = 1;
        request.parameters.seed = 3;
        Adjustments adjustments;
        const QByteArray expected("{\"messages\":[{\"role\":\"user\",\"content\":\"(continue)\"},{\"role\":\"assistant\",\"content\":\"hello\"},"
                                  "{\"role\":\"user\",\"content\":\"a\\n\\nb\"},{\"role\":\"assistant\",\"content\":\"c\"},{\"role\":\"user\",\"content\":\"(continue)\"}],"
                                  "\"system\":\"be terse\\n\\nand kind\",\"temperature\":0.01,\"max_output_tokens\":2}");
        QCOMPARE(sentBody(request, adjustments), expected);
        QCOMPARE(bytes(adjustments.text()), QByteArray("seed dropped"));
    }

    void callsSideBySideAreToldOneAfterTheOther()
    {
        ChatRequest request;
        request.messages.push_back(said(Role::User, "hi"));
        request.messages.push_back({Role::Assistant,
                                    {{TextPart{"I look"}, {}}, {ToolCallPart{"c1", "f", "{}", {}, {}, {}}, {}}, {ToolCallPart{"c2", "g", "{}", {}, {}, {}}, {}},
                                     {ToolCallPart{"c3", "h", "{}", {}, {}, {}}, {}}},
                                    {}});
        request.messages.push_back({Role::Tool, {{ToolResultPart{"c1", {}, {{TextPart{R"({"x":1})"}, {}}}, false}, {}}}, {}});
        request.messages.push_back({Role::Tool, {{ToolResultPart{"c2", {}, {{TextPart{"plain"}, {}}}, false}, {}}}, {}});
        request.messages.push_back(said(Role::User, "and now?"));
        request.parameters.tools.push_back({"f", {}, {}, {}, {}});
        Adjustments adjustments;
        const QByteArray body = sentBody(request, adjustments);
        JsonDocument document;
        QVERIFY(document.parse({body.constData(), static_cast<std::size_t>(body.size())}));
        QByteArray roles;
        for (const JsonValue message : document.root()["messages"])
            roles += bytes(message["role"].text() + (message["function_call"].isObject() ? "!" : "") + " ");
        QCOMPARE(roles, QByteArray("user assistant! function assistant! function assistant user "));
        QVERIFY2(body.contains(R"j("functions":[{"name":"f","description":"f","parameters":{"type":"object","properties":{}}}])j"), body.constData());
        QCOMPARE(bytes(adjustments.text()), QByteArray("a tool call without its result dropped"));
    }

    void anAnswerIsRead()
    {
        const Result<ChatAnswer> answer = adapter().readAnswer(
            R"j({"id":"as-1","object":"chat.completion","result":"hi","is_truncated":false,"need_clear_history":false,"finish_reason":"normal","usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}})j", "r");
        QVERIFY(answer);
        QCOMPARE(bytes(std::get<TextPart>(answer->choices[0].parts[0].value).text), QByteArray("hi"));
        QVERIFY(answer->choices[0].stop == StopReason::EndTurn);
        QCOMPARE(answer->usage->completionTokens(), std::uint64_t{2});
        const Result<ChatAnswer> call = adapter().readAnswer(R"j({"id":"as-1","result":"","finish_reason":"function_call","function_call":{"name":"f","arguments":"{}"}})j", "r");
        QVERIFY(call->choices[0].stop == StopReason::ToolCalls);
        QVERIFY(!std::get<ToolCallPart>(call->choices[0].parts[0].value).id.empty());
        QVERIFY(adapter().readAnswer(R"j({"choices":[{"message":{"content":"v2"}}]})j", "r")); // the second version
    }

    void aStreamEndsWhereItSaysSo()
    {
        struct Words final : StreamSink
        {
            void onStreamEvent(const StreamEvent& event) override
            {
                if (const auto* text = std::get_if<TextDelta>(&event))
                    all += text->text;
                if (const auto* stop = std::get_if<StreamStop>(&event))
                    reason = stop->reason;
            }
            std::string all;
            std::optional<StopReason> reason;
        } words;
        const auto reader = adapter().makeReader("r");
        QVERIFY(reader->read({}, R"j({"id":"as-1","sentence_id":0,"is_end":false,"result":"he","usage":{"prompt_tokens":1,"total_tokens":1}})j", words) == StreamReader::State::Open);
        QVERIFY(!reader->finished());
        QVERIFY(reader->read({}, R"j({"id":"as-1","sentence_id":1,"is_end":true,"is_truncated":true,"result":"llo","usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}})j", words) == StreamReader::State::Ended);
        QVERIFY(reader->finished());
        QCOMPARE(bytes(words.all), QByteArray("hello"));
        QVERIFY(words.reason == StopReason::MaxTokens);
        const auto failing = adapter().makeReader("r");
        QVERIFY(failing->read({}, R"j({"error_code":336100,"error_msg":"try again"})j", words) == StreamReader::State::Failed);
        QVERIFY(failing->failure().failure == FailureClass::Overloaded);
    }

    void failuresComeWithStatus200_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<int>("expected");
        QTest::addColumn<bool>("renews");
        const auto row = [](int code, FailureClass expected, bool renews = false) { QTest::addRow("%d", code) << code << int(expected) << renews; };
        row(110, FailureClass::BadCredential, true);
        row(111, FailureClass::BadCredential, true);
        row(4, FailureClass::RateLimited);
        row(18, FailureClass::RateLimited);
        row(17, FailureClass::QuotaExhausted);
        row(336100, FailureClass::Overloaded);
        row(336003, FailureClass::ClientError);
        row(2, FailureClass::ServerError);
    }
    void failuresComeWithStatus200()
    {
        QFETCH(int, code);
        QFETCH(int, expected);
        QFETCH(bool, renews);
        const auto failure = adapter().hiddenFailure("{\"error_code\":" + std::to_string(code) + ",\"error_msg\":\"words\"}");
        QVERIFY(failure);
        QCOMPARE(int(failure->failure), expected);
        QCOMPARE(failure->tokenRefused, renews);
        QVERIFY(!adapter().hiddenFailure(R"j({"id":"as-1","result":"hi"})j"));
    }

    void aTokenIsAskedForWithThePair()
    {
        const auto call = adapter().tokenCall(provider(), pair());
        QVERIFY(call);
        QCOMPARE(bytes(call->url), QByteArray("https://aip.test/oauth/2.0/token?grant_type=client_credentials&client_id=the%20id&client_secret=a%20secret%2F"));
        const Result<AccessToken> token = adapter().readToken(R"j({"access_token":"24.abc","expires_in":2592000})j");
        QCOMPARE(bytes(token->value), QByteArray("24.abc"));
        QCOMPARE(token->lifetime.count(), std::int64_t{2592000});
        QVERIFY(!adapter().readToken(R"j({"error":"invalid_client","error_description":"unknown client id"})j"));
        QVERIFY(adapter().failure(401, {}, R"j({"error":"invalid_client","error_description":"unknown client id"})j").failure == FailureClass::BadCredential);
    }

    void theSecondVersionSpeaksOpenAi()
    {
        ProviderConfig config = provider("v2");
        config.baseUrl = "https://qianfan.test/v2";
        QVERIFY(!adapter().tokenCall(config, pair()));
        ModelTask task;
        QVERIFY(adapter().passesThrough(config, task));
        QVERIFY(!adapter().passesThrough(provider(), task));
        ChatRequest request;
        request.messages.push_back(said(Role::User, "hi"));
        Adjustments adjustments;
        const CredentialConfig credential = pair();
        QCOMPARE(bytes(adapter().translate({config, credential, "ernie-4.5"}, request, adjustments)->url), QByteArray("https://qianfan.test/v2/chat/completions"));
    }
};

LANYARD_TEST(tst_ErnieAdapter)
#include "tst_ErnieAdapter.moc"
