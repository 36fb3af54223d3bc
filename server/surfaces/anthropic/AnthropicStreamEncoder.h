#pragma once

#include "llm/JsonWriter.h"
#include "surfaces/Surface.h"

#include <string>
#include <vector>

namespace lanyard {

/// message_start, blocks one after the other, message_delta, message_stop. Blocks never overlap here, so of tool calls
/// that a provider sends side by side the later ones wait until the one before has ended.
/// Shape: CLIENTS of this dialect need the `event:` lines and content_block_stop, and read the final usage from
/// message_delta.
class AnthropicStreamEncoder final : public StreamEncoder
{
public:
    explicit AnthropicStreamEncoder(const AnswerFacts& facts);
    void encode(const StreamEvent& event, std::string& out) override;
    void finish(std::string& out) override;

private:
    enum class Block : std::uint8_t { None, Text, Thinking, Tool };
    struct Waiting
    {
        std::uint32_t call = 0;
        std::string id;
        std::string name;
        std::string arguments;
        std::string signature;
    };

    void openText(Block block, std::string& out);
    void writeTextDelta(std::string_view type, std::string_view key, std::string_view text, std::string& out) const;
    void openTool(std::string_view id, std::string_view name, std::string_view signature, std::string& out);
    void writeThinking(std::string_view signature, std::string& out);
    void writeRedacted(std::string_view data, std::string& out);
    void closeBlock(std::string& out);
    void startCall(const ToolCallStart& call, std::string& out);
    void flushWaiting(std::string& out);

    std::string m_model;
    std::string m_requestId;
    Block m_block = Block::None;
    std::uint64_t m_index = 0; ///< of the open block, or of the next one
    std::uint32_t m_openCall = 0;
    std::vector<Waiting> m_waiting;
    StopReason m_stop = StopReason::EndTurn;
    std::string m_stopSequence;
    Usage m_usage;
};

} // namespace lanyard
