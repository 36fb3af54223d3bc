#include "surfaces/ollama/OllamaStreamEncoder.h"

#include <algorithm>

namespace lanyard {

OllamaStreamEncoder::OllamaStreamEncoder(bool generate, const AnswerFacts& facts) : m_generate(generate), m_model(facts.model), m_created(facts.created) {}

void OllamaStreamEncoder::write(OllamaLine line, std::string& out) const
{
    line.generate = m_generate;
    writeOllamaLine(out, line, m_model, m_created);
    out += '\n';
}

void OllamaStreamEncoder::encode(const StreamEvent& event, std::string& out)
{
    const auto open = [&](std::uint32_t call) { return std::find_if(m_open.begin(), m_open.end(), [=](const Call& c) { return c.call == call; }); };
    std::visit(Overloaded{
                   [](const StreamStart&) {},
                   [&](const ReasoningDelta& e) { write({.thinking = e.text}, out); },
                   [](const ReasoningEnd&) {},
                   [&](const TextDelta& e) { write({.content = e.text, .logprobs = e.logprobs}, out); },
                   [&](const RefusalDelta& e) { write({.content = e.text}, out); },
                   [&](const ToolCallStart& e) { m_open.push_back({e.call, {std::string(e.id), std::string(e.name), {}, {}, {}, {}}}); },
                   [&](const ToolCallDelta& e) {
                       if (const auto call = open(e.call); call != m_open.end())
                           call->part.arguments += e.arguments;
                   },
                   [&](const ToolCallEnd& e) {
                       const auto call = open(e.call);
                       if (call == m_open.end())
                           return;
                       write({.calls = {&call->part, 1}}, out);
                       m_open.erase(call);
                   },
                   [&](const StreamStop& e) { m_stop = e.reason; },
                   [&](const UsageReport& e) { m_usage = e.usage; },
               },
               event);
}

void OllamaStreamEncoder::finish(std::string& out)
{
    write({.stop = m_stop, .usage = m_usage}, out);
}

} // namespace lanyard
