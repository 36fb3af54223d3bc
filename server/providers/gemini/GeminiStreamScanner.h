#pragma once

#include "llm/JsonDocument.h"
#include "providers/StreamScanner.h"

namespace lanyard {

/// Watches a Gemini stream that passes through. The protocol has no mark of the end: the event with the finish reason is
/// held back until the stream closes.
class GeminiStreamScanner final : public StreamScanner
{
public:
    Kind look(std::string_view event, std::string_view data) override;

private:
    JsonDocument m_document;
    bool m_committed = false;
};

} // namespace lanyard
