#include "upstream/SseSplitter.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace lanyard {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::size_t findFrom(std::string_view text, char wanted, std::size_t from)
{
    const void* found = from < text.size() ? std::memchr(text.data() + from, wanted, text.size() - from) : nullptr;
    return found ? static_cast<std::size_t>(static_cast<const char*>(found) - text.data()) : text.size();
}

/// Takes the next line off `text`, without its end.
std::string_view takeLine(std::string_view& text)
{
    std::size_t end = findFrom(text, '\n', 0);
    end = std::min(end, findFrom(text.substr(0, end), '\r', 0));
    const std::string_view line = text.substr(0, end);
    const bool crLf = text.substr(end, 2) == "\r\n";
    text.remove_prefix(std::min(text.size(), end + (crLf ? 2 : 1)));
    return line;
}

/// The value of `line` when its field is `name`: "data: x" -> "x", "data" -> "". False for another field or a comment.
bool readField(std::string_view line, std::string_view name, std::string_view& value)
{
    if (!line.starts_with(name))
        return false;
    line.remove_prefix(name.size());
    if (!line.empty() && line.front() != ':')
        return false;
    line.remove_prefix(std::min<std::size_t>(line.size(), 1));
    if (line.starts_with(' '))
        line.remove_prefix(1);
    value = line;
    return true;
}

} // namespace

SseFrame::SseFrame(std::string_view raw, bool mayHaveByteOrderMark, std::string& scratch) : m_raw(raw)
{
    std::string_view rest = raw;
    if (mayHaveByteOrderMark && rest.starts_with(kByteOrderMark))
        rest.remove_prefix(kByteOrderMark.size());
    bool joined = false;
    while (!rest.empty()) {
        const std::string_view line = takeLine(rest);
        std::string_view value;
        if (!readField(line, "data", value)) {
            readField(line, "event", m_event);
            continue;
        }
        if (!m_hasData) {
            m_data = value;
            m_hasData = true;
            continue;
        }
        if (!joined)
            scratch.assign(m_data);
        joined = true;
        scratch.append(1, '\n').append(value);
    }
    if (joined)
        m_data = scratch;
}

SseFrame SseSplitter::makeFrame(std::string_view raw)
{
    return {raw, std::exchange(m_first, false), m_scratch};
}

void SseSplitter::begin(std::string_view bytes)
{
    m_chunk = m_overflowed ? std::string_view() : bytes;
    m_frameStart = 0;
    m_position = 0;
    m_nextLf = findFrom(m_chunk, '\n', 0);
    m_nextCr = findFrom(m_chunk, '\r', 0);
}

bool SseSplitter::nextFrame(std::string_view& raw)
{
    if (m_afterCr && m_position == 0 && !m_chunk.empty()) {
        m_afterCr = false;
        if (m_chunk.front() == '\n') {
            m_position = 1;
            if (m_buffer.empty()) // the CR ended a frame that is gone already
                return endFrame(m_position, raw);
        }
    }
    std::size_t end = 0;
    while (nextLineEnd(end)) {
        const bool blank = m_atLineStart && end == m_position;
        const bool cr = m_chunk[end] == '\r';
        m_position = end + 1;
        if (cr && m_position < m_chunk.size() && m_chunk[m_position] == '\n')
            ++m_position;
        else if (cr && m_position == m_chunk.size())
            m_afterCr = true;
        m_atLineStart = true;
        if (blank)
            return endFrame(m_position, raw);
    }
    keepRest();
    return false;
}

bool SseSplitter::nextLineEnd(std::size_t& end)
{
    if (m_nextLf < m_position)
        m_nextLf = findFrom(m_chunk, '\n', m_position);
    if (m_nextCr < m_position)
        m_nextCr = findFrom(m_chunk, '\r', m_position);
    end = std::min(m_nextLf, m_nextCr);
    return end < m_chunk.size();
}

bool SseSplitter::endFrame(std::size_t end, std::string_view& raw)
{
    const std::string_view tail = m_chunk.substr(m_frameStart, end - m_frameStart);
    m_frameStart = end;
    if (m_buffer.wouldOverflow(tail)) {
        m_overflowed = true;
        m_chunk = {};
        return false;
    }
    raw = m_buffer.completedBy(tail);
    return true;
}

void SseSplitter::keepRest()
{
    const std::string_view rest = m_chunk.substr(std::min(m_frameStart, m_chunk.size()));
    if (m_position < m_chunk.size())
        m_atLineStart = false;
    m_chunk = {};
    if (rest.empty())
        return;
    if (m_buffer.wouldOverflow(rest))
        m_overflowed = true;
    else
        m_buffer.keep(rest);
}

} // namespace lanyard
