#pragma once

#include "base/Result.h"
#include "llm/ChatAnswer.h"
#include "llm/JsonDocument.h"
#include "providers/StreamReader.h"

#include <cstdint>
#include <optional>
#include <string>

namespace lanyard {

// Source: Ollama's docs/api.md, 2026-11.

/// The counts of a last line, or nothing.
std::optional<Usage> ollamaUsage(const JsonValue& line);

/// `{"error":"text"}`; "" when it is none.
std::string ollamaErrorText(std::string_view body);

/// A plain answer of /api/chat. Errors: UpstreamFailed when it is none.
Result<ChatAnswer> readOllamaAnswer(std::string_view body, std::string_view requestId);

/// The lines of a stream of /api/chat. Calls come whole, mostly without an id.
class OllamaStreamReader final : public StreamReader
{
public:
    explicit OllamaStreamReader(std::string_view requestId) : m_requestId(requestId) {}
    State read(std::string_view event, std::string_view data, StreamSink& sink) override;

private:
    std::string m_requestId;
    JsonDocument m_document;
    std::string m_scratch;
    std::uint32_t m_calls = 0;
};

} // namespace lanyard
