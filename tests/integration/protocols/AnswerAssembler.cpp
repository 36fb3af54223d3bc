#include "AnswerAssembler.h"

namespace lanyard::test {

void AnswerAssembler::wrong(const std::string& what)
{
    if (m_fault.empty())
        m_fault = what;
}

ToolCallPart* AnswerAssembler::call(std::uint32_t index)
{
    const auto found = m_calls.find(index);
    if (found == m_calls.end()) {
        wrong("a piece of a call that was not begun");
        return nullptr;
    }
    return &std::get<ToolCallPart>(m_choice.parts[found->second].value);
}

void AnswerAssembler::text(std::string_view piece, bool refusal)
{
    if (m_thinking)
        wrong("words inside of thoughts");
    if (m_stopped)
        wrong("words behind the stop");
    if (refusal) {
        m_choice.parts.push_back({RefusalPart{std::string(piece)}, {}});
        return;
    }
    auto* const last = m_choice.parts.empty() ? nullptr : std::get_if<TextPart>(&m_choice.parts.back().value);
    if (last)
        last->text += piece;
    else
        m_choice.parts.push_back({TextPart{std::string(piece)}, {}});
}

void AnswerAssembler::onStreamEvent(const StreamEvent& event)
{
    if (!m_started && !std::holds_alternative<StreamStart>(event))
        wrong("something before the start");
    std::visit(Overloaded{
                   [&](const StreamStart& e) {
                       if (m_started)
                           wrong("a second start");
                       m_started = true;
                       m_answer.id = e.id;
                   },
                   [&](const ReasoningDelta& e) {
                       if (!m_thinking)
                           m_choice.parts.push_back({ReasoningPart{}, {}});
                       m_thinking = true;
                       std::get<ReasoningPart>(m_choice.parts.back().value).text += e.text;
                   },
                   [&](const ReasoningEnd& e) {
                       if (!m_thinking)
                           m_choice.parts.push_back({ReasoningPart{}, {}});
                       m_thinking = false;
                       auto& part = std::get<ReasoningPart>(m_choice.parts.back().value);
                       part.signature = e.signature;
                       part.signedBy = e.signedBy;
                       part.redacted = e.redacted;
                   },
                   [&](const TextDelta& e) { text(e.text, false); },
                   [&](const RefusalDelta& e) { text(e.text, true); },
                   [&](const ToolCallStart& e) {
                       if (m_stopped)
                           wrong("a call behind the stop");
                       m_calls[e.call] = m_choice.parts.size();
                       m_choice.parts.push_back({ToolCallPart{std::string(e.id), std::string(e.name), {}, {}, std::string(e.signature), e.signedBy}, {}});
                   },
                   [&](const ToolCallDelta& e) {
                       if (ToolCallPart* const part = call(e.call))
                           part->arguments += e.arguments;
                   },
                   [&](const ToolCallEnd& e) { call(e.call); },
                   [&](const StreamStop& e) {
                       if (m_stopped)
                           wrong("a second stop");
                       m_stopped = true;
                       m_choice.stop = e.reason;
                       m_choice.stopSequence = e.stopSequence;
                   },
                   [&](const UsageReport& e) { m_answer.usage = e.usage; },
               },
               event);
}

ChatAnswer AnswerAssembler::answer() const
{
    ChatAnswer all = m_answer;
    all.choices = {m_choice};
    return all;
}

} // namespace lanyard::test
