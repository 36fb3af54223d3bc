#include "net/HttpReader.h"

#include <algorithm>
#include <charconv>
#include <strings.h>

namespace lanyard::bench {

namespace {

constexpr std::size_t kLongestHead = 64 * 1024;
constexpr std::string_view kEmptyLine = "\r\n\r\n";

/// The value of a header; empty if the head does not have it.
std::string_view headerOf(std::string_view head, std::string_view name)
{
    for (std::size_t line = head.find("\r\n"); line != std::string_view::npos; line = head.find("\r\n", line)) {
        line += 2;
        const std::string_view rest = head.substr(line);
        if (rest.size() > name.size() && rest[name.size()] == ':' &&
            strncasecmp(rest.data(), name.data(), name.size()) == 0) {
            std::string_view value = rest.substr(name.size() + 1, rest.find("\r\n") - name.size() - 1);
            value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
            return value;
        }
    }
    return {};
}

} // namespace

bool HttpReader::feed(std::string_view bytes)
{
    while (!bytes.empty()) {
        switch (m_state) {
        case State::Head:
            if (!takeHead(bytes))
                return false;
            break;
        case State::Body:
        case State::ChunkData:
            takeBody(bytes);
            break;
        case State::ChunkSize:
        case State::ChunkEnd:
        case State::Trailer:
            if (!takeChunkLine(bytes))
                return false;
            break;
        }
    }
    return true;
}

bool HttpReader::takeHead(std::string_view& bytes)
{
    if (m_partial.empty()) {
        if (const std::size_t end = bytes.find(kEmptyLine); end != std::string_view::npos) {
            const std::string_view head = bytes.substr(0, end);
            bytes.remove_prefix(end + kEmptyLine.size());
            return beginBody(head);
        }
    }
    const std::size_t before = m_partial.size();
    m_partial.append(bytes);
    const std::size_t end = m_partial.find(kEmptyLine, before < 3 ? 0 : before - 3);
    if (end == std::string::npos) {
        bytes = {};
        return m_partial.size() <= kLongestHead;
    }
    bytes.remove_prefix(end + kEmptyLine.size() - before);
    const std::string head = m_partial.substr(0, end);
    m_partial.clear();
    return beginBody(head);
}

bool HttpReader::beginBody(std::string_view head)
{
    m_sink.onHead(head);
    if (!headerOf(head, "transfer-encoding").empty()) {
        m_state = State::ChunkSize;
        return true;
    }
    const std::string_view length = headerOf(head, "content-length");
    m_left = 0;
    if (!length.empty() &&
        std::from_chars(length.data(), length.data() + length.size(), m_left).ptr != length.data() + length.size())
        return false;
    m_state = State::Body;
    if (m_left == 0)
        endMessage();
    return true;
}

void HttpReader::takeBody(std::string_view& bytes)
{
    const std::string_view piece = bytes.substr(0, m_left);
    bytes.remove_prefix(piece.size());
    m_left -= piece.size();
    m_sink.onBody(piece);
    if (m_left > 0)
        return;
    if (m_state == State::ChunkData)
        m_state = State::ChunkEnd;
    else
        endMessage();
}

bool HttpReader::takeChunkLine(std::string_view& bytes)
{
    const std::size_t end = bytes.find('\n');
    if (end == std::string_view::npos) {
        m_partial.append(bytes);
        bytes = {};
        return m_partial.size() <= kLongestHead;
    }
    m_partial.append(bytes.substr(0, end));
    bytes.remove_prefix(end + 1);
    if (!m_partial.empty() && m_partial.back() == '\r')
        m_partial.pop_back();
    const bool understood = onChunkLine(m_partial);
    m_partial.clear();
    return understood;
}

bool HttpReader::onChunkLine(std::string_view line)
{
    if (m_state == State::ChunkEnd) {
        m_state = State::ChunkSize;
        return line.empty();
    }
    if (m_state == State::Trailer) {
        if (line.empty())
            endMessage();
        return true;
    }
    m_left = 0;
    if (std::from_chars(line.data(), line.data() + line.size(), m_left, 16).ptr == line.data())
        return false;
    m_state = m_left == 0 ? State::Trailer : State::ChunkData;
    return true;
}

void HttpReader::endMessage()
{
    m_state = State::Head;
    m_sink.onMessageEnd();
}

int statusOf(std::string_view head)
{
    int status = 0;
    if (head.size() > 12 && head.substr(0, 7) == "HTTP/1.")
        std::from_chars(head.data() + 9, head.data() + 12, status);
    return status;
}

} // namespace lanyard::bench
