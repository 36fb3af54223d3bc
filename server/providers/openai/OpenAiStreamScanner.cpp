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

/// Length of the string values that stand behind `key` (with its quotes), as they are written.
std::size_t bytesOfStringsAfter(std::string_view data, std::string_view key)
{
    std::size_t sum = 0;
    for (std::size_t at = data.find(key); at != std::string_view::npos; at = data.find(key, at)) {
        at = data.find_first_not_of(" \t:", at + key.size());
        if (at == std::string_view::npos || data[at] != '"')
            continue; // null, or a list of parts
        const std::size_t start = ++at;
        while (at < data.size() && data[at] != '"')
            at += data[at] == '\\' ? 2 : 1;
        at = std::min(at, data.size());
        sum += at - start;
    }
    return sum;
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
    // The common case of a running stream: a delta without usage or error in it.
    if (m_committed && !mentions(data, "\"usage\"") && !mentions(data, "\"error\"")) {
        countText(data);
        return Kind::Content;
    }
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
    const ChoicesSeen choices = readChoices(top[0].value);
    m_finished |= choices.finished;
    if (!choices.any)
        return reported ? Kind::Usage : m_committed ? Kind::Content : Kind::Preamble;
    countText(data);
    m_committed |= choices.semantic || choices.finished;
    return m_committed ? Kind::Content : Kind::Preamble;
}

void OpenAiStreamScanner::countText(std::string_view data)
{
    // Good enough for an estimate that is only used when the provider reports nothing.
    for (const std::string_view key : {"\"content\"", "\"reasoning_content\"", "\"arguments\""})
        m_textBytes += bytesOfStringsAfter(data, key);
    m_finished = m_finished || bytesOfStringsAfter(data, "\"finish_reason\"") > 0;
}

} // namespace lanyard
