#include "surfaces/openai/OpenAiChatAnswer.h"

namespace lanyard {
namespace {

void writeMessage(JsonWriter& json, const ChatChoice& choice)
{
    std::string text;
    std::string reasoning;
    std::string refusal;
    bool anyText = false;
    bool anyCall = false;
    for (const Part& part : choice.parts) {
        std::visit(Overloaded{[&](const TextPart& p) { text += p.text; anyText = true; },
                              [&](const ReasoningPart& p) { reasoning += p.text; },
                              [&](const RefusalPart& p) { refusal += p.text; },
                              [&](const ToolCallPart&) { anyCall = true; },
                              [](const auto&) {}},
                   part.value);
    }
    json.beginObject().key("role").text("assistant").key("content");
    anyText || !anyCall ? json.text(text) : json.null();
    if (!reasoning.empty())
        json.key("reasoning_content").text(reasoning);
    json.key("refusal");
    refusal.empty() ? json.null() : json.text(refusal);
    if (anyCall) {
        json.key("tool_calls").beginArray();
        for (const Part& part : choice.parts) {
            if (const auto* call = std::get_if<ToolCallPart>(&part.value)) {
                json.beginObject().key("id").text(call->id).key("type").text("function").key("function").beginObject();
                json.key("name").text(call->name).key("arguments").text(call->arguments).endObject().endObject();
            }
        }
        json.endArray();
    }
    json.endObject();
}

} // namespace

std::string_view openAiFinishReason(StopReason reason)
{
    switch (reason) {
    case StopReason::MaxTokens: return "length";
    case StopReason::ToolCalls: return "tool_calls";
    case StopReason::ContentFilter:
    case StopReason::Refusal: return "content_filter";
    case StopReason::EndTurn:
    case StopReason::StopSequence:
    case StopReason::Pause: break;
    }
    return "stop";
}

void writeOpenAiUsage(JsonWriter& json, const Usage& usage)
{
    json.beginObject();
    json.key("prompt_tokens").number(usage.promptTokens());
    json.key("completion_tokens").number(usage.completionTokens());
    json.key("total_tokens").number(usage.total());
    json.key("prompt_tokens_details").beginObject();
    json.key("cached_tokens").number(usage[TokenBucket::CachedInput]);
    json.key("audio_tokens").number(usage[TokenBucket::AudioInput]).endObject();
    json.key("completion_tokens_details").beginObject();
    json.key("reasoning_tokens").number(usage[TokenBucket::Reasoning]);
    json.key("audio_tokens").number(usage[TokenBucket::AudioOutput]).endObject();
    json.endObject();
}

std::string openAiAnswerId(std::string_view providersId, const AnswerFacts& facts)
{
    return providersId.starts_with("chatcmpl") ? std::string(providersId) : "chatcmpl-" + std::string(providersId.empty() ? facts.requestId : providersId);
}

std::string openAiChatAnswer(const ChatAnswer& answer, const AnswerFacts& facts)
{
    std::string out;
    JsonWriter json(out);
    json.beginObject().key("id").text(openAiAnswerId(answer.id, facts)).key("object").text("chat.completion");
    json.key("created").number(static_cast<std::int64_t>(std::chrono::duration_cast<std::chrono::seconds>(facts.created.time_since_epoch()).count()));
    json.key("model").text(facts.model).key("choices").beginArray();
    int index = 0;
    for (const ChatChoice& choice : answer.choices) {
        json.beginObject().key("index").number(index++).key("message");
        writeMessage(json, choice);
        json.key("logprobs");
        if (choice.logprobs.empty()) {
            json.null();
        } else {
            writeLogprobs(json.beginObject().key("content"), choice.logprobs);
            json.key("refusal").null().endObject();
        }
        json.key("finish_reason").text(openAiFinishReason(choice.stop)).endObject();
    }
    json.endArray();
    if (answer.usage) {
        json.key("usage");
        writeOpenAiUsage(json, *answer.usage);
    }
    json.endObject();
    return out;
}

} // namespace lanyard
