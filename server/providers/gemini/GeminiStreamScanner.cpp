#include "providers/gemini/GeminiStreamScanner.h"

#include "providers/gemini/GeminiFailures.h"
#include "providers/gemini/GeminiWire.h"

namespace lanyard {

StreamScanner::Kind GeminiStreamScanner::look(std::string_view, std::string_view data)
{
    if (!m_document.parse(data))
        return m_committed ? Kind::Content : Kind::Preamble; // not ours to judge; it is passed on as it is
    const JsonValue root = m_document.root();
    if (!root["error"].absent()) {
        m_failure = geminiStreamFailure(data);
        return Kind::Error;
    }
    if (const auto usage = geminiUsage(root["usageMetadata"]))
        m_usage = usage;
    for (const JsonValue candidate : root["candidates"]) {
        m_finished |= candidate["finishReason"].isString();
        for (const JsonValue part : candidate["content"]["parts"]) {
            m_committed = true;
            m_textBytes += part["text"].raw().size() + part["functionCall"].raw().size();
        }
    }
    m_finished |= root["promptFeedback"]["blockReason"].isString();
    if (m_finished)
        return Kind::Closing;
    return m_committed ? Kind::Content : Kind::Preamble;
}

} // namespace lanyard
