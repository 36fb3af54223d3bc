#pragma once

#include "llm/JsonDocument.h"
#include "providers/StreamScanner.h"

namespace lanyard {

/// Watches streams of OpenAI's that are no chat completion: responses, whose events have a type, completions, whose
/// pieces have a text, and the pictures, sounds and transcripts that come in typed events, too.
/// Source: the API reference of OpenAI, "Streaming events", 2026-11.
class OpenAiEventScanner final : public StreamScanner
{
public:
    Kind look(std::string_view event, std::string_view data) override;

private:
    Kind lookClosely(std::string_view data);

    JsonDocument m_document;
    bool m_committed = false;
};

} // namespace lanyard
