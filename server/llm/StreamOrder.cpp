#include "llm/StreamOrder.h"

namespace lanyard {
namespace {

/// No provider makes more; what claims to is not followed.
constexpr std::uint32_t kMostChoices = 128;
constexpr std::uint32_t kMostCalls = 1024;

} // namespace

void StreamOrder::start()
{
    if (m_started)
        return;
    m_started = true;
    m_next.onStreamEvent(StreamStart{});
}

StreamOrder::Choice* StreamOrder::open(std::uint32_t choice)
{
    if (choice >= kMostChoices)
        return nullptr;
    start();
    if (m_choices.size() <= choice)
        m_choices.resize(choice + 1);
    return m_choices[choice].stopped ? nullptr : &m_choices[choice];
}

void StreamOrder::endThinking(std::uint32_t index, Choice& choice)
{
    if (!choice.thinking)
        return;
    choice.thinking = false;
    m_next.onStreamEvent(ReasoningEnd{index, {}, {}, false});
}

StreamOrder::Call& StreamOrder::callOf(Choice& choice, std::uint32_t call)
{
    if (choice.calls.size() <= call)
        choice.calls.resize(call + 1, Call::Unknown);
    return choice.calls[call];
}

void StreamOrder::stop(const StreamStop& event)
{
    Choice* const choice = open(event.choice);
    if (!choice)
        return;
    endThinking(event.choice, *choice);
    for (std::uint32_t call = 0; call < choice->calls.size(); ++call) {
        if (choice->calls[call] == Call::Open)
            m_next.onStreamEvent(ToolCallEnd{event.choice, call});
    }
    choice->stopped = true;
    m_semantic = true;
    StreamStop told = event;
    // Some services say "stop" where tools are to be called (Gemini always); clients wait for the other word.
    if (choice->anyCall && told.reason == StopReason::EndTurn)
        told.reason = StopReason::ToolCalls;
    m_next.onStreamEvent(told);
}

void StreamOrder::onStreamEvent(const StreamEvent& event)
{
    std::visit(Overloaded{
                   [&](const StreamStart& e) {
                       if (std::exchange(m_started, true))
                           return;
                       m_next.onStreamEvent(e);
                   },
                   [&](const ReasoningDelta& e) {
                       Choice* const choice = open(e.choice);
                       if (!choice || e.text.empty())
                           return;
                       choice->thinking = m_semantic = true;
                       m_textBytes += e.text.size();
                       m_next.onStreamEvent(e);
                   },
                   [&](const ReasoningEnd& e) {
                       Choice* const choice = open(e.choice);
                       if (!choice || (!choice->thinking && e.signature.empty()))
                           return;
                       choice->thinking = false;
                       m_semantic = true;
                       m_next.onStreamEvent(e);
                   },
                   [&](const TextDelta& e) {
                       Choice* const choice = open(e.choice);
                       if (!choice || e.text.empty())
                           return;
                       endThinking(e.choice, *choice);
                       m_semantic = true;
                       m_textBytes += e.text.size();
                       m_next.onStreamEvent(e);
                   },
                   [&](const RefusalDelta& e) {
                       Choice* const choice = open(e.choice);
                       if (!choice || e.text.empty())
                           return;
                       endThinking(e.choice, *choice);
                       m_semantic = true;
                       m_textBytes += e.text.size();
                       m_next.onStreamEvent(e);
                   },
                   [&](const ToolCallStart& e) {
                       Choice* const choice = open(e.choice);
                       if (!choice || e.call >= kMostCalls || callOf(*choice, e.call) != Call::Unknown)
                           return;
                       endThinking(e.choice, *choice);
                       callOf(*choice, e.call) = Call::Open;
                       choice->anyCall = m_semantic = true;
                       m_next.onStreamEvent(e);
                   },
                   [&](const ToolCallDelta& e) {
                       Choice* const choice = open(e.choice);
                       if (!choice || e.arguments.empty() || e.call >= kMostCalls || callOf(*choice, e.call) != Call::Open)
                           return;
                       m_textBytes += e.arguments.size();
                       m_next.onStreamEvent(e);
                   },
                   [&](const ToolCallEnd& e) {
                       Choice* const choice = open(e.choice);
                       if (!choice || e.call >= kMostCalls || callOf(*choice, e.call) != Call::Open)
                           return;
                       callOf(*choice, e.call) = Call::Ended;
                       m_next.onStreamEvent(e);
                   },
                   [&](const StreamStop& e) { stop(e); },
                   [&](const UsageReport& e) {
                       start();
                       m_usage = e.usage;
                       m_next.onStreamEvent(e);
                   },
               },
               event);
}

} // namespace lanyard
