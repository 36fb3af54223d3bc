#include "upstream/ResponseHead.h"

#include <charconv>

namespace lanyard {
namespace {

std::string_view trimmed(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

} // namespace

bool ResponseHead::take(std::string_view line)
{
    if (m_complete)
        return true; // a trailer
    m_bytes += line.size();
    if (m_bytes > kMaxBytes)
        return false;
    while (line.ends_with('\n') || line.ends_with('\r'))
        line.remove_suffix(1);
    if (line.starts_with("HTTP/")) {
        takeStatusLine(line);
    } else if (line.empty()) {
        m_complete = m_status >= 200;
    } else if (const std::size_t colon = line.find(':'); colon != std::string_view::npos) {
        m_headers.add(line.substr(0, colon), trimmed(line.substr(colon + 1)));
    }
    return true;
}

void ResponseHead::takeStatusLine(std::string_view line)
{
    m_headers.clear();
    m_headers.reserve(24);
    m_status = 0;
    line.remove_prefix(std::min(line.size(), line.find(' ')));
    line = trimmed(line);
    std::from_chars(line.data(), line.data() + line.size(), m_status);
}

} // namespace lanyard
