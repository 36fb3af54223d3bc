#pragma once

#include "base/Result.h"
#include "llm/ChatAnswer.h"
#include "llm/JsonDocument.h"
#include "providers/StreamReader.h"

#include <cstdint>
#include <string>
#include <vector>

namespace lanyard {

/// A GenerateContentResponse. A prompt that was blocked is an answer without words that the filter stopped.
/// Errors: UpstreamFailed when it is none.
Result<ChatAnswer> readGeminiAnswer(std::string_view body, std::string_view requestId);

/// The events of streamGenerateContent?alt=sse. Calls come whole.
class GeminiStreamReader final : public StreamReader
{
public:
    explicit GeminiStreamReader(std::string_view requestId) : m_requestId(requestId) {}
    State read(std::string_view event, std::string_view data, StreamSink& sink) override;

private:
    void readCandidate(const JsonValue& candidate, StreamSink& sink);
    void readPart(std::uint32_t choice, const JsonValue& part, StreamSink& sink);

    std::string m_requestId;
    JsonDocument m_document;
    std::string m_scratch;
    Logprobs m_logprobs; ///< of the event that is read
    std::vector<std::uint32_t> m_calls; ///< by choice: how many
    bool m_started = false;
};

} // namespace lanyard
