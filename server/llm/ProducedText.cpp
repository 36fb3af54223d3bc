#include "llm/ProducedText.h"

#include "llm/JsonScan.h"

#include <algorithm>

namespace lanyard {

void ProducedText::add(std::string_view text)
{
    m_bytes += text.size();
    text = text.substr(0, kKept - m_text.size());
    if (m_text.size() + text.size() > kKept / 2)
        m_text.reserve(kKept); // doubling would take up to twice as much
    m_text.append(text);
}

void ProducedText::addJson(std::string_view raw)
{
    if (raw.size() < 2 || raw.front() != '"' || raw.back() != '"')
        return;
    const std::string_view inside = raw.substr(1, raw.size() - 2);
    if (inside.find('\\') == std::string_view::npos)
        add(inside);
    else if (checkJson(raw)) // an escape may be anything
        add(jsonString(raw).value_or(std::string()));
}

std::size_t ProducedText::addStringsAfter(std::string_view key, std::string_view json)
{
    std::size_t sum = 0;
    for (std::size_t at = json.find(key); at != std::string_view::npos; at = json.find(key, at)) {
        at = json.find_first_not_of(" \t:", at + key.size());
        if (at == std::string_view::npos || json[at] != '"')
            continue; // null, or a list of parts
        const std::size_t start = at++;
        while (at < json.size() && json[at] != '"')
            at += json[at] == '\\' ? 2 : 1;
        if (at >= json.size())
            break; // no whole string
        const std::string_view raw = json.substr(start, ++at - start);
        sum += raw.size() - 2;
        addJson(raw);
    }
    return sum;
}

} // namespace lanyard
