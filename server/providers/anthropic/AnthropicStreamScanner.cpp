#include "providers/anthropic/AnthropicStreamScanner.h"

#include "providers/anthropic/AnthropicFailures.h"
#include "providers/anthropic/AnthropicWire.h"

namespace lanyard {

StreamScanner::Kind AnthropicStreamScanner::look(std::string_view event, std::string_view data)
{
    if (event == "ping")
        return Kind::Preamble;
    if (m_committed && event == "content_block_delta") {
        countText(data);
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
        m_produced.markReported();
    }
    if (root["delta"]["stop_reason"].isString())
        m_committed = m_finished = true;
    if (type.is("content_block_delta") || (type.is("content_block_start") && !root["content_block"]["type"].is("text")))
        m_committed = true;
    if (type.is("content_block_delta"))
        countText(data);
    return m_committed ? Kind::Content : Kind::Preamble;
}

void AnthropicStreamScanner::countText(std::string_view data)
{
    // The output that a stream reports in between lags behind what it has brought.
    for (const std::string_view key : {"\"text\"", "\"thinking\"", "\"partial_json\""})
        m_textBytes += m_produced.addStringsAfter(key, data);
}

} // namespace lanyard
