#include "surfaces/gemini/GeminiAnswers.h"

#include "llm/JsonScan.h"
#include "llm/SignatureTag.h"

namespace lanyard {
namespace {

std::string_view statusWord(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidArgument:
    case ErrorCode::TooLarge:
    case ErrorCode::HeadersTooLarge: return "INVALID_ARGUMENT";
    case ErrorCode::Unauthenticated: return "UNAUTHENTICATED";
    case ErrorCode::PaymentRequired:
    case ErrorCode::Forbidden: return "PERMISSION_DENIED";
    case ErrorCode::NotFound: return "NOT_FOUND";
    case ErrorCode::RateLimited: return "RESOURCE_EXHAUSTED";
    case ErrorCode::MethodNotAllowed:
    case ErrorCode::Unsupported: return "UNIMPLEMENTED";
    case ErrorCode::Timeout:
    case ErrorCode::UpstreamTimeout: return "DEADLINE_EXCEEDED";
    case ErrorCode::Unavailable:
    case ErrorCode::Locked:
    case ErrorCode::UpstreamFailed: return "UNAVAILABLE";
    case ErrorCode::Conflict: return "ABORTED";
    case ErrorCode::ClientGone: return "CANCELLED";
    default: return "INTERNAL";
    }
}

void writeModel(JsonWriter& json, std::string_view name)
{
    json.beginObject().key("name").text("models/" + std::string(name)).key("displayName").text(name);
    json.key("supportedGenerationMethods").raw(R"(["generateContent","countTokens"])").endObject();
}

} // namespace

std::string_view geminiFinishReason(StopReason reason)
{
    switch (reason) {
    case StopReason::MaxTokens: return "MAX_TOKENS";
    case StopReason::ContentFilter:
    case StopReason::Refusal: return "SAFETY";
    case StopReason::EndTurn:
    case StopReason::StopSequence:
    case StopReason::ToolCalls: // also for calls
    case StopReason::Pause: break;
    }
    return "STOP";
}

void writeGeminiUsage(JsonWriter& json, const Usage& usage)
{
    json.beginObject().key("promptTokenCount").number(usage.promptTokens());
    json.key("candidatesTokenCount").number(usage.completionTokens() - usage[TokenBucket::Reasoning]);
    json.key("totalTokenCount").number(usage.total());
    if (usage[TokenBucket::CachedInput] > 0)
        json.key("cachedContentTokenCount").number(usage[TokenBucket::CachedInput]);
    if (usage[TokenBucket::Reasoning] > 0)
        json.key("thoughtsTokenCount").number(usage[TokenBucket::Reasoning]);
    json.endObject();
}

void writeGeminiPart(JsonWriter& json, const Part& part)
{
    const auto signature = [&](std::string_view text, std::optional<Protocol> origin) {
        const std::string tagged = taggedSignature(text, origin, Protocol::Gemini);
        if (!tagged.empty())
            json.key("thoughtSignature").text(tagged);
    };
    std::visit(Overloaded{
                   [&](const TextPart& p) { json.beginObject().key("text").text(p.text).endObject(); },
                   [&](const RefusalPart& p) { json.beginObject().key("text").text(p.text).endObject(); },
                   [&](const ReasoningPart& p) {
                       json.beginObject().key("text").text(p.text).key("thought").boolean(true);
                       signature(p.signature, p.signedBy);
                       json.endObject();
                   },
                   [&](const ToolCallPart& p) {
                       const bool object = isJsonObject(p.arguments) && checkJson(p.arguments).has_value();
                       json.beginObject().key("functionCall").beginObject().key("id").text(p.id).key("name").text(p.name);
                       json.key("args").raw(object ? std::string_view(p.arguments) : "{}").endObject();
                       signature(p.signature, p.signedBy);
                       json.endObject();
                   },
                   [](const auto&) {},
               },
               part.value);
}

void writeGeminiLogprobs(JsonWriter& json, const Logprobs& logprobs)
{
    const auto token = [&](const std::string& text, double logprob) {
        json.beginObject().key("token").text(text).key("logProbability").number(logprob).endObject();
    };
    json.key("logprobsResult").beginObject().key("topCandidates").beginArray();
    for (const TokenLogprob& item : logprobs) {
        json.beginObject().key("candidates").beginArray();
        for (const TokenAlternative& other : item.top)
            token(other.token, other.logprob);
        json.endArray().endObject();
    }
    json.endArray().key("chosenCandidates").beginArray();
    for (const TokenLogprob& item : logprobs)
        token(item.token, item.logprob);
    json.endArray().endObject();
}

std::string geminiAnswer(const ChatAnswer& answer, const AnswerFacts& facts)
{
    std::string out;
    JsonWriter json(out);
    json.beginObject().key("candidates").beginArray();
    int index = 0;
    for (const ChatChoice& choice : answer.choices) {
        json.beginObject().key("content").beginObject().key("parts").beginArray();
        for (const Part& part : choice.parts)
            writeGeminiPart(json, part);
        json.endArray().key("role").text("model").endObject();
        if (!choice.logprobs.empty())
            writeGeminiLogprobs(json, choice.logprobs);
        json.key("finishReason").text(geminiFinishReason(choice.stop)).key("index").number(index++).endObject();
    }
    json.endArray().key("usageMetadata");
    writeGeminiUsage(json, answer.usage.value_or(Usage{}));
    json.key("modelVersion").text(facts.model).key("responseId").text(answer.id.empty() ? facts.requestId : answer.id).endObject();
    return out;
}

std::string geminiErrorBody(const Error& error)
{
    std::string out;
    JsonWriter(out).beginObject().key("error").beginObject().key("code").number(error.httpStatus()).key("message").text(error.message)
        .key("status").text(statusWord(error.code)).endObject().endObject();
    return out;
}

std::string geminiModelList(std::span<const std::string_view> names)
{
    std::string out;
    JsonWriter json(out);
    json.beginObject().key("models").beginArray();
    for (const std::string_view name : names)
        writeModel(json, name);
    json.endArray().endObject();
    return out;
}

std::string geminiModel(std::string_view name)
{
    std::string out;
    JsonWriter json(out);
    writeModel(json, name);
    return out;
}

} // namespace lanyard
