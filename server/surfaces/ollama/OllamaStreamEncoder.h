#pragma once

#include "surfaces/Surface.h"
#include "surfaces/ollama/OllamaAnswers.h"

#include <string>
#include <vector>

namespace lanyard {

/// Lines of JSON. A call is written whole, when it has ended; the last line has `done: true` and the counts.
class OllamaStreamEncoder final : public StreamEncoder
{
public:
    OllamaStreamEncoder(bool generate, const AnswerFacts& facts);
    void encode(const StreamEvent& event, std::string& out) override;
    void finish(std::string& out) override;

private:
    void write(OllamaLine line, std::string& out) const;

    struct Call
    {
        std::uint32_t call = 0;
        ToolCallPart part;
    };

    bool m_generate;
    std::string m_model;
    WallTime m_created;
    std::vector<Call> m_open;
    StopReason m_stop = StopReason::EndTurn;
    Usage m_usage;
};

} // namespace lanyard
