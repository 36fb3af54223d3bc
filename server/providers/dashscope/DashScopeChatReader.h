#pragma once

#include "base/Result.h"
#include "llm/ChatAnswer.h"
#include "llm/JsonDocument.h"
#include "providers/StreamReader.h"

#include <string>
#include <string_view>
#include <vector>

namespace lanyard {

/// Errors: UpstreamFailed when the body is no answer.
Result<ChatAnswer> readDashScopeAnswer(std::string_view body, std::string_view requestId);

/// Events with incremental output. Shape: finish_reason is the word "null" until the end; the later pieces of a tool call
/// have an empty id and name; every event repeats the usage so far; nothing follows the last one.
class DashScopeStreamReader final : public StreamReader
{
public:
    explicit DashScopeStreamReader(std::string_view requestId) : m_requestId(requestId) {}
    State read(std::string_view event, std::string_view data, StreamSink& sink) override;

private:
    void readChoice(std::uint32_t index, const JsonValue& choice, StreamSink& sink);
    void readToolCall(std::uint32_t choice, const JsonValue& call, StreamSink& sink);

    std::string m_requestId;
    JsonDocument m_document;
    std::string m_scratch;
    bool m_started = false;
    std::vector<std::vector<std::uint64_t>> m_calls; ///< the provider's index of each call, by choice
};

} // namespace lanyard
