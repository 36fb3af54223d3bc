#include "providers/openai/OpenAiEventScanner.h"

#include "providers/openai/OpenAiFailures.h"
#include "providers/openai/OpenAiWire.h"

namespace lanyard {
namespace {

bool isPreamble(std::string_view type)
{
    return type == "response.created" || type == "response.in_progress" || type == "response.queued";
}

} // namespace

StreamScanner::Kind OpenAiEventScanner::look(std::string_view event, std::string_view data)
{
    if (data == "[DONE]") {
        m_finished = true;
        return Kind::End;
    }
    if (m_committed && event.ends_with(".delta")) {
        m_textBytes += m_produced.addStringsAfter("\"delta\"", data);
        return Kind::Content;
    }
    return lookClosely(data);
}

StreamScanner::Kind OpenAiEventScanner::lookClosely(std::string_view data)
{
    if (!m_document.parse(data))
        return m_committed ? Kind::Content : Kind::Preamble; // not ours to judge; it is passed on as it is
    const JsonValue root = m_document.root();
    const std::string type = root["type"].text();
    if (type == "error" || type == "response.failed" || root["error"].isObject()) {
        m_failure = openAiStreamFailure(type == "response.failed" ? root["response"].raw() : data);
        return Kind::Error;
    }
    if (isPreamble(type))
        return Kind::Preamble;
    const JsonValue usage = root["response"]["usage"].isObject() ? root["response"]["usage"] : root["usage"];
    if (const auto report = openAiUsage(usage.raw()))
        m_usage = report;
    if (type == "response.completed" || type == "response.incomplete") {
        m_finished = true;
        return Kind::End;
    }
    for (const JsonValue choice : root["choices"]) {
        m_finished |= choice["finish_reason"].isString();
        m_textBytes += choice["text"].raw().size();
        m_produced.addJson(choice["text"].raw());
    }
    if (type.ends_with(".delta"))
        m_textBytes += m_produced.addStringsAfter("\"delta\"", data);
    if (!type.starts_with("response.")) // the others say at their end that they are done
        m_finished |= type.ends_with(".done") || type.ends_with(".completed");
    m_committed = true;
    return Kind::Content;
}

} // namespace lanyard
