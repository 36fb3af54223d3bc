#include "gateway/StreamTranslator.h"

namespace lanyard {

StreamTranslator::StreamTranslator(std::unique_ptr<StreamReader> reader, std::unique_ptr<StreamEncoder> encoder)
    : m_reader(std::move(reader)), m_encoder(std::move(encoder)), m_order(*this)
{
}

StreamScanner::Kind StreamTranslator::look(std::string_view event, std::string_view data)
{
    m_output.clear();
    const StreamReader::State state = m_reader->read(event, data, m_order);
    m_usage = m_order.usage();
    m_textBytes = m_order.textBytes();
    m_finished = m_reader->finished();
    switch (state) {
    case StreamReader::State::Failed:
        m_output.clear(); // the client is told in one frame, by the exchange
        m_failure = m_reader->failure();
        return Kind::Error;
    case StreamReader::State::Ended:
        if (!m_finished) // an end without a reason to stop is no answer; the stream's close will say so
            return m_order.semantic() ? Kind::Content : Kind::Preamble;
        m_encoder->finish(m_output);
        return Kind::End;
    case StreamReader::State::Open: break;
    }
    return m_order.semantic() ? Kind::Content : Kind::Preamble;
}

std::string_view StreamTranslator::close()
{
    m_output.clear();
    m_encoder->finish(m_output);
    return m_output;
}

void StreamTranslator::onStreamEvent(const StreamEvent& event)
{
    std::visit(Overloaded{
                   [this](const ReasoningDelta& e) { m_produced.add(e.text); },
                   [this](const TextDelta& e) { m_produced.add(e.text); },
                   [this](const RefusalDelta& e) { m_produced.add(e.text); },
                   [this](const ToolCallDelta& e) { m_produced.add(e.arguments); },
                   [this](const UsageReport& e) {
                       if (e.usage.completionTokens() > 0) // some tell the prompt first
                           m_produced.markReported();
                   },
                   [](const auto&) {},
               },
               event);
    m_encoder->encode(event, m_output);
}

} // namespace lanyard
