#include "llm/ItemMemory.h"
#include "llm/StreamOrder.h"
#include "support/TestMain.h"
#include "surfaces/responses/ResponsesSurface.h"

#include <map>

using namespace lanyard;

namespace {

const AnswerFacts kFacts{"house", "rq", WallTime{}};
const std::string kCodexTools =
    R"("tools":[{"type":"function","name":"shell","description":"Runs","parameters":{"type":"object"},"strict":false},)"
    R"({"type":"namespace","name":"mcp__mail","description":"Mail","tools":[{"type":"function","name":"send","parameters":{"type":"object"}}]},)"
    R"({"type":"custom","name":"apply_patch","description":"Patches","format":{"type":"grammar","syntax":"lark","definition":"x"}},{"type":"web_search"}])";

QByteArray bytes(std::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

Result<ChatRequest> read(const std::string& body, Adjustments& adjustments)
{
    static const HttpHeaders none;
    const ResponsesSurface surface;
    const Result<ModelTask> task = surface.readTask({Operation::Chat, "/v1/responses", {}, none, body});
    if (!task)
        return task.error();
    return surface.readChat(*task, adjustments);
}

/// What one caller may refer to, without an end.
class Notebook final : public ItemMemory
{
public:
    void keep(std::string_view id, std::string raw) override { m_items[std::string(id)] = std::move(raw); }
    std::optional<std::string> find(std::string_view id) override
    {
        const auto found = m_items.find(std::string(id));
        return found == m_items.end() ? std::nullopt : std::optional(found->second);
    }
    bool empty() const { return m_items.empty(); }

private:
    std::map<std::string, std::string> m_items;
};

ModelTask taskFor(const std::string& body, ItemMemory& memory)
{
    ModelTask task;
    task.protocol = Protocol::Responses;
    task.body = body;
    task.items = &memory;
    return task;
}

const std::vector<StreamEvent> kTurnWithCall{StreamStart{"resp_a"}, ReasoningEnd{0, "sig", Protocol::Gemini, true}, TextDelta{0, "I look."}, ToolCallStart{0, 0, "c1", "shell"},
                                             ToolCallDelta{0, 0, "{}"}, ToolCallEnd{0, 0}, StreamStop{0, StopReason::ToolCalls, {}}};

} // namespace

class tst_ResponsesSurface : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatCodexSendsIsTaken()
    {
        const std::string body =
            R"({"model":"m","stream":true,"store":false,"include":["reasoning.encrypted_content"],"prompt_cache_key":"k","client_metadata":{},"parallel_tool_calls":false,)"
            R"("reasoning":{"summary":"auto","effort":"medium"},"tool_choice":"auto","input":[{"type":"message","role":"developer","content":[{"type":"input_text","text":"be terse"}]},)"
            R"({"type":"message","role":"user","content":[{"type":"input_text","text":"hi"}]},)"
            R"({"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"hm"}],"encrypted_content":"lanyard.anthropic.sig"},)"
            R"({"type":"function_call","call_id":"c1","namespace":"mcp__mail","name":"send","arguments":"{}"},)"
            R"({"type":"custom_tool_call","call_id":"c2","name":"apply_patch","input":"*** Begin"},)"
            R"({"type":"function_call_output","call_id":"c1","output":"sent"},{"type":"custom_tool_call_output","call_id":"c2","output":[{"type":"input_text","text":"done"}]},)"
            R"({"type":"web_search_call","id":"ws"}],)" + kCodexTools + "}";
        Adjustments adjustments;
        const Result<ChatRequest> request = read(body, adjustments);
        QVERIFY2(request, request ? "" : request.error().message.c_str());
        QCOMPARE(request->messages.size(), std::size_t{5});
        QVERIFY(request->messages[0].role == Role::Developer);
        const Message& turn = request->messages[2];
        QCOMPARE(turn.parts.size(), std::size_t{3});
        QVERIFY(std::get<ReasoningPart>(turn.parts[0].value).signedBy == Protocol::Anthropic);
        QCOMPARE(bytes(std::get<ReasoningPart>(turn.parts[0].value).signature), QByteArray("sig"));
        QCOMPARE(bytes(std::get<ToolCallPart>(turn.parts[1].value).name), QByteArray("mcp__mail__send"));
        QCOMPARE(bytes(std::get<ToolCallPart>(turn.parts[2].value).arguments), QByteArray(R"({"input":"*** Begin"})"));
        QCOMPARE(bytes(std::get<ToolResultPart>(request->messages[4].parts[0].value).callId), QByteArray("c2"));
        QStringList names;
        for (const Tool& tool : request->parameters.tools)
            names.append(QString::fromStdString(tool.name));
        QCOMPARE(names.join(u' '), QStringLiteral("shell mcp__mail__send apply_patch"));
        QVERIFY(request->parameters.parallelToolCalls == false);
        QCOMPARE(bytes(adjustments.text()), QByteArray("an item of type web_search_call dropped; the tool web_search dropped"));
    }

    void callsComeBackInTheFormThatTheToolHad()
    {
        const std::string body = "{\"model\":\"m\",\"input\":\"hi\"," + kCodexTools + "}";
        ModelTask task;
        task.body = body;
        const ResponsesSurface surface;
        ChatAnswer answer;
        answer.choices.push_back({{{ToolCallPart{"c1", "mcp__mail__send", "{}", {}, {}, {}}, {}}, {ToolCallPart{"c2", "apply_patch", R"({"input":"x"})", {}, {}, {}}, {}},
                                   {ToolCallPart{"c3", "shell", "{}", {}, {}, {}}, {}}},
                                  StopReason::ToolCalls, {}});
        const std::string plain = surface.writeAnswer(answer, task, kFacts);
        QVERIFY2(plain.find(R"("type":"function_call","status":"completed","call_id":"c1","name":"send","namespace":"mcp__mail","arguments":"{}")") != std::string::npos, plain.c_str());
        QVERIFY2(plain.find(R"("type":"custom_tool_call","status":"completed","call_id":"c2","name":"apply_patch","input":"x")") != std::string::npos, plain.c_str());
        QVERIFY2(plain.find(R"("type":"function_call","status":"completed","call_id":"c3","name":"shell","arguments":"{}")") != std::string::npos, plain.c_str());

        const auto encoder = surface.makeStreamEncoder(task, kFacts);
        std::string out;
        for (const StreamEvent& event : std::vector<StreamEvent>{StreamStart{}, ToolCallStart{0, 0, "c2", "apply_patch"}, ToolCallDelta{0, 0, R"({"input")"},
                                                                 ToolCallDelta{0, 0, R"(:"x"})"}, ToolCallEnd{0, 0}, StreamStop{0, StopReason::ToolCalls, {}}})
            encoder->encode(event, out);
        encoder->finish(out);
        QVERIFY2(out.find("event: response.custom_tool_call_input.done\n") != std::string::npos, out.c_str());
        QVERIFY(out.find("function_call_arguments") == std::string::npos);
    }

    void whatIsKeptElsewhereIsRefused_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("answer before") << QByteArray(R"({"model":"m","input":"a","previous_response_id":"resp_1"})") << QByteArray("previous_response_id");
        QTest::newRow("conversation") << QByteArray(R"({"model":"m","input":"a","conversation":"conv_1"})") << QByteArray("conversation");
        QTest::newRow("item") << QByteArray(R"({"model":"m","input":[{"type":"item_reference","id":"x"}]})") << QByteArray("input[0]");
        QTest::newRow("background") << QByteArray(R"({"model":"m","input":"a","background":true})") << QByteArray("background");
        QTest::newRow("nothing") << QByteArray(R"({"model":"m"})") << QByteArray("\"input\" is missing");
    }
    void whatIsKeptElsewhereIsRefused()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, says);
        Adjustments adjustments;
        const Result<ChatRequest> request = read(body.toStdString(), adjustments);
        QVERIFY(!request);
        QVERIFY2(request.error().message.find(says.toStdString()) != std::string::npos, request.error().message.c_str());
    }

    void anItemOfAnEarlierAnswerMayBeReferredTo()
    {
        Notebook memory;
        const ResponsesSurface surface;
        const std::string first = R"({"model":"m","stream":true,"input":"hi"})";
        const ModelTask task = taskFor(first, memory);
        const auto encoder = surface.makeStreamEncoder(task, kFacts);
        std::string out;
        for (const StreamEvent& event : kTurnWithCall)
            encoder->encode(event, out);
        encoder->finish(out);

        // as the AI SDK of Vercel sends its second turn when "store" is not false
        const std::string second = R"({"model":"m","input":[{"role":"user","content":[{"type":"input_text","text":"hi"}]},{"type":"item_reference","id":"rs_rq_0"},)"
                                   R"({"type":"item_reference","id":"msg_rq_1"},{"type":"item_reference","id":"fc_rq_2"},{"type":"function_call_output","call_id":"c1","output":"42"}]})";
        Adjustments adjustments;
        const Result<ChatRequest> request = surface.readChat(taskFor(second, memory), adjustments);
        QVERIFY2(request, request ? "" : request.error().message.c_str());
        QCOMPARE(request->messages.size(), std::size_t{3});
        const Message& turn = request->messages[1];
        QCOMPARE(turn.parts.size(), std::size_t{3});
        QVERIFY(std::get<ReasoningPart>(turn.parts[0].value).signedBy == Protocol::Gemini);
        QCOMPARE(bytes(std::get<TextPart>(turn.parts[1].value).text), QByteArray("I look."));
        QCOMPARE(bytes(std::get<ToolCallPart>(turn.parts[2].value).id), QByteArray("c1"));
    }

    void aTurnFollowsThoseBeforeIt()
    {
        Notebook memory;
        const ResponsesSurface surface;
        const auto answer = [&](std::string_view id, std::string_view text) {
            ChatAnswer said;
            said.id = id;
            said.choices.push_back({{{TextPart{std::string(text)}, {}}}, StopReason::EndTurn, {}});
            return said;
        };
        const std::string first = R"({"model":"m","instructions":"only now","input":"one"})";
        (void)surface.writeAnswer(answer("resp_a", "eins"), taskFor(first, memory), {"house", "r1", WallTime{}});
        const std::string second = R"({"model":"m","previous_response_id":"resp_a","input":[{"role":"user","content":"two"}]})";
        (void)surface.writeAnswer(answer("resp_b", "zwei"), taskFor(second, memory), {"house", "r2", WallTime{}});
        const std::string third = R"({"model":"m","previous_response_id":"resp_b","instructions":"be terse","input":"three"})";
        Adjustments adjustments;
        const Result<ChatRequest> request = surface.readChat(taskFor(third, memory), adjustments);
        QVERIFY2(request, request ? "" : request.error().message.c_str());
        QStringList texts;
        for (const Message& message : request->messages)
            texts.append(QString::fromStdString(textOf(message.parts)));
        QCOMPARE(texts.join(u'|'), QStringLiteral("be terse|one|eins|two|zwei|three"));
    }

    void nothingIsKeptOfAClientThatForbidsIt()
    {
        Notebook memory;
        const std::string body = R"({"model":"m","store":false,"input":"one"})";
        ChatAnswer answer;
        answer.choices.push_back({{{TextPart{"eins"}, {}}}, StopReason::EndTurn, {}});
        (void)ResponsesSurface().writeAnswer(answer, taskFor(body, memory), kFacts);
        QVERIFY(memory.empty());
    }

    void anAnswerThatWasCutIsIncomplete()
    {
        const ResponsesSurface surface;
        ChatAnswer answer;
        answer.choices.push_back({{{TextPart{"cut o"}, {}}}, StopReason::MaxTokens, {}});
        const std::string plain = surface.writeAnswer(answer, ModelTask{}, kFacts);
        QVERIFY2(plain.find(R"("status":"incomplete","background":false,"error":null,"incomplete_details":{"reason":"max_output_tokens"})") != std::string::npos, plain.c_str());
    }
};

LANYARD_TEST(tst_ResponsesSurface)
#include "tst_ResponsesSurface.moc"
