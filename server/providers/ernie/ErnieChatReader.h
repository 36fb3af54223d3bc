#pragma once

#include "base/Result.h"
#include "llm/ChatAnswer.h"
#include "llm/JsonDocument.h"
#include "providers/StreamReader.h"

#include <string>
#include <string_view>

namespace lanyard {

/// Version 1. Errors: UpstreamFailed when the body is no answer.
Result<ChatAnswer> readErnieAnswer(std::string_view body, std::string_view requestId);

/// Version 1. Shape: each event has the next piece in "result"; the last one says "is_end": true, no [DONE] follows.
class ErnieStreamReader final : public StreamReader
{
public:
    explicit ErnieStreamReader(std::string_view requestId) : m_requestId(requestId) {}
    State read(std::string_view event, std::string_view data, StreamSink& sink) override;

private:
    std::string m_requestId;
    JsonDocument m_document;
    std::string m_scratch;
    bool m_started = false;
};

} // namespace lanyard
