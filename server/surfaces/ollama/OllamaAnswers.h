#pragma once

#include "llm/JsonWriter.h"
#include "surfaces/Surface.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lanyard {

// What an Ollama client is answered. Source: Ollama's docs/api.md, 2026-11, and the unmodified client in tests/e2e.

/// One answer object: a line of a stream, or the whole of a plain answer. The caller fills in the parts that it has.
struct OllamaLine
{
    bool generate = false; ///< the form of /api/generate: "response" in place of "message"
    std::string_view content = {};
    std::string_view thinking = {};
    std::span<const ToolCallPart> calls = {};
    std::optional<StopReason> stop = {}; ///< set: the last line
    Usage usage = {};
    const Logprobs* logprobs = nullptr; ///< null: none
};
void writeOllamaLine(std::string& out, const OllamaLine& line, std::string_view model, WallTime created);

std::string ollamaAnswer(const ChatAnswer& answer, bool generate, const AnswerFacts& facts);
std::string ollamaModelList(std::span<const std::string_view> names, WallTime created);

} // namespace lanyard
