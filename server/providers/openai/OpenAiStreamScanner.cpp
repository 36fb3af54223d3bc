#include "providers/openai/OpenAiStreamScanner.h"

#include "llm/JsonScan.h"
#include "providers/openai/OpenAiFailures.h"
#include "providers/openai/OpenAiWire.h"

#include <algorithm>
#include <array>

namespace lanyard {
namespace {

bool mentions(std::string_view data, std::string_view key)
{
    return data.find(key) != std::string_view::npos;
}

struct ChoicesSeen
{
    bool any = false;
    bool semantic = false; ///< text, tool call, refusal, anything but the role
    bool finished = false;
};

bool saysSomething(std::string_view rawDelta)
{
    // Everything but these is content of some kind (content, reasoning_content, tool_calls, refusal, audio ...).
    std::array fields{JsonMember{"role"}, JsonMember{"content"}};
    if (!isJsonObject(rawDelta) || !scanJsonObject(rawDelta, fields))
        return false;
    if (!fields[1].value.empty() && !isJsonNull(fields[1].value) && fields[1].value != "\"\"")
        return true;
    for (const std::string_view key : {"\"reasoning", "\"tool_calls\"", "\"function_call\"", "\"refusal\":\"", "\"audio\""}) {
        if (mentions(rawDelta, key))
            return true;
    }
    return false;
}

ChoicesSeen readChoices(std::string_view raw)
{
    ChoicesSeen seen;
    (void)scanJsonArray(raw, [&](std::string_view choice) {
        std::array fields{JsonMember{"delta"}, JsonMember{"finish_reason"}};
        if (!scanJsonObject(choice, fields))
            return true;
        seen.any = true;
        seen.semantic |= saysSomething(fields[0].value);
        seen.finished |= fields[1].value.starts_with('"');
        return true;
    });
    return seen;
}

/// Where the string that starts at `at` ends: at its closing quote, or the end of `data`.
std::size_t endOfString(std::string_view data, std::size_t at)
{
    for (;; ++at) {
        at = data.find('"', at);
        if (at == std::string_view::npos)
            return data.size();
        std::size_t escapes = 0;
        while (escapes < at && data[at - 1 - escapes] == '\\')
            ++escapes;
        if (escapes % 2 == 0)
            return at;
    }
}

std::size_t skipBlanks(std::string_view data, std::size_t at)
{
    while (at < data.size() && (data[at] == ' ' || data[at] == '\t' || data[at] == '\n' || data[at] == '\r'))
        ++at;
    return at;
}

/// What one pass over a chunk tells, from string to string, without a look at the rest of its grammar.
struct Glance
{
    std::size_t textBytes = 0; ///< of what the model says, as it is written
    bool finished = false;     ///< a finish reason
    bool needsCloserLook = false; ///< a usage or an error that is not null
};

/// The words themselves go to `produced`.
Glance glanceAt(std::string_view data, ProducedText& produced)
{
    Glance seen;
    for (std::size_t at = data.find('"'); at < data.size(); at = data.find('"', at)) {
        const std::size_t end = endOfString(data, at + 1);
        const std::string_view key = data.substr(at + 1, end - at - 1);
        at = skipBlanks(data, end + 1);
        if (at >= data.size() || data[at] != ':')
            continue; // no name but a value
        at = skipBlanks(data, at + 1);
        const bool isString = at < data.size() && data[at] == '"';
        std::size_t length = 0;
        std::string_view value;
        if (isString) {
            const std::size_t valueEnd = endOfString(data, at + 1);
            length = valueEnd - at - 1;
            value = data.substr(at, length + 2);
            at = valueEnd + 1;
        }
        if (key == "content" || key == "reasoning_content" || key == "arguments") {
            seen.textBytes += length;
            produced.addJson(value);
        } else if (key == "finish_reason")
            seen.finished = seen.finished || length > 0;
        else if (key == "usage" || key == "error")
            seen.needsCloserLook = seen.needsCloserLook || isString || !data.substr(std::min(at, data.size())).starts_with("null");
        if (at >= data.size())
            break;
    }
    return seen;
}

} // namespace

StreamScanner::Kind OpenAiStreamScanner::look(std::string_view event, std::string_view data)
{
    if (data == "[DONE]") {
        m_finished = true;
        return Kind::End;
    }
    if (event == "error")
        return m_failure = openAiStreamFailure(data), Kind::Error;
    const Glance seen = glanceAt(data, m_produced);
    m_textBytes += seen.textBytes;
    m_finished = m_finished || seen.finished;
    // The common case of a running stream: a delta without usage or error in it.
    if (m_committed && !seen.needsCloserLook)
        return Kind::Content;
    return lookClosely(data);
}

StreamScanner::Kind OpenAiStreamScanner::lookClosely(std::string_view data)
{
    std::array top{JsonMember{"choices"}, JsonMember{"usage"}, JsonMember{"error"}};
    if (!scanJsonObject(data, top))
        return m_committed ? Kind::Content : Kind::Preamble; // not ours to judge; it is passed on as it is
    if (!top[2].value.empty() && !isJsonNull(top[2].value)) {
        m_failure = openAiStreamFailure(data);
        return Kind::Error;
    }
    const bool reported = isJsonObject(top[1].value);
    if (reported) {
        if (const auto usage = openAiUsage(top[1].value))
            m_usage = usage;
    }
    if (reported) // once at the end, or in every chunk
        m_produced.markReported();
    const ChoicesSeen choices = readChoices(top[0].value);
    m_finished |= choices.finished;
    if (!choices.any)
        return reported ? Kind::Usage : m_committed ? Kind::Content : Kind::Preamble;
    m_committed |= choices.semantic || choices.finished;
    return m_committed ? Kind::Content : Kind::Preamble;
}

} // namespace lanyard
