#include "llm/JsonDocument.h"
#include "providers/ProviderAdapter.h"
#include "support/TestMain.h"

using namespace lanyard;

namespace {

QByteArray bytes(std::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

struct Sent
{
    JsonDocument document;
    std::string body;
    std::string told;

    QByteArray member(std::string_view name) const { return bytes(document.root()[name].raw()); }
};

Sent translated(const ChatRequest& request, std::string_view model = "gpt-4o", std::string baseUrl = "http://up/v1", ProviderKind kind = ProviderKind::OpenAi)
{
    ProviderConfig provider;
    provider.baseUrl = std::move(baseUrl);
    const CredentialConfig credential;
    Adjustments adjustments;
    Sent sent;
    if (const Result<ProviderCall> call = adapterFor(kind).translate({provider, credential, model}, request, adjustments))
        sent.body = call->body.joined();
    (void)sent.document.parse(sent.body);
    sent.told = adjustments.text();
    return sent;
}

Message said(Role role, std::string text)
{
    return {role, {{TextPart{std::move(text)}, {}}}, {}};
}

} // namespace

class tst_OpenAiTranslation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void picturesOfToolResultsFollowTheLastResult()
    {
        const Part picture{ImagePart{{{}, "AAAA", "image/png"}, {}}, {}};
        ChatRequest request;
        request.messages = {said(Role::User, "look"),
                            {Role::Assistant, {{ToolCallPart{"a", "f", "{}", {}, {}, {}}, {}}, {ToolCallPart{"b", "f", "", {}, {}, {}}, {}}}, {}},
                            {Role::User, {{ToolResultPart{"a", {}, {picture}, false}, {}}, {ToolResultPart{"b", {}, {{TextPart{"ok"}, {}}}, false}, {}}, {TextPart{"and?"}, {}}}, {}}};
        QCOMPARE(translated(request).member("messages"),
                 QByteArray(R"([{"role":"user","content":"look"},)"
                            R"({"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}},{"id":"b","type":"function","function":{"name":"f","arguments":"{}"}}]},)"
                            R"({"role":"tool","tool_call_id":"a","content":"see the picture below"},{"role":"tool","tool_call_id":"b","content":"ok"},)"
                            R"({"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]},{"role":"user","content":"and?"}])"));
    }

    void servicesThatAreOnlyCompatibleSeeNoNewWords()
    {
        ChatRequest request;
        request.messages = {said(Role::Developer, "be terse"), said(Role::User, "hi")};
        request.parameters.maxOutput = 9;
        request.parameters.topK = 5;
        request.parameters.reasoning.effort = ReasoningWish::Effort::High;
        const Sent compatible = translated(request);
        QCOMPARE(compatible.member("max_tokens"), QByteArray("9"));
        QVERIFY(compatible.body.find(R"({"role":"system","content":"be terse"})") != std::string::npos);
        QVERIFY(compatible.member("reasoning_effort").isEmpty());
        QCOMPARE(bytes(compatible.told), QByteArray("top_k dropped; reasoning dropped"));
        const Sent own = translated(request, "o4-mini", "https://api.openai.com/v1");
        QCOMPARE(own.member("max_completion_tokens"), QByteArray("9"));
        QCOMPARE(own.member("reasoning_effort"), QByteArray("\"high\""));
        QCOMPARE(translated(request, "openai/gpt-5.2").member("reasoning_effort"), QByteArray("\"high\""));
    }

    void streamsAlwaysAskForUsage()
    {
        ChatRequest request;
        request.messages = {said(Role::User, "hi")};
        request.stream = true;
        QCOMPARE(translated(request).member("stream_options"), QByteArray(R"({"include_usage":true})"));
    }

    void fieldsOfTheSameFamilyReappearOthersAreTold()
    {
        ChatRequest request;
        request.messages = {said(Role::User, "hi")};
        request.parameters.extras = {{"prompt_cache_key", "\"k\""}, {"context_management", "{}"}};
        const Sent sent = translated(request);
        QCOMPARE(sent.member("prompt_cache_key"), QByteArray("\"k\""));
        QCOMPARE(bytes(sent.told), QByteArray("context_management dropped"));
    }

    void brokenStreamsOfOtherServicesAreUnderstood_data()
    {
        QTest::addColumn<QByteArray>("first");
        QTest::addColumn<QByteArray>("second");
        QTest::newRow("as it should be") << QByteArray(R"([{"index":0,"id":"a","function":{"name":"f","arguments":"{"}},{"index":1,"id":"b","function":{"name":"g","arguments":"{"}}])")
                                         << QByteArray(R"([{"index":1,"function":{"arguments":"}"}},{"index":0,"function":{"arguments":"}"}}])");
        QTest::newRow("without index") << QByteArray(R"([{"id":"a","function":{"name":"f","arguments":"{"}},{"id":"b","function":{"name":"g","arguments":"{"}}])")
                                       << QByteArray(R"([{"id":"a","function":{"arguments":"}"}},{"function":{"arguments":"}"}}])");
        QTest::newRow("arguments as an object") << QByteArray(R"([{"index":0,"id":"a","function":{"name":"f","arguments":{}}}])")
                                                << QByteArray(R"([{"index":1,"id":"b","function":{"name":"g","arguments":{}}}])");
        QTest::newRow("name again and empty id") << QByteArray(R"([{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}])")
                                                 << QByteArray(R"([{"index":0,"id":"","function":{"name":"f","arguments":""}},{"index":1,"id":"b","function":{"name":"g","arguments":"{}"}}])");
    }
    void brokenStreamsOfOtherServicesAreUnderstood()
    {
        QFETCH(QByteArray, first);
        QFETCH(QByteArray, second);
        struct Calls final : StreamSink
        {
            std::vector<std::string> names;
            std::vector<std::string> ids;
            std::vector<std::string> arguments;
            void onStreamEvent(const StreamEvent& event) override
            {
                if (const auto* start = std::get_if<ToolCallStart>(&event)) {
                    names.emplace_back(start->name);
                    ids.emplace_back(start->id);
                    arguments.emplace_back();
                } else if (const auto* piece = std::get_if<ToolCallDelta>(&event)) {
                    arguments.at(piece->call) += piece->arguments;
                }
            }
        } calls;
        const auto reader = adapterFor(ProviderKind::OpenAi).makeReader("r");
        for (const QByteArray& list : {first, second})
            (void)reader->read({}, R"({"choices":[{"index":0,"delta":{"tool_calls":)" + list.toStdString() + "}}]}", calls);
        QVERIFY((calls.names == std::vector<std::string>{"f", "g"}));
        QVERIFY((calls.ids == std::vector<std::string>{"a", "b"}));
        QVERIFY((calls.arguments == std::vector<std::string>{"{}", "{}"}));
    }

    void responsesPassThroughOnlyWhereTheyAreOffered()
    {
        ModelTask task;
        task.protocol = Protocol::Responses;
        const ProviderAdapter& adapter = adapterFor(ProviderKind::OpenAi);
        ProviderConfig provider;
        provider.baseUrl = "http://up/v1";
        QVERIFY(!adapter.passesThrough(provider, task));
        provider.options["responses"] = "true";
        QVERIFY(adapter.passesThrough(provider, task));
        QCOMPARE(bytes(adapter.passThrough({provider, {}, "m"}, [&] {
                     task.body = "{}";
                     return task;
                 }()).url),
                 QByteArray("http://up/v1/responses"));
        provider.options.clear();
        provider.baseUrl = "https://api.openai.com/v1";
        QVERIFY(adapter.passesThrough(provider, task));
    }

    void aResponsesStreamThatPassesThroughIsWatched()
    {
        ModelTask task;
        task.protocol = Protocol::Responses;
        const auto scanner = adapterFor(ProviderKind::OpenAi).makeScanner(task);
        using Kind = StreamScanner::Kind;
        QVERIFY(scanner->look("response.created", R"({"type":"response.created","response":{"usage":null,"error":null}})") == Kind::Preamble);
        QVERIFY(scanner->look("response.output_item.added", R"({"type":"response.output_item.added","item":{}})") == Kind::Content);
        QVERIFY(scanner->look("response.output_text.delta", R"({"type":"response.output_text.delta","delta":"hi"})") == Kind::Content);
        QVERIFY(!scanner->finished());
        QVERIFY(scanner->look("response.completed", R"({"type":"response.completed","response":{"usage":{"input_tokens":9,"input_tokens_details":{"cached_tokens":4},"output_tokens":2,"total_tokens":11}}})") == Kind::End);
        QCOMPARE(scanner->usage()->promptTokens(), std::uint64_t{9});
        QCOMPARE((*scanner->usage())[TokenBucket::CachedInput], std::uint64_t{4});
        const auto failing = adapterFor(ProviderKind::OpenAi).makeScanner(task);
        QVERIFY(failing->look("response.failed", R"({"type":"response.failed","response":{"error":{"code":"rate_limit_exceeded","message":"slow"}}})") == Kind::Error);
        QVERIFY(failing->failure().failure == FailureClass::RateLimited);
    }

    void ollamaTakesDataAndNamesOnly()
    {
        ChatRequest request;
        request.messages = {{Role::User, {{TextPart{"look"}, {}}, {ImagePart{{"https://x/y.png", {}, {}}, {}}, {}}, {ImagePart{{{}, "AAAA", "image/png"}, {}}, {}}}, {}}};
        request.parameters.tools = {{"f", "", "", {}, {}}};
        request.parameters.toolChoice.mode = ToolChoice::Mode::None;
        const Sent sent = translated(request, "qwen3", "http://up", ProviderKind::Ollama);
        QCOMPARE(sent.member("messages"), QByteArray(R"([{"role":"user","content":"look","images":["AAAA"]}])"));
        QVERIFY(sent.member("tools").isEmpty());
        QCOMPARE(sent.member("stream"), QByteArray("false"));
        QCOMPARE(bytes(sent.told), QByteArray("an image given by address dropped"));
    }
};

LANYARD_TEST(tst_OpenAiTranslation)
#include "tst_OpenAiTranslation.moc"
