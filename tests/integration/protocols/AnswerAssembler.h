#pragma once

#include "llm/StreamEvent.h"

#include <map>
#include <string>

namespace lanyard::test {

/// Puts a stream's events together again, as a client does. Notes what no client should see: an event out of order.
class AnswerAssembler final : public StreamSink
{
public:
    void onStreamEvent(const StreamEvent& event) override;

    ChatAnswer answer() const;
    bool stopped() const { return m_stopped; }
    const std::string& fault() const { return m_fault; }

private:
    ToolCallPart* call(std::uint32_t index);
    void text(std::string_view piece, bool refusal);
    void wrong(const std::string& what);

    ChatAnswer m_answer;
    ChatChoice m_choice;
    std::map<std::uint32_t, std::size_t> m_calls; ///< index of the part
    bool m_started = false;
    bool m_stopped = false;
    bool m_thinking = false;
    std::string m_fault;
};

} // namespace lanyard::test
