#pragma once

#include "llm/JsonDocument.h"
#include "providers/StreamScanner.h"

namespace lanyard {

/// Watches the lines of a stream that passes through.
class OllamaStreamScanner final : public StreamScanner
{
public:
    Kind look(std::string_view event, std::string_view data) override;

private:
    JsonDocument m_document;
    bool m_committed = false;
};

} // namespace lanyard
