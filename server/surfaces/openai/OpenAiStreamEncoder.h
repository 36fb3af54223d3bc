#pragma once

#include "llm/JsonWriter.h"
#include "surfaces/Surface.h"

namespace lanyard {

/// chat.completion.chunk events, ended by [DONE]. The usage chunk is only written for a client that asked for it.
class OpenAiStreamEncoder final : public StreamEncoder
{
public:
    OpenAiStreamEncoder(const ModelTask& task, const AnswerFacts& facts);
    void encode(const StreamEvent& event, std::string& out) override;
    void finish(std::string& out) override;

private:
    /// Up to and with `"delta":`; the delta's object follows.
    JsonWriter beginDelta(std::uint32_t choice, std::string& out);
    void endDelta(JsonWriter& json, std::string& out, std::string_view finishReason = {}, const Logprobs* logprobs = nullptr) const;
    void writeText(std::uint32_t choice, std::string_view key, std::string_view text, std::string& out, const Logprobs* logprobs = nullptr);

    std::string m_head; ///< `data: {"id":...,"model":...`
    std::string m_requestId;
    std::string m_model;
    WallTime m_created;
    bool m_usageAsked;
    std::vector<bool> m_roleSaid; ///< by choice
    std::optional<Usage> m_usage;
};

} // namespace lanyard
