#include "providers/dashscope/DashScopeChatReader.h"

#include "providers/ToolCallIds.h"
#include "providers/dashscope/DashScopeWire.h"

#include <algorithm>

namespace lanyard {
namespace {

constexpr std::uint32_t kMostChoices = 16;
constexpr int kBadRequest = 400;

/// A text, or a list of {"text": ...} from models that take pictures.
std::string contentOf(const JsonValue& message)
{
    const JsonValue content = message["content"];
    std::string text = content.text();
    for (const JsonValue part : content)
        text += part["text"].text();
    return text;
}

ChatChoice choiceOf(const JsonValue& value, std::string_view requestId, std::size_t index)
{
    ChatChoice choice;
    const JsonValue message = value["message"];
    if (std::string thoughts = message["reasoning_content"].text(); !thoughts.empty())
        choice.parts.push_back({ReasoningPart{std::move(thoughts), {}, {}, false, {}}, {}});
    if (std::string text = contentOf(message); !text.empty())
        choice.parts.push_back({TextPart{std::move(text)}, {}});
    std::size_t calls = 0;
    for (const JsonValue call : message["tool_calls"]) {
        std::string id = call["id"].text();
        if (id.empty())
            id = madeToolCallId(requestId, index, calls);
        choice.parts.push_back({ToolCallPart{std::move(id), call["function"]["name"].text(), call["function"]["arguments"].text(), {}, {}, {}}, {}});
        ++calls;
    }
    choice.stop = dashScopeStop(value["finish_reason"], calls > 0).value_or(calls > 0 ? StopReason::ToolCalls : StopReason::EndTurn);
    return choice;
}

} // namespace

Result<ChatAnswer> readDashScopeAnswer(std::string_view body, std::string_view requestId)
{
    JsonDocument document;
    const bool parsed = document.parse(body).has_value();
    const JsonValue root = document.root();
    if (!parsed || root["output"]["choices"].size() == 0)
        return Error{ErrorCode::UpstreamFailed, "the provider answered with something that is no answer to a chat"};
    ChatAnswer answer;
    answer.id = root["request_id"].text();
    for (const JsonValue choice : root["output"]["choices"])
        answer.choices.push_back(choiceOf(choice, requestId, answer.choices.size()));
    answer.usage = dashScopeUsage(root["usage"]);
    return answer;
}

StreamReader::State DashScopeStreamReader::read(std::string_view event, std::string_view data, StreamSink& sink)
{
    if (!m_document.parse(data))
        return State::Open; // not ours to judge; what is missing shows at the end
    const JsonValue root = m_document.root();
    if (event == "error" || (root["code"].isString() && !root["code"].is("") && !root["output"])) {
        m_failure = dashScopeFailure(kBadRequest, data);
        return State::Failed;
    }
    if (!m_started) {
        m_started = true;
        sink.onStreamEvent(StreamStart{root["request_id"].text(m_scratch)});
    }
    std::uint32_t index = 0;
    for (const JsonValue choice : root["output"]["choices"]) {
        if (index < kMostChoices)
            readChoice(static_cast<std::uint32_t>(std::min<std::uint64_t>(choice["index"].whole().value_or(index), kMostChoices - 1)), choice, sink);
        ++index;
    }
    if (const auto usage = dashScopeUsage(root["usage"]))
        sink.onStreamEvent(UsageReport{*usage});
    return State::Open;
}

void DashScopeStreamReader::readChoice(std::uint32_t index, const JsonValue& value, StreamSink& sink)
{
    if (m_calls.size() <= index)
        m_calls.resize(index + 1);
    const JsonValue message = value["message"];
    if (const JsonValue thoughts = message["reasoning_content"]; thoughts.isString())
        sink.onStreamEvent(ReasoningDelta{index, thoughts.text(m_scratch)});
    if (const JsonValue content = message["content"]; content.isString())
        sink.onStreamEvent(TextDelta{index, content.text(m_scratch)});
    for (const JsonValue part : message["content"])
        sink.onStreamEvent(TextDelta{index, part["text"].text(m_scratch)});
    for (const JsonValue call : message["tool_calls"])
        readToolCall(index, call, sink);
    if (const auto stop = dashScopeStop(value["finish_reason"], !m_calls[index].empty())) {
        m_finished = true;
        sink.onStreamEvent(StreamStop{index, *stop, {}});
    }
}

void DashScopeStreamReader::readToolCall(std::uint32_t choice, const JsonValue& call, StreamSink& sink)
{
    std::vector<std::uint64_t>& calls = m_calls[choice];
    const std::uint64_t given = call["index"].whole().value_or(calls.empty() || !call["id"].is("") ? calls.size() : calls.size() - 1);
    const auto known = std::find(calls.begin(), calls.end(), given);
    const auto index = static_cast<std::uint32_t>(known - calls.begin());
    const JsonValue function = call["function"];
    if (known == calls.end()) {
        calls.push_back(given);
        std::string id = call["id"].text();
        if (id.empty())
            id = madeToolCallId(m_requestId, choice, index);
        sink.onStreamEvent(ToolCallStart{choice, index, id, function["name"].text(m_scratch)});
    }
    sink.onStreamEvent(ToolCallDelta{choice, index, function["arguments"].text(m_scratch)});
}

} // namespace lanyard
