#include "providers/anthropic/AnthropicChatReader.h"

#include "providers/anthropic/AnthropicFailures.h"
#include "providers/anthropic/AnthropicWire.h"

namespace lanyard {
namespace {

void readBlock(const JsonValue& block, ChatChoice& choice)
{
    const JsonValue type = block["type"];
    if (type.is("text"))
        choice.parts.push_back({TextPart{block["text"].text()}, {}});
    else if (type.is("thinking"))
        choice.parts.push_back({ReasoningPart{block["thinking"].text(), block["signature"].text(), {}, false, Protocol::Anthropic}, {}});
    else if (type.is("redacted_thinking"))
        choice.parts.push_back({ReasoningPart{{}, block["data"].text(), {}, true, Protocol::Anthropic}, {}});
    else if (type.is("tool_use"))
        choice.parts.push_back({ToolCallPart{block["id"].text(), block["name"].text(), std::string(block["input"].raw()), {}, {}, {}}, {}});
    // Server tools and their results are the provider's inner affairs; their findings are in the text.
}

} // namespace

Result<ChatAnswer> readAnthropicAnswer(std::string_view body)
{
    JsonDocument document;
    const Result<void> parsed = document.parse(body);
    const JsonValue root = document.root();
    if (!parsed || !root["content"].isArray())
        return Error{ErrorCode::UpstreamFailed, "the provider answered with something that is not a message"};
    ChatAnswer answer;
    answer.id = root["id"].text();
    ChatChoice& choice = answer.choices.emplace_back();
    for (const JsonValue block : root["content"])
        readBlock(block, choice);
    choice.stop = anthropicStop(root["stop_reason"]);
    choice.stopSequence = root["stop_sequence"].text();
    if (root["usage"].isObject()) {
        answer.usage.emplace();
        readAnthropicUsage(root["usage"], *answer.usage);
    }
    return answer;
}

StreamReader::State AnthropicStreamReader::read(std::string_view, std::string_view data, StreamSink& sink)
{
    if (!m_document.parse(data))
        return State::Open; // not ours to judge; what is missing shows at the end
    const JsonValue root = m_document.root();
    const JsonValue type = root["type"];
    if (type.is("content_block_delta")) {
        delta(root["delta"], sink);
    } else if (type.is("content_block_start")) {
        startBlock(root["content_block"], sink);
    } else if (type.is("content_block_stop")) {
        stopBlock(sink);
    } else if (type.is("message_start")) {
        readAnthropicUsage(root["message"]["usage"], m_usage);
        sink.onStreamEvent(StreamStart{root["message"]["id"].text(m_scratch)});
    } else if (type.is("message_delta")) {
        readAnthropicUsage(root["usage"], m_usage);
        sink.onStreamEvent(UsageReport{m_usage});
        const JsonValue change = root["delta"];
        if (change["stop_reason"].isString()) {
            m_finished = true;
            sink.onStreamEvent(StreamStop{0, anthropicStop(change["stop_reason"]), change["stop_sequence"].text(m_scratch)});
        }
    } else if (type.is("message_stop")) {
        return State::Ended;
    } else if (type.is("error")) {
        m_failure = anthropicStreamFailure(data);
        return State::Failed;
    }
    return State::Open;
}

void AnthropicStreamReader::startBlock(const JsonValue& block, StreamSink& sink)
{
    const JsonValue type = block["type"];
    m_signature.clear();
    if (type.is("text")) {
        m_block = Block::Text;
        sink.onStreamEvent(TextDelta{0, block["text"].text(m_scratch)});
    } else if (type.is("thinking")) {
        m_block = Block::Thinking;
        sink.onStreamEvent(ReasoningDelta{0, block["thinking"].text(m_scratch)});
    } else if (type.is("redacted_thinking")) {
        m_block = Block::None;
        sink.onStreamEvent(ReasoningEnd{0, block["data"].text(m_scratch), Protocol::Anthropic, true});
    } else if (type.is("tool_use")) {
        m_block = Block::Tool;
        const std::string id = block["id"].text();
        sink.onStreamEvent(ToolCallStart{0, m_calls, id, block["name"].text(m_scratch)});
    } else {
        m_block = Block::None; // a server tool's
    }
}

void AnthropicStreamReader::delta(const JsonValue& delta, StreamSink& sink)
{
    const JsonValue type = delta["type"];
    if (type.is("text_delta"))
        sink.onStreamEvent(TextDelta{0, delta["text"].text(m_scratch)});
    else if (type.is("thinking_delta"))
        sink.onStreamEvent(ReasoningDelta{0, delta["thinking"].text(m_scratch)});
    else if (type.is("signature_delta"))
        m_signature += delta["signature"].text(m_scratch);
    else if (type.is("input_json_delta") && m_block == Block::Tool)
        sink.onStreamEvent(ToolCallDelta{0, m_calls, delta["partial_json"].text(m_scratch)});
}

void AnthropicStreamReader::stopBlock(StreamSink& sink)
{
    if (m_block == Block::Thinking)
        sink.onStreamEvent(ReasoningEnd{0, m_signature, Protocol::Anthropic, false});
    else if (m_block == Block::Tool)
        sink.onStreamEvent(ToolCallEnd{0, m_calls++});
    m_block = Block::None;
}

} // namespace lanyard
