#pragma once

#include "llm/JsonDocument.h"
#include "providers/StreamScanner.h"

namespace lanyard {

/// Watches a Messages stream that passes through. Once it has begun to speak, a content_block_delta is not parsed.
class AnthropicStreamScanner final : public StreamScanner
{
public:
    Kind look(std::string_view event, std::string_view data) override;

private:
    Kind lookClosely(std::string_view data);
    void countText(std::string_view data);

    JsonDocument m_document;
    Usage m_sum;
    bool m_committed = false;
};

} // namespace lanyard
