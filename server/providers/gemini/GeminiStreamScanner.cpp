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
    for (const JsonValue candidate : root["candidates"]) {
        m_finished |= candidate["finishReason"].isString();
        for (const JsonValue part : candidate["content"]["parts"]) {
            m_committed = true;
            const std::string_view text = part["text"] ? part["text"].raw() : part["functionCall"]["args"].raw();
            m_textBytes += text.size();
            part["text"] ? m_produced.addJson(text) : m_produced.add(text);
        }
    }
    if (const auto usage = geminiUsage(root["usageMetadata"])) {
        m_usage = usage;
        if (usage->completionTokens() > 0) // the first events tell the prompt alone
            m_produced.markReported();
    }
    m_finished |= root["promptFeedback"]["blockReason"].isString();
    if (m_finished)
        return Kind::Closing;
    return m_committed ? Kind::Content : Kind::Preamble;
}

} // namespace lanyard
