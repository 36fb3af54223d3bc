#pragma once

#include "llm/Usage.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lanyard {

// The JSON of OpenAI and of the many services that speak like it, as far as the gateway reads it.
// Source: the API reference of OpenAI ("Create chat completion", "The chat completion chunk object"), 2026-11;
// prompt_cache_hit_tokens: DeepSeek's "Context caching" page, 2026-11.

/// A "usage" value in disjoint buckets. OpenAI's prompt_tokens holds the cached and audio tokens,
/// completion_tokens the reasoning and audio ones; they are taken out here, and never below zero.
/// Nothing for null or another type.
std::optional<Usage> openAiUsage(std::string_view raw);

/// An "error" value.
struct OpenAiErrorWords
{
    std::string message;
    std::string type;
    std::string code;
};
/// Reads {"error":{...}}, {"error":"text"} or {"message":...}; empty words when it is none of them.
OpenAiErrorWords openAiErrorWords(std::string_view body);

} // namespace lanyard
