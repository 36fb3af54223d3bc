#pragma once

#include "llm/ChatAnswer.h"
#include "llm/JsonDocument.h"
#include "llm/Usage.h"

#include <optional>
#include <string>
#include <string_view>

namespace lanyard {

// The JSON of the Gemini API, as far as the gateway reads it.
// Source: the Gemini API reference, "GenerateContentResponse", 2026-11.

/// A "usageMetadata" value in disjoint buckets: promptTokenCount holds the cached tokens, the completion is candidates +
/// thoughts.
std::optional<Usage> geminiUsage(const JsonValue& value);

StopReason geminiStop(const JsonValue& reason);

/// A "logprobsResult": what was chosen, and beside it what else might have been.
Logprobs geminiLogprobs(const JsonValue& result);

struct GeminiErrorWords
{
    std::string status; ///< "INVALID_ARGUMENT"
    std::string message;
    std::string reason; ///< of the first ErrorInfo ("API_KEY_INVALID")
    std::optional<double> retrySeconds;
};
/// Also of an error that comes as a list of one, as some of Google's fronts answer.
GeminiErrorWords geminiErrorWords(std::string_view body);

} // namespace lanyard
