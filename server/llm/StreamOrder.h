#pragma once

#include "llm/StreamEvent.h"

#include <vector>

namespace lanyard {

/// Stands between a provider's reader and a client's encoder and keeps the order that StreamEvent.h tells, whatever the
/// provider sends: one start, thoughts ended before words, calls begun before their pieces and ended before the stop, one
/// stop a choice, nothing of a choice behind its stop.
class StreamOrder final : public StreamSink
{
public:
    explicit StreamOrder(StreamSink& next) : m_next(next) {}

    void onStreamEvent(const StreamEvent& event) override;

    /// Something of the answer itself was said.
    bool semantic() const { return m_semantic; }
    const std::optional<Usage>& usage() const { return m_usage; }
    /// Of the text, thoughts and arguments that were produced.
    std::uint64_t textBytes() const { return m_textBytes; }

private:
    enum class Call : std::uint8_t { Unknown, Open, Ended };
    struct Choice
    {
        bool thinking = false;
        bool stopped = false;
        bool anyCall = false;
        std::vector<Call> calls;
    };

    void start();
    Choice* open(std::uint32_t choice);
    void endThinking(std::uint32_t index, Choice& choice);
    Call& callOf(Choice& choice, std::uint32_t call);
    void stop(const StreamStop& event);

    StreamSink& m_next;
    bool m_started = false;
    bool m_semantic = false;
    std::vector<Choice> m_choices;
    std::optional<Usage> m_usage;
    std::uint64_t m_textBytes = 0;
};

} // namespace lanyard
