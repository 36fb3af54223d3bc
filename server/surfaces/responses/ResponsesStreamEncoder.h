#pragma once

#include "surfaces/Surface.h"
#include "surfaces/responses/ResponsesAnswer.h"

#include <string>
#include <vector>

namespace lanyard {

/// The whole life of a response as events: created, in progress, each item added, filled and done, completed.
/// Shape: CLIENTS: `sequence_number` counts from 0 without gaps; Codex reads output_item.done and response.completed, the
/// openai package's helpers need output_item.added.
class ResponsesStreamEncoder final : public StreamEncoder
{
public:
    ResponsesStreamEncoder(ResponsesToolNames tools, const ModelTask& task, const AnswerFacts& facts);
    void encode(const StreamEvent& event, std::string& out) override;
    void finish(std::string& out) override;

private:
    enum class Open : std::uint8_t { None, Text, Refusal, Reasoning };
    struct Call
    {
        std::uint32_t call = 0;
        std::size_t index = 0;
        std::string itemId;
        std::string callId;
        ResponsesToolNames::Tool tool;
        std::string arguments;
    };

    /// One event around a JSON object: begin, write members, end.
    JsonWriter begin(std::string_view type, std::string& out);
    static void end(JsonWriter& json, std::string& out);

    void writeState(std::string_view type, std::string_view status, std::string& out);
    void beginItem(Open kind, std::string& out);
    void closeItem(std::string& out);
    void closeMessage(std::string& out);
    void closeReasoning(std::string_view encrypted, std::string& out);
    void delta(std::string_view type, std::string_view text, std::string& out, const Logprobs* logprobs = nullptr);
    void itemAdded(std::size_t index, std::string_view item, std::string& out);
    void itemDone(std::size_t index, std::string item, std::string& out);
    void startCall(const ToolCallStart& event, std::string& out);
    void endCall(std::uint32_t call, std::string& out);
    void signatureItem(std::string_view signature, std::string& out);

    ModelTask m_task;
    ResponsesToolNames m_tools;
    std::string m_model;
    std::string m_requestId;
    WallTime m_created;
    std::string m_id;
    std::uint64_t m_sequence = 0;

    Open m_open = Open::None;
    std::size_t m_openIndex = 0;
    std::string m_openId;
    std::string m_text; ///< of the open item
    Logprobs m_logprobs; ///< likewise
    std::vector<Call> m_calls;
    std::size_t m_items = 0;
    std::vector<std::string> m_done; ///< finished items, by output index
    StopReason m_stop = StopReason::EndTurn;
    std::optional<Usage> m_usage;
};

} // namespace lanyard
