#include "providers/gemini/GeminiChatReader.h"

#include "providers/ToolCallIds.h"
#include "providers/gemini/GeminiFailures.h"
#include "providers/gemini/GeminiWire.h"

#include <algorithm>

namespace lanyard {
namespace {

constexpr std::uint32_t kMostChoices = 128;

bool isThought(const JsonValue& part)
{
    return part["thought"].boolean() == true;
}

void readPartOf(const JsonValue& part, ChatChoice& choice, std::string_view requestId, std::size_t index, std::size_t& calls)
{
    const std::string signature = part["thoughtSignature"].text();
    const std::optional<Protocol> signedBy = signature.empty() ? std::nullopt : std::optional(Protocol::Gemini);
    if (const JsonValue call = part["functionCall"]; call.isObject()) {
        std::string id = call["id"].text();
        if (id.empty())
            id = madeToolCallId(requestId, index, calls);
        ++calls;
        choice.parts.push_back({ToolCallPart{std::move(id), call["name"].text(), call["args"].isObject() ? std::string(call["args"].raw()) : "{}", {}, signature, signedBy}, {}});
    } else if (isThought(part)) {
        choice.parts.push_back({ReasoningPart{part["text"].text(), signature, {}, false, signedBy}, {}});
    } else if (part["text"].isString()) {
        // Pieces of one text come as parts of their own.
        auto* const last = choice.parts.empty() ? nullptr : std::get_if<TextPart>(&choice.parts.back().value);
        if (last)
            last->text += part["text"].text();
        else if (!part["text"].is(""))
            choice.parts.push_back({TextPart{part["text"].text()}, {}});
    }
}

} // namespace

Result<ChatAnswer> readGeminiAnswer(std::string_view body, std::string_view requestId)
{
    JsonDocument document;
    const Result<void> parsed = document.parse(body);
    const JsonValue root = document.root();
    const bool blocked = root["promptFeedback"]["blockReason"].isString();
    if (!parsed || (root["candidates"].size() == 0 && !blocked))
        return Error{ErrorCode::UpstreamFailed, "the provider answered with something that is no generated content"};
    ChatAnswer answer;
    answer.id = root["responseId"].text();
    for (const JsonValue candidate : root["candidates"]) {
        ChatChoice& choice = answer.choices.emplace_back();
        std::size_t calls = 0;
        for (const JsonValue part : candidate["content"]["parts"])
            readPartOf(part, choice, requestId, answer.choices.size() - 1, calls);
        choice.logprobs = geminiLogprobs(candidate["logprobsResult"]);
        choice.stop = geminiStop(candidate["finishReason"]);
        if (choice.stop == StopReason::EndTurn && calls > 0)
            choice.stop = StopReason::ToolCalls;
    }
    if (answer.choices.empty())
        answer.choices.push_back({{}, StopReason::ContentFilter, {}});
    answer.usage = geminiUsage(root["usageMetadata"]);
    return answer;
}

StreamReader::State GeminiStreamReader::read(std::string_view, std::string_view data, StreamSink& sink)
{
    if (!m_document.parse(data))
        return State::Open; // not ours to judge; what is missing shows at the end
    const JsonValue root = m_document.root();
    if (!root["error"].absent()) {
        m_failure = geminiStreamFailure(data);
        return State::Failed;
    }
    if (!std::exchange(m_started, true))
        sink.onStreamEvent(StreamStart{root["responseId"].text(m_scratch)});
    if (const auto usage = geminiUsage(root["usageMetadata"]))
        sink.onStreamEvent(UsageReport{*usage});
    for (const JsonValue candidate : root["candidates"])
        readCandidate(candidate, sink);
    if (root["promptFeedback"]["blockReason"].isString()) {
        m_finished = true;
        sink.onStreamEvent(StreamStop{0, StopReason::ContentFilter, {}});
    }
    return State::Open; // the dialect has no mark of the end
}

void GeminiStreamReader::readCandidate(const JsonValue& candidate, StreamSink& sink)
{
    const auto choice = static_cast<std::uint32_t>(std::min<std::uint64_t>(candidate["index"].whole().value_or(0), kMostChoices));
    if (choice == kMostChoices)
        return;
    if (m_calls.size() <= choice)
        m_calls.resize(choice + 1);
    m_logprobs = geminiLogprobs(candidate["logprobsResult"]);
    for (const JsonValue part : candidate["content"]["parts"])
        readPart(choice, part, sink);
    if (const JsonValue reason = candidate["finishReason"]; reason.isString()) {
        m_finished = true;
        sink.onStreamEvent(StreamStop{choice, geminiStop(reason), {}});
    }
}

void GeminiStreamReader::readPart(std::uint32_t choice, const JsonValue& part, StreamSink& sink)
{
    const std::string signature = part["thoughtSignature"].text();
    const std::optional<Protocol> signedBy = signature.empty() ? std::nullopt : std::optional(Protocol::Gemini);
    if (const JsonValue call = part["functionCall"]; call.isObject()) {
        const std::uint32_t index = m_calls[choice]++;
        std::string id = call["id"].text();
        if (id.empty())
            id = madeToolCallId(m_requestId, choice, index);
        sink.onStreamEvent(ToolCallStart{choice, index, id, call["name"].text(m_scratch), signature, signedBy});
        sink.onStreamEvent(ToolCallDelta{choice, index, call["args"].isObject() ? call["args"].raw() : std::string_view("{}")});
        sink.onStreamEvent(ToolCallEnd{choice, index});
    } else if (isThought(part)) {
        sink.onStreamEvent(ReasoningDelta{choice, part["text"].text(m_scratch)});
        if (!signature.empty())
            sink.onStreamEvent(ReasoningEnd{choice, signature, signedBy, false});
    } else if (part["text"].isString()) {
        sink.onStreamEvent(TextDelta{choice, part["text"].text(m_scratch), m_logprobs.empty() ? nullptr : &m_logprobs});
        m_logprobs.clear(); // they stand with the first text of an event
    }
}

} // namespace lanyard
