#include "surfaces/anthropic/AnthropicStreamEncoder.h"

#include "llm/SignatureTag.h"
#include "surfaces/anthropic/AnthropicAnswers.h"

#include <algorithm>

namespace lanyard {
namespace {

/// An event's frame around one JSON object: begin, write members, end.
JsonWriter beginEvent(std::string_view type, std::string& out)
{
    out += "event: ";
    out += type;
    out += "\ndata: ";
    JsonWriter json(out);
    json.beginObject().key("type").text(type);
    return json;
}

void endEvent(JsonWriter& json, std::string& out)
{
    json.endObject();
    out += "\n\n";
}

} // namespace

AnthropicStreamEncoder::AnthropicStreamEncoder(const AnswerFacts& facts) : m_model(facts.model), m_requestId(facts.requestId) {}

void AnthropicStreamEncoder::closeBlock(std::string& out)
{
    if (m_block == Block::None)
        return;
    m_block = Block::None;
    JsonWriter json = beginEvent("content_block_stop", out);
    json.key("index").number(m_index++);
    endEvent(json, out);
}

void AnthropicStreamEncoder::openText(Block block, std::string& out)
{
    if (m_block == block)
        return;
    flushWaiting(out);
    m_block = block;
    JsonWriter json = beginEvent("content_block_start", out);
    json.key("index").number(m_index).key("content_block").beginObject();
    if (block == Block::Text)
        json.key("type").text("text").key("text").text("");
    else
        json.key("type").text("thinking").key("thinking").text("").key("signature").text("");
    json.endObject();
    endEvent(json, out);
}

void AnthropicStreamEncoder::writeTextDelta(std::string_view type, std::string_view key, std::string_view text, std::string& out) const
{
    JsonWriter json = beginEvent("content_block_delta", out);
    json.key("index").number(m_index).key("delta").beginObject().key("type").text(type).key(key).text(text).endObject();
    endEvent(json, out);
}

void AnthropicStreamEncoder::writeThinking(std::string_view signature, std::string& out)
{
    openText(Block::Thinking, out);
    writeTextDelta("signature_delta", "signature", signature, out);
    closeBlock(out);
}

void AnthropicStreamEncoder::writeRedacted(std::string_view data, std::string& out)
{
    flushWaiting(out);
    JsonWriter json = beginEvent("content_block_start", out);
    json.key("index").number(m_index).key("content_block").beginObject().key("type").text("redacted_thinking").key("data").text(data).endObject();
    endEvent(json, out);
    m_block = Block::Thinking;
    closeBlock(out);
}

void AnthropicStreamEncoder::openTool(std::string_view id, std::string_view name, std::string_view signature, std::string& out)
{
    if (!signature.empty()) // it stands in a block of its own in front of the call, where clients keep signatures
        writeThinking(signature, out);
    closeBlock(out);
    m_block = Block::Tool;
    JsonWriter json = beginEvent("content_block_start", out);
    json.key("index").number(m_index).key("content_block").beginObject();
    json.key("type").text("tool_use").key("id").text(id).key("name").text(name).key("input").raw("{}").endObject();
    endEvent(json, out);
}

void AnthropicStreamEncoder::startCall(const ToolCallStart& call, std::string& out)
{
    std::string signature = taggedSignature(call.signature, call.signedBy, Protocol::Anthropic);
    if (m_block == Block::Tool) {
        m_waiting.push_back({call.call, std::string(call.id), std::string(call.name), {}, std::move(signature)});
        return;
    }
    m_openCall = call.call;
    openTool(call.id, call.name, signature, out);
}

/// Ends what is open and writes the calls that waited for it.
void AnthropicStreamEncoder::flushWaiting(std::string& out)
{
    closeBlock(out);
    const std::vector<Waiting> waiting = std::move(m_waiting);
    m_waiting.clear();
    for (const Waiting& call : waiting) {
        openTool(call.id, call.name, call.signature, out);
        if (!call.arguments.empty())
            writeTextDelta("input_json_delta", "partial_json", call.arguments, out);
        closeBlock(out);
    }
}

void AnthropicStreamEncoder::encode(const StreamEvent& event, std::string& out)
{
    std::visit(Overloaded{
                   [&](const StreamStart& e) {
                       JsonWriter json = beginEvent("message_start", out);
                       json.key("message").beginObject().key("id").text(anthropicMessageId(e.id, {m_model, m_requestId, {}}));
                       json.key("type").text("message").key("role").text("assistant").key("model").text(m_model).key("content").raw("[]");
                       json.key("stop_reason").null().key("stop_sequence").null().key("usage");
                       writeAnthropicUsage(json, {});
                       json.endObject();
                       endEvent(json, out);
                   },
                   [&](const ReasoningDelta& e) {
                       openText(Block::Thinking, out);
                       writeTextDelta("thinking_delta", "thinking", e.text, out);
                   },
                   [&](const ReasoningEnd& e) {
                       const std::string signature = taggedSignature(e.signature, e.signedBy, Protocol::Anthropic);
                       if (e.redacted)
                           writeRedacted(signature, out);
                       else if (!signature.empty())
                           writeThinking(signature, out);
                       else
                           closeBlock(out);
                   },
                   [&](const TextDelta& e) {
                       openText(Block::Text, out);
                       writeTextDelta("text_delta", "text", e.text, out);
                   },
                   [&](const RefusalDelta& e) {
                       openText(Block::Text, out);
                       writeTextDelta("text_delta", "text", e.text, out);
                   },
                   [&](const ToolCallStart& e) { startCall(e, out); },
                   [&](const ToolCallDelta& e) {
                       if (m_block == Block::Tool && m_openCall == e.call)
                           return writeTextDelta("input_json_delta", "partial_json", e.arguments, out);
                       const auto waiting = std::find_if(m_waiting.begin(), m_waiting.end(), [&](const Waiting& w) { return w.call == e.call; });
                       if (waiting != m_waiting.end())
                           waiting->arguments += e.arguments;
                   },
                   [&](const ToolCallEnd& e) {
                       if (m_block == Block::Tool && m_openCall == e.call && m_waiting.empty())
                           closeBlock(out);
                   },
                   [&](const StreamStop& e) {
                       flushWaiting(out);
                       m_stop = e.reason;
                       m_stopSequence = e.stopSequence;
                   },
                   [&](const UsageReport& e) { m_usage = e.usage; },
               },
               event);
}

void AnthropicStreamEncoder::finish(std::string& out)
{
    JsonWriter json = beginEvent("message_delta", out);
    json.key("delta").beginObject().key("stop_reason").text(anthropicStopReason(m_stop)).key("stop_sequence");
    m_stopSequence.empty() ? json.null() : json.text(m_stopSequence);
    json.endObject().key("usage");
    writeAnthropicUsage(json, m_usage);
    endEvent(json, out);
    JsonWriter stop = beginEvent("message_stop", out);
    endEvent(stop, out);
}

} // namespace lanyard
