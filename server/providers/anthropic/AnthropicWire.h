#pragma once

#include "llm/ChatAnswer.h"
#include "llm/JsonDocument.h"
#include "llm/Usage.h"

#include <string>
#include <string_view>

namespace lanyard {

// The JSON of Anthropic's Messages API, as far as the gateway reads it.
// Source: Anthropic's API reference, "Create a Message", "Streaming messages", "Prompt caching", 2026-11.

/// Takes what a "usage" value tells into `usage`: message_start has the prompt, message_delta the running output, and
/// later reports win. input_tokens leaves out what was read from or written to the cache.
void readAnthropicUsage(const JsonValue& value, Usage& usage);

StopReason anthropicStop(const JsonValue& reason);

struct AnthropicErrorWords
{
    std::string type;
    std::string message;
};
AnthropicErrorWords anthropicErrorWords(std::string_view body);

} // namespace lanyard
