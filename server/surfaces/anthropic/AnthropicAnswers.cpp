#include "surfaces/anthropic/AnthropicAnswers.h"

#include "llm/JsonScan.h"
#include "llm/SignatureTag.h"

#include <QDateTime>

namespace lanyard {
namespace {

std::string_view errorType(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Unauthenticated: return "authentication_error";
    case ErrorCode::PaymentRequired: return "billing_error";
    case ErrorCode::Forbidden: return "permission_error";
    case ErrorCode::NotFound: return "not_found_error";
    case ErrorCode::TooLarge: return "request_too_large";
    case ErrorCode::RateLimited: return "rate_limit_error";
    case ErrorCode::Unavailable:
    case ErrorCode::Locked: return "overloaded_error";
    case ErrorCode::UpstreamTimeout:
    case ErrorCode::Timeout: return "timeout_error";
    case ErrorCode::InvalidArgument:
    case ErrorCode::MethodNotAllowed:
    case ErrorCode::HeadersTooLarge:
    case ErrorCode::Conflict:
    case ErrorCode::Unsupported: return "invalid_request_error";
    default: return "api_error";
    }
}

void writeSigned(JsonWriter& json, std::string_view thinking, std::string_view signature)
{
    json.beginObject().key("type").text("thinking").key("thinking").text(thinking).key("signature").text(signature).endObject();
}

void writeBlock(JsonWriter& json, const Part& part)
{
    std::visit(Overloaded{
                   [&](const TextPart& p) {
                       if (!p.text.empty())
                           json.beginObject().key("type").text("text").key("text").text(p.text).endObject();
                   },
                   [&](const RefusalPart& p) { json.beginObject().key("type").text("text").key("text").text(p.text).endObject(); },
                   [&](const ReasoningPart& p) {
                       const std::string signature = taggedSignature(p.signature, p.signedBy, Protocol::Anthropic);
                       if (p.redacted)
                           json.beginObject().key("type").text("redacted_thinking").key("data").text(signature).endObject();
                       else
                           writeSigned(json, p.text, signature);
                   },
                   [&](const ToolCallPart& p) {
                       if (!p.signature.empty())
                           writeSigned(json, {}, taggedSignature(p.signature, p.signedBy, Protocol::Anthropic));
                       const bool object = isJsonObject(p.arguments) && checkJson(p.arguments).has_value();
                       json.beginObject().key("type").text("tool_use").key("id").text(p.id).key("name").text(p.name);
                       json.key("input").raw(object ? std::string_view(p.arguments) : "{}").endObject();
                   },
                   [](const auto&) {},
               },
               part.value);
}

void writeModel(JsonWriter& json, std::string_view name, WallTime created)
{
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(created.time_since_epoch()).count();
    const QByteArray time = QDateTime::fromMSecsSinceEpoch(ms).toUTC().toString(Qt::ISODate).toLatin1();
    json.beginObject().key("type").text("model").key("id").text(name).key("display_name").text(name);
    json.key("created_at").text({time.constData(), static_cast<std::size_t>(time.size())}).endObject();
}

} // namespace

std::string_view anthropicStopReason(StopReason reason)
{
    switch (reason) {
    case StopReason::EndTurn: return "end_turn";
    case StopReason::StopSequence: return "stop_sequence";
    case StopReason::MaxTokens: return "max_tokens";
    case StopReason::ToolCalls: return "tool_use";
    case StopReason::ContentFilter:
    case StopReason::Refusal: return "refusal";
    case StopReason::Pause: return "pause_turn";
    }
    return "end_turn";
}

void writeAnthropicUsage(JsonWriter& json, const Usage& usage)
{
    json.beginObject();
    json.key("input_tokens").number(usage[TokenBucket::Input] + usage[TokenBucket::AudioInput]);
    json.key("cache_creation_input_tokens").number(usage.cacheWriteTokens());
    json.key("cache_read_input_tokens").number(usage[TokenBucket::CachedInput]);
    json.key("output_tokens").number(usage.completionTokens());
    json.endObject();
}

std::string anthropicMessageId(std::string_view providersId, const AnswerFacts& facts)
{
    return providersId.starts_with("msg_") ? std::string(providersId) : "msg_" + std::string(providersId.empty() ? facts.requestId : providersId);
}

std::string anthropicMessage(const ChatAnswer& answer, const AnswerFacts& facts)
{
    static const ChatChoice none;
    const ChatChoice& choice = answer.choices.empty() ? none : answer.choices.front();
    std::string out;
    JsonWriter json(out);
    json.beginObject().key("id").text(anthropicMessageId(answer.id, facts)).key("type").text("message").key("role").text("assistant");
    json.key("model").text(facts.model).key("content").beginArray();
    for (const Part& part : choice.parts)
        writeBlock(json, part);
    json.endArray().key("stop_reason").text(anthropicStopReason(choice.stop)).key("stop_sequence");
    choice.stopSequence.empty() ? json.null() : json.text(choice.stopSequence);
    json.key("usage");
    writeAnthropicUsage(json, answer.usage.value_or(Usage{}));
    json.endObject();
    return out;
}

std::string anthropicErrorBody(const Error& error)
{
    std::string out;
    JsonWriter(out).beginObject().key("type").text("error").key("error").beginObject().key("type").text(errorType(error.code))
        .key("message").text(error.message).endObject().endObject();
    return out;
}

std::string anthropicErrorEvent(const Error& error)
{
    return "event: error\ndata: " + anthropicErrorBody(error) + "\n\n";
}

std::string anthropicModelList(std::span<const std::string_view> names, WallTime created)
{
    std::string out;
    JsonWriter json(out);
    json.beginObject().key("data").beginArray();
    for (const std::string_view name : names)
        writeModel(json, name, created);
    json.endArray().key("has_more").boolean(false).key("first_id");
    names.empty() ? json.null() : json.text(names.front());
    json.key("last_id");
    names.empty() ? json.null() : json.text(names.back());
    json.endObject();
    return out;
}

std::string anthropicModel(std::string_view name, WallTime created)
{
    std::string out;
    JsonWriter json(out);
    writeModel(json, name, created);
    return out;
}

} // namespace lanyard
