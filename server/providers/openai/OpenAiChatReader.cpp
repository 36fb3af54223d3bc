#include "providers/openai/OpenAiChatReader.h"

#include "providers/ToolCallIds.h"
#include "providers/openai/OpenAiFailures.h"
#include "providers/openai/OpenAiWire.h"

namespace lanyard {
namespace {

constexpr std::uint32_t kMostChoices = 128;

StopReason stopReason(const JsonValue& reason, bool anyCall)
{
    if (reason.is("length"))
        return StopReason::MaxTokens;
    if (reason.is("tool_calls") || reason.is("function_call"))
        return StopReason::ToolCalls;
    if (reason.is("content_filter"))
        return StopReason::ContentFilter;
    return anyCall ? StopReason::ToolCalls : StopReason::EndTurn;
}

/// `reasoning_content` of DeepSeek and its likes, `reasoning` of OpenRouter and vLLM.
JsonValue reasoningOf(const JsonValue& message)
{
    const JsonValue content = message["reasoning_content"];
    return content.isString() ? content : message["reasoning"];
}

std::string argumentsOf(const JsonValue& function)
{
    const JsonValue arguments = function["arguments"];
    return arguments.isObject() ? std::string(arguments.raw()) : arguments.text(); // some services send the object itself
}

ChatChoice readChoiceOf(const JsonValue& value, std::string_view requestId, std::size_t index)
{
    ChatChoice choice;
    const JsonValue message = value["message"];
    if (const JsonValue reasoning = reasoningOf(message); reasoning.isString() && !reasoning.is(""))
        choice.parts.push_back({ReasoningPart{reasoning.text(), {}, {}, false, {}}, {}});
    if (const JsonValue content = message["content"]; content.isString() && !content.is(""))
        choice.parts.push_back({TextPart{content.text()}, {}});
    for (const JsonValue part : message["content"]) { // Mistral's lists
        if (part["type"].is("text"))
            choice.parts.push_back({TextPart{part["text"].text()}, {}});
    }
    if (const JsonValue refusal = message["refusal"]; refusal.isString() && !refusal.is(""))
        choice.parts.push_back({RefusalPart{refusal.text()}, {}});
    std::size_t calls = 0;
    for (const JsonValue call : message["tool_calls"]) {
        std::string id = call["id"].text();
        if (id.empty())
            id = madeToolCallId(requestId, index, calls);
        choice.parts.push_back({ToolCallPart{std::move(id), call["function"]["name"].text(), argumentsOf(call["function"]), {}, {}, {}}, {}});
        ++calls;
    }
    if (const JsonValue old = message["function_call"]; old.isObject() && calls == 0) {
        choice.parts.push_back({ToolCallPart{madeToolCallId(requestId, index, 0), old["name"].text(), argumentsOf(old), {}, {}, {}}, {}});
        ++calls;
    }
    choice.stop = stopReason(value["finish_reason"], calls > 0);
    choice.logprobs = readLogprobs(value["logprobs"]["content"]);
    return choice;
}

} // namespace

Result<ChatAnswer> readOpenAiAnswer(std::string_view body, std::string_view requestId)
{
    JsonDocument document;
    const Result<void> parsed = document.parse(body);
    const JsonValue root = document.root();
    if (!parsed || root["choices"].size() == 0)
        return Error{ErrorCode::UpstreamFailed, "the provider answered with something that is not a chat completion"};
    ChatAnswer answer;
    answer.id = root["id"].text();
    for (const JsonValue choice : root["choices"])
        answer.choices.push_back(readChoiceOf(choice, requestId, answer.choices.size()));
    answer.usage = openAiUsage(root["usage"].raw());
    return answer;
}

StreamReader::State OpenAiStreamReader::read(std::string_view event, std::string_view data, StreamSink& sink)
{
    if (data == "[DONE]")
        return State::Ended;
    if (!m_document.parse(data))
        return State::Open; // not ours to judge; what is missing shows at the end
    const JsonValue root = m_document.root();
    if (event == "error" || !root["error"].absent()) {
        m_failure = openAiStreamFailure(data);
        return State::Failed;
    }
    if (!m_started) {
        m_started = true;
        sink.onStreamEvent(StreamStart{root["id"].text(m_scratch)});
    }
    for (const JsonValue choice : root["choices"])
        readChoice(choice, sink);
    if (const JsonValue usage = root["usage"]; usage.isObject()) {
        if (const auto report = openAiUsage(usage.raw()))
            sink.onStreamEvent(UsageReport{*report});
    }
    return State::Open;
}

void OpenAiStreamReader::readChoice(const JsonValue& value, StreamSink& sink)
{
    const auto choice = static_cast<std::uint32_t>(std::min<std::uint64_t>(value["index"].whole().value_or(0), kMostChoices));
    if (choice == kMostChoices)
        return;
    if (m_calls.size() <= choice)
        m_calls.resize(choice + 1);
    const JsonValue delta = value["delta"];
    if (const JsonValue reasoning = reasoningOf(delta); reasoning.isString())
        sink.onStreamEvent(ReasoningDelta{choice, reasoning.text(m_scratch)});
    if (const JsonValue content = delta["content"]; content.isString()) {
        const Logprobs logprobs = readLogprobs(value["logprobs"]["content"]);
        sink.onStreamEvent(TextDelta{choice, content.text(m_scratch), logprobs.empty() ? nullptr : &logprobs});
    }
    if (const JsonValue refusal = delta["refusal"]; refusal.isString())
        sink.onStreamEvent(RefusalDelta{choice, refusal.text(m_scratch)});
    for (const JsonValue call : delta["tool_calls"])
        readToolCall(choice, call, sink);
    if (const JsonValue reason = value["finish_reason"]; reason.isString()) {
        m_finished = true;
        sink.onStreamEvent(StreamStop{choice, stopReason(reason, !m_calls[choice].empty()), {}});
    }
}

std::uint32_t OpenAiStreamReader::callIndex(std::uint32_t choice, const JsonValue& call)
{
    std::vector<Call>& calls = m_calls[choice];
    const auto given = call["index"].whole();
    const std::string id = call["id"].text();
    for (std::uint32_t i = 0; i < calls.size(); ++i) {
        if (given ? calls[i].index == *given : !id.empty() && calls[i].id == id)
            return i;
    }
    if (!given && id.empty() && !calls.empty() && !call["function"]["name"].isString())
        return static_cast<std::uint32_t>(calls.size() - 1); // the next piece of the last one
    return static_cast<std::uint32_t>(calls.size());
}

void OpenAiStreamReader::readToolCall(std::uint32_t choice, const JsonValue& call, StreamSink& sink)
{
    std::vector<Call>& calls = m_calls[choice];
    const std::uint32_t index = callIndex(choice, call);
    const JsonValue function = call["function"];
    if (index == calls.size()) {
        std::string id = call["id"].text();
        calls.push_back({id.empty() ? madeToolCallId(m_requestId, choice, index) : std::move(id), call["index"].whole().value_or(index)});
        sink.onStreamEvent(ToolCallStart{choice, index, calls.back().id, function["name"].text(m_scratch)});
    }
    const JsonValue arguments = function["arguments"];
    sink.onStreamEvent(ToolCallDelta{choice, index, arguments.isObject() ? arguments.raw() : arguments.text(m_scratch)});
}

} // namespace lanyard
