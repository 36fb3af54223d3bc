#include "providers/anthropic/AnthropicWire.h"

namespace lanyard {

void readAnthropicUsage(const JsonValue& value, Usage& usage)
{
    if (!value.isObject())
        return;
    usage.basis = UsageBasis::Reported;
    const auto take = [&](TokenBucket bucket, const JsonValue& number) {
        if (const auto count = number.whole())
            usage[bucket] = *count;
    };
    take(TokenBucket::Input, value["input_tokens"]);
    take(TokenBucket::CachedInput, value["cache_read_input_tokens"]);
    const JsonValue written = value["cache_creation"];
    if (written.isObject()) { // the total beside it is the sum of both
        take(TokenBucket::CacheWrite5m, written["ephemeral_5m_input_tokens"]);
        take(TokenBucket::CacheWrite1h, written["ephemeral_1h_input_tokens"]);
    } else if (usage[TokenBucket::CacheWrite1h] == 0) {
        take(TokenBucket::CacheWrite5m, value["cache_creation_input_tokens"]);
    }
    take(TokenBucket::Output, value["output_tokens"]);
}

StopReason anthropicStop(const JsonValue& reason)
{
    if (reason.is("max_tokens") || reason.is("model_context_window_exceeded"))
        return StopReason::MaxTokens;
    if (reason.is("stop_sequence"))
        return StopReason::StopSequence;
    if (reason.is("tool_use"))
        return StopReason::ToolCalls;
    if (reason.is("refusal"))
        return StopReason::Refusal;
    if (reason.is("pause_turn"))
        return StopReason::Pause;
    return StopReason::EndTurn;
}

AnthropicErrorWords anthropicErrorWords(std::string_view body)
{
    JsonDocument document;
    if (!document.parse(body))
        return {};
    const JsonValue error = document.root()["error"];
    return {error["type"].text(), error["message"].text()};
}

} // namespace lanyard
