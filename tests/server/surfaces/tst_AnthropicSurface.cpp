#include "llm/StreamOrder.h"
#include "support/TestMain.h"
#include "surfaces/anthropic/AnthropicSurface.h"

using namespace lanyard;

namespace {

const AnswerFacts kFacts{"house", "rq", WallTime{}};

QByteArray bytes(std::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

/// As an attempt would: events in order, then the end.
std::string told(const std::vector<StreamEvent>& events)
{
    struct Into final : StreamSink
    {
        std::unique_ptr<StreamEncoder> encoder = AnthropicSurface().makeStreamEncoder({}, kFacts);
        std::string out;
        void onStreamEvent(const StreamEvent& event) override { encoder->encode(event, out); }
    } into;
    StreamOrder order(into);
    for (const StreamEvent& event : events)
        order.onStreamEvent(event);
    into.encoder->finish(into.out);
    return into.out;
}

/// The events' names and, of blocks, their number: "start0 delta0 stop0".
QByteArray shapeOf(const std::string& stream)
{
    QByteArray shape;
    const QByteArray all = bytes(stream);
    for (const QByteArray& line : all.split('\n')) {
        if (!line.startsWith("data: "))
            continue;
        const qsizetype type = line.indexOf("\"type\":\"") + 8;
        QByteArray word = line.mid(type, line.indexOf('"', type) - type);
        word.replace("content_block_", "");
        const qsizetype index = line.indexOf("\"index\":");
        if (index > 0)
            word += line.mid(index + 8, 1);
        shape += (shape.isEmpty() ? "" : " ") + word;
    }
    return shape;
}

Result<ChatRequest> read(const std::string& body, Adjustments& adjustments)
{
    static const HttpHeaders none;
    const AnthropicSurface surface;
    const Result<ModelTask> task = surface.readTask({Operation::Chat, "/v1/messages", {}, none, body});
    if (!task)
        return task.error();
    return surface.readChat(*task, adjustments);
}

} // namespace

class tst_AnthropicSurface : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatClaudeCodeSendsIsTaken()
    {
        // The shape that CLIENTS of this dialect send: blocks with cache_control, a system message inside, server tools.
        const std::string body =
            R"({"model":"m","max_tokens":32000,"stream":true,"system":[{"type":"text","text":"You are","cache_control":{"type":"ephemeral"}}],)"
            R"("metadata":{"user_id":"u"},"thinking":{"type":"adaptive","display":"omitted"},"output_config":{"effort":"high"},"context_management":{"edits":[]},)"
            R"("tools":[{"name":"Bash","description":"d","input_schema":{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object"},"defer_loading":true},)"
            R"({"type":"web_search_20250305","name":"web_search"}],)"
            R"("messages":[{"role":"user","content":"hi"},{"role":"system","content":[{"type":"text","text":"more"}]},)"
            R"({"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"s"},{"type":"redacted_thinking","data":"d"},{"type":"tool_use","id":"t","name":"Bash","input":{"c":"ls"}}]},)"
            R"({"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":[{"type":"text","text":"a"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AA"}}],"is_error":true}]}]})";
        Adjustments adjustments;
        const Result<ChatRequest> request = read(body, adjustments);
        QVERIFY2(request, request ? "" : request.error().message.c_str());
        QVERIFY(request->stream);
        QCOMPARE(request->messages.size(), std::size_t{5});
        QVERIFY(request->messages[2].role == Role::System);
        QCOMPARE(bytes(request->messages[0].parts[0].extras.at(0).raw), QByteArray(R"({"type":"ephemeral"})"));
        const auto& thought = std::get<ReasoningPart>(request->messages[3].parts[0].value);
        QVERIFY(thought.signature == "s" && thought.signedBy == Protocol::Anthropic);
        QVERIFY(std::get<ReasoningPart>(request->messages[3].parts[1].value).redacted);
        const auto& result = std::get<ToolResultPart>(request->messages[4].parts[0].value);
        QVERIFY(result.isError && result.content.size() == 2);
        QCOMPARE(request->parameters.tools.size(), std::size_t{1});
        QVERIFY(request->parameters.reasoning.effort == ReasoningWish::Effort::High);
        QVERIFY(request->parameters.reasoning.showThoughts == false);
        QCOMPARE(bytes(adjustments.text()), QByteArray("the tool web_search_20250305 dropped"));
    }

    void signaturesOfOthersAreGivenBackToThem()
    {
        Adjustments adjustments;
        const Result<ChatRequest> request = read(R"({"model":"m","max_tokens":9,"messages":[{"role":"assistant","content":[{"type":"thinking","thinking":"","signature":"lanyard.gemini.xyz"}]}]})", adjustments);
        QVERIFY(request);
        const auto& thought = std::get<ReasoningPart>(request->messages[0].parts[0].value);
        QVERIFY(thought.signature == "xyz" && thought.signedBy == Protocol::Gemini);
    }

    void blocksFollowEachOther()
    {
        const std::string stream = told({StreamStart{"up7"}, ReasoningDelta{0, "hm"}, ReasoningEnd{0, "sig", Protocol::Gemini, false}, TextDelta{0, "a"}, TextDelta{0, "b"},
                                         StreamStop{0, StopReason::EndTurn, {}}, UsageReport{}});
        QCOMPARE(shapeOf(stream), QByteArray("message_start start0 delta0 delta0 stop0 start1 delta1 delta1 stop1 message_delta message_stop"));
        QVERIFY(stream.find(R"("signature":"lanyard.gemini.sig")") != std::string::npos);
        QVERIFY(stream.find(R"("id":"msg_up7")") != std::string::npos);
    }

    void callsSideBySideAreToldOneAfterTheOther()
    {
        const std::string stream = told({ToolCallStart{0, 0, "a", "f"}, ToolCallStart{0, 1, "b", "g"}, ToolCallDelta{0, 1, "{\"y\""}, ToolCallDelta{0, 0, "{\"x\""},
                                         ToolCallDelta{0, 1, ":2}"}, ToolCallDelta{0, 0, ":1}"}, StreamStop{}});
        QCOMPARE(shapeOf(stream), QByteArray("message_start start0 delta0 delta0 stop0 start1 delta1 stop1 message_delta message_stop"));
        QVERIFY(stream.find("\"partial_json\":\"{\\\"y\\\":2}\"") != std::string::npos);
        QVERIFY(stream.find(R"("stop_reason":"tool_use")") != std::string::npos);
    }

    void theUsageIsInTheLastDelta()
    {
        Usage usage;
        usage[TokenBucket::Input] = 5;
        usage[TokenBucket::CachedInput] = 7;
        usage[TokenBucket::CacheWrite1h] = 2;
        usage[TokenBucket::Output] = 3;
        usage[TokenBucket::Reasoning] = 4;
        const std::string stream = told({TextDelta{0, "a"}, StreamStop{}, UsageReport{usage}});
        QVERIFY2(stream.find(R"("usage":{"input_tokens":5,"cache_creation_input_tokens":2,"cache_read_input_tokens":7,"output_tokens":7}})") != std::string::npos, stream.c_str());
    }

    void errorsHaveItsWords()
    {
        const AnthropicSurface surface;
        QCOMPARE(bytes(surface.errorBody({ErrorCode::RateLimited, "slow"}, {})), QByteArray(R"({"type":"error","error":{"type":"rate_limit_error","message":"slow"}})"));
        QVERIFY(surface.errorBody({ErrorCode::UpstreamFailed, "x"}, {}).find("api_error") != std::string::npos);
        QVERIFY(surface.errorBody({ErrorCode::Unauthenticated, "x"}, {}).find("authentication_error") != std::string::npos);
        QVERIFY(surface.ping().starts_with("event: ping\n"));
    }
};

LANYARD_TEST(tst_AnthropicSurface)
#include "tst_AnthropicSurface.moc"
