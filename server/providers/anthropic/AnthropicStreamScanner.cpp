#include "providers/anthropic/AnthropicStreamScanner.h"

#include "providers/anthropic/AnthropicFailures.h"
#include "providers/anthropic/AnthropicWire.h"

#include <algorithm>

namespace lanyard {
namespace {

/// What stands around the text of a delta event.
constexpr std::size_t kDeltaFrameBytes = 85;

} // namespace

StreamScanner::Kind AnthropicStreamScanner::look(std::string_view event, std::string_view data)
{
    if (event == "ping")
        return Kind::Preamble;
    if (m_committed && event == "content_block_delta") {
        // Good enough for an estimate that is only used when the provider reports nothing.
        m_textBytes += data.size() - std::min(data.size(), kDeltaFrameBytes);
        return Kind::Content;
    }
    return lookClosely(data);
}

StreamScanner::Kind AnthropicStreamScanner::lookClosely(std::string_view data)
{
    if (!m_document.parse(data))
        return m_committed ? Kind::Content : Kind::Preamble; // not ours to judge; it is passed on as it is
    const JsonValue root = m_document.root();
    const JsonValue type = root["type"];
    if (type.is("error")) {
        m_failure = anthropicStreamFailure(data);
        return Kind::Error;
    }
    if (type.is("message_stop")) {
        m_finished = true;
        return Kind::End;
    }
    const JsonValue usage = type.is("message_start") ? root["message"]["usage"] : root["usage"];
    if (usage.isObject()) {
        readAnthropicUsage(usage, m_sum);
        m_usage = m_sum;
    }
    if (root["delta"]["stop_reason"].isString())
        m_committed = m_finished = true;
    if (type.is("content_block_delta") || (type.is("content_block_start") && !root["content_block"]["type"].is("text")))
        m_committed = true;
    return m_committed ? Kind::Content : Kind::Preamble;
}

} // namespace lanyard
