#pragma once

#include "llm/JsonWriter.h"
#include "surfaces/Surface.h"

#include <string>
#include <vector>

namespace lanyard {

/// GenerateContentResponse events. A call is written whole, when it has ended; the last event has the finish reason and
/// the usage, and there is no other mark of the end.
class GeminiStreamEncoder final : public StreamEncoder
{
public:
    explicit GeminiStreamEncoder(const AnswerFacts& facts);
    void encode(const StreamEvent& event, std::string& out) override;
    void finish(std::string& out) override;

private:
    struct Call
    {
        std::uint32_t choice = 0;
        std::uint32_t call = 0;
        ToolCallPart part;
    };
    struct Stop
    {
        std::uint32_t choice = 0;
        StopReason reason = StopReason::EndTurn;
    };

    void writePart(std::uint32_t choice, const Part& part, std::string& out, const Logprobs* logprobs = nullptr) const;
    Call* find(std::uint32_t choice, std::uint32_t call);
    void endEvent(JsonWriter& json, std::string& out) const;

    std::string m_model;
    std::string m_id;
    std::vector<Call> m_open;
    std::vector<Stop> m_stops;
    Usage m_usage;
};

} // namespace lanyard
