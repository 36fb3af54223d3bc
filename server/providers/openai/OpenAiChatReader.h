#pragma once

#include "base/Result.h"
#include "llm/ChatAnswer.h"
#include "llm/JsonDocument.h"
#include "providers/StreamReader.h"

#include <string>
#include <vector>

namespace lanyard {

/// A "chat.completion" body. Errors: UpstreamFailed when it is none.
Result<ChatAnswer> readOpenAiAnswer(std::string_view body, std::string_view requestId);

/// chat.completion.chunk events.
/// Shape: CLIENTS of other services leave things out: a tool call's index, [DONE], the usage.
class OpenAiStreamReader final : public StreamReader
{
public:
    explicit OpenAiStreamReader(std::string_view requestId) : m_requestId(requestId) {}
    State read(std::string_view event, std::string_view data, StreamSink& sink) override;

private:
    void readChoice(const JsonValue& choice, StreamSink& sink);
    void readToolCall(std::uint32_t choice, const JsonValue& call, StreamSink& sink);
    std::uint32_t callIndex(std::uint32_t choice, const JsonValue& call);

    struct Call
    {
        std::string id;
        std::uint64_t index = 0; ///< the provider's
    };

    std::string m_requestId;
    JsonDocument m_document;
    std::string m_scratch;
    std::vector<std::vector<Call>> m_calls; ///< by choice
    bool m_started = false;
};

} // namespace lanyard
