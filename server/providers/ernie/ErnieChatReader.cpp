#include "providers/ernie/ErnieChatReader.h"

#include "providers/ToolCallIds.h"
#include "providers/ernie/ErnieWire.h"

namespace lanyard {

Result<ChatAnswer> readErnieAnswer(std::string_view body, std::string_view requestId)
{
    JsonDocument document;
    const bool parsed = document.parse(body).has_value();
    const JsonValue root = document.root();
    if (!parsed || !(root["result"].isString() || root["function_call"].isObject()))
        return Error{ErrorCode::UpstreamFailed, "the provider answered with something that is no answer to a chat"};
    ChatAnswer answer;
    answer.id = root["id"].text();
    ChatChoice choice;
    if (std::string text = root["result"].text(); !text.empty())
        choice.parts.push_back({TextPart{std::move(text)}, {}});
    if (const JsonValue call = root["function_call"]; call.isObject())
        choice.parts.push_back({ToolCallPart{madeToolCallId(requestId, 0, 0), call["name"].text(), call["arguments"].text(), {}, {}, {}}, {}});
    choice.stop = ernieStop(root);
    answer.choices.push_back(std::move(choice));
    answer.usage = ernieUsage(root["usage"]);
    return answer;
}

StreamReader::State ErnieStreamReader::read(std::string_view, std::string_view data, StreamSink& sink)
{
    if (!m_document.parse(data))
        return State::Open; // not ours to judge; what is missing shows at the end
    const JsonValue root = m_document.root();
    if (const auto failure = ernieFailure(data)) {
        m_failure = *failure;
        return State::Failed;
    }
    if (!m_started) {
        m_started = true;
        sink.onStreamEvent(StreamStart{root["id"].text(m_scratch)});
    }
    if (const JsonValue result = root["result"]; result.isString() && !result.is(""))
        sink.onStreamEvent(TextDelta{0, result.text(m_scratch)});
    if (const JsonValue call = root["function_call"]; call.isObject()) {
        const std::string id = madeToolCallId(m_requestId, 0, 0);
        sink.onStreamEvent(ToolCallStart{0, 0, id, call["name"].text(m_scratch)});
        sink.onStreamEvent(ToolCallDelta{0, 0, call["arguments"].text(m_scratch)});
    }
    if (const auto usage = ernieUsage(root["usage"]))
        sink.onStreamEvent(UsageReport{*usage});
    if (root["is_end"].boolean() != true)
        return State::Open;
    m_finished = true;
    sink.onStreamEvent(StreamStop{0, ernieStop(root), {}});
    return State::Ended;
}

} // namespace lanyard
