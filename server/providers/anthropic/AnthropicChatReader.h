#pragma once

#include "base/Result.h"
#include "llm/ChatAnswer.h"
#include "llm/JsonDocument.h"
#include "providers/StreamReader.h"

#include <cstdint>
#include <string>

namespace lanyard {

/// A "message" body. Errors: UpstreamFailed when it is none.
Result<ChatAnswer> readAnthropicAnswer(std::string_view body);

/// The events of a Messages stream.
class AnthropicStreamReader final : public StreamReader
{
public:
    State read(std::string_view event, std::string_view data, StreamSink& sink) override;

private:
    void startBlock(const JsonValue& block, StreamSink& sink);
    void delta(const JsonValue& delta, StreamSink& sink);
    void stopBlock(StreamSink& sink);

    enum class Block : std::uint8_t { None, Text, Thinking, Tool };

    JsonDocument m_document;
    std::string m_scratch;
    std::string m_signature;
    Usage m_usage;
    Block m_block = Block::None;
    std::uint32_t m_calls = 0;
};

} // namespace lanyard
