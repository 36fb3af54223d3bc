#include "providers/ollama/OllamaStreamScanner.h"

#include "providers/ollama/OllamaChatReader.h"

namespace lanyard {

StreamScanner::Kind OllamaStreamScanner::look(std::string_view, std::string_view data)
{
    if (!m_document.parse(data))
        return m_committed ? Kind::Content : Kind::Preamble; // not ours to judge; it is passed on as it is
    const JsonValue root = m_document.root();
    if (root["error"].isString()) {
        m_failure = {FailureClass::ServerError, ollamaErrorText(data), std::nullopt};
        return Kind::Error;
    }
    const JsonValue message = root["message"];
    for (const JsonValue text : {message["content"], message["thinking"], root["response"], root["thinking"]}) {
        if (text.isString() && !text.is("")) {
            m_committed = true;
            m_textBytes += text.raw().size();
            m_produced.addJson(text.raw());
        }
    }
    m_committed |= message["tool_calls"].size() > 0;
    if (root["done"].boolean() != true)
        return m_committed ? Kind::Content : Kind::Preamble;
    if (const auto usage = ollamaUsage(root))
        m_usage = usage;
    m_finished = true;
    return Kind::End;
}

} // namespace lanyard
