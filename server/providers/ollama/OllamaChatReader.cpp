#include "providers/ollama/OllamaChatReader.h"

#include "providers/FailureWords.h"
#include "providers/ToolCallIds.h"

namespace lanyard {
namespace {

std::string argumentsOf(const JsonValue& function)
{
    const JsonValue arguments = function["arguments"];
    return arguments.isObject() ? std::string(arguments.raw()) : arguments.isString() ? arguments.text() : "{}";
}

StopReason stopOf(const JsonValue& line, bool anyCall)
{
    if (line["done_reason"].is("length"))
        return StopReason::MaxTokens;
    return anyCall ? StopReason::ToolCalls : StopReason::EndTurn;
}

} // namespace

std::optional<Usage> ollamaUsage(const JsonValue& line)
{
    if (!line["eval_count"].isNumber() && !line["prompt_eval_count"].isNumber())
        return std::nullopt;
    Usage usage;
    usage.basis = UsageBasis::Reported;
    usage[TokenBucket::Input] = line["prompt_eval_count"].whole().value_or(0);
    usage[TokenBucket::Output] = line["eval_count"].whole().value_or(0);
    return usage;
}

std::string ollamaErrorText(std::string_view body)
{
    JsonDocument document;
    if (!document.parse(body))
        return {};
    return document.root()["error"].text().substr(0, kLongestProviderMessage);
}

Result<ChatAnswer> readOllamaAnswer(std::string_view body, std::string_view requestId)
{
    JsonDocument document;
    const Result<void> parsed = document.parse(body);
    const JsonValue root = document.root();
    const JsonValue message = root["message"];
    if (!parsed || !message.isObject())
        return Error{ErrorCode::UpstreamFailed, "the provider answered with something that is not a chat message"};
    ChatAnswer answer;
    ChatChoice& choice = answer.choices.emplace_back();
    if (message["thinking"].isString() && !message["thinking"].is(""))
        choice.parts.push_back({ReasoningPart{message["thinking"].text(), {}, {}, false, {}}, {}});
    if (message["content"].isString() && !message["content"].is(""))
        choice.parts.push_back({TextPart{message["content"].text()}, {}});
    std::size_t calls = 0;
    for (const JsonValue call : message["tool_calls"]) {
        std::string id = call["id"].text();
        if (id.empty())
            id = madeToolCallId(requestId, 0, calls);
        choice.parts.push_back({ToolCallPart{std::move(id), call["function"]["name"].text(), argumentsOf(call["function"]), {}, {}, {}}, {}});
        ++calls;
    }
    choice.stop = stopOf(root, calls > 0);
    choice.logprobs = readLogprobs(root["logprobs"]);
    answer.usage = ollamaUsage(root);
    return answer;
}

StreamReader::State OllamaStreamReader::read(std::string_view, std::string_view data, StreamSink& sink)
{
    if (!m_document.parse(data))
        return State::Open; // not ours to judge; what is missing shows at the end
    const JsonValue root = m_document.root();
    if (root["error"].isString()) {
        m_failure = {FailureClass::ServerError, ollamaErrorText(data), std::nullopt};
        return State::Failed;
    }
    const JsonValue message = root["message"];
    sink.onStreamEvent(ReasoningDelta{0, message["thinking"].text(m_scratch)});
    const Logprobs logprobs = readLogprobs(root["logprobs"]);
    sink.onStreamEvent(TextDelta{0, message["content"].text(m_scratch), logprobs.empty() ? nullptr : &logprobs});
    for (const JsonValue call : message["tool_calls"]) {
        std::string id = call["id"].text();
        if (id.empty())
            id = madeToolCallId(m_requestId, 0, m_calls);
        sink.onStreamEvent(ToolCallStart{0, m_calls, id, call["function"]["name"].text(m_scratch)});
        const std::string arguments = argumentsOf(call["function"]);
        sink.onStreamEvent(ToolCallDelta{0, m_calls, arguments});
        sink.onStreamEvent(ToolCallEnd{0, m_calls});
        ++m_calls;
    }
    if (root["done"].boolean() != true)
        return State::Open;
    m_finished = true;
    sink.onStreamEvent(StreamStop{0, stopOf(root, m_calls > 0), {}});
    if (const auto usage = ollamaUsage(root))
        sink.onStreamEvent(UsageReport{*usage});
    return State::Ended;
}

} // namespace lanyard
