#include "http/ConnectionReply.h"

#include "http/Cors.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace lanyard {
namespace {

/// Below this a piece is copied into the output, so that it travels with its neighbours in one send.
constexpr std::size_t kCopyBelow = 16 * 1024;

void appendNumber(std::string& text, std::uint64_t number, int base = 10)
{
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, base).ptr;
    text.append(digits.data(), end);
}

void appendStatusLine(std::string& text, int status)
{
    if (status == 200) {
        text += "HTTP/1.1 200 OK\r\n";
        return;
    }
    text += "HTTP/1.1 ";
    appendNumber(text, static_cast<std::uint64_t>(status));
    text += ' ';
    text += reasonPhrase(status);
    text += "\r\n";
}

/// Framing is the connection's; a handler that copied such a field from elsewhere must not break it.
bool isFramingField(std::string_view name)
{
    switch (name.empty() ? '\0' : name.front() | 0x20) {
    case 'c':
        return equalsIgnoringCase(name, "content-length") || equalsIgnoringCase(name, "connection");
    case 't':
        return equalsIgnoringCase(name, "transfer-encoding") || equalsIgnoringCase(name, "trailer");
    case 'k':
        return equalsIgnoringCase(name, "keep-alive");
    case 'u':
        return equalsIgnoringCase(name, "upgrade");
    default:
        return false;
    }
}

/// A line end inside a value would let it write header fields of its own.
void appendValue(std::string& text, std::string_view value)
{
    const std::size_t start = text.size();
    text += value;
    for (const char bad : {'\r', '\n', '\0'}) {
        for (std::size_t at = text.find(bad, start); at != std::string::npos; at = text.find(bad, at))
            text[at] = ' ';
    }
}

} // namespace

ConnectionReply::Framing ConnectionReply::framingFor(int status, std::int64_t contentLength) const
{
    if (status == 204 || status == 304 || status < 200)
        return Framing::NoBody;
    if (contentLength >= 0)
        return Framing::Length;
    return m_request.minorVersion > 0 ? Framing::Chunked : Framing::UntilClose;
}

void ConnectionReply::begin(int status, const HttpHeaders& headers, std::int64_t contentLength)
{
    if (!m_target)
        return;
    m_framing = framingFor(status, contentLength);
    m_toCome = std::max<std::int64_t>(contentLength, 0);
    m_keepConnection = m_target->replyKeepsConnection() && m_framing != Framing::UntilClose;
    appendHead(m_target->replyOutput(), status, headers, contentLength);
    m_target->replyGrew();
}

void ConnectionReply::appendHead(std::string& text, int status, const HttpHeaders& headers, std::int64_t contentLength)
{
    appendStatusLine(text, status);
    for (const auto& [name, value] : headers) {
        if (isFramingField(name))
            continue;
        appendValue(text, name);
        text += ": ";
        appendValue(text, value);
        text += "\r\n";
    }
    if (!m_request.allowedOrigin.empty())
        CorsPolicy::appendFields(text, m_request.allowedOrigin);
    if (m_framing == Framing::Length) {
        text += "Content-Length: ";
        appendNumber(text, static_cast<std::uint64_t>(contentLength));
        text += "\r\n";
    } else if (m_framing == Framing::Chunked) {
        text += "Transfer-Encoding: chunked\r\n";
    }
    if (!m_keepConnection)
        text += "Connection: close\r\n";
    else if (m_request.minorVersion == 0)
        text += "Connection: keep-alive\r\n";
    text += "\r\n";
}

void ConnectionReply::write(std::string_view bytes)
{
    if (!m_target || m_ended || bytes.empty())
        return;
    if (m_framing == Framing::Length)
        bytes = bytes.substr(
            0, static_cast<std::size_t>(std::min<std::int64_t>(m_toCome, static_cast<std::int64_t>(bytes.size()))));
    m_toCome -= static_cast<std::int64_t>(bytes.size());
    if (m_request.head || m_framing == Framing::NoBody || bytes.empty())
        return;
    std::string& text = m_target->replyOutput();
    if (m_framing == Framing::Chunked) {
        appendNumber(text, bytes.size(), 16);
        text += "\r\n";
    }
    if (bytes.size() < kCopyBelow)
        text += bytes;
    else
        m_target->replyWrite(bytes);
    // The target may have gone meanwhile.
    if (m_target && m_framing == Framing::Chunked)
        m_target->replyOutput() += "\r\n";
    if (m_target)
        m_target->replyGrew();
}

void ConnectionReply::writeWhole(std::string&& body)
{
    const bool asItIs = m_target && !m_ended && !m_request.head && m_framing == Framing::Length && body.size() >= kCopyBelow &&
                        m_toCome == static_cast<std::int64_t>(body.size());
    if (!asItIs)
        return write(body);
    m_toCome = 0;
    m_target->replyAdopt(std::move(body));
    if (m_target) // may have gone meanwhile
        m_target->replyGrew();
}

void ConnectionReply::end()
{
    if (m_ended)
        return;
    // Fewer bytes than were promised: the client must not take the next answer for the rest of this one.
    if (m_framing == Framing::Length && m_toCome > 0 && !m_request.head)
        return abort();
    if (m_target && m_framing == Framing::Chunked && !m_request.head)
        m_target->replyOutput() += "0\r\n\r\n";
    finish(m_keepConnection);
}

void ConnectionReply::finish(bool keepConnection)
{
    m_ended = true;
    m_observer = nullptr;
    if (ReplyTarget* target = std::exchange(m_target, nullptr))
        target->replyEnded(keepConnection);
}

void ConnectionReply::abort()
{
    if (m_ended)
        return;
    m_ended = true;
    m_observer = nullptr;
    if (ReplyTarget* target = std::exchange(m_target, nullptr))
        target->replyAborted(m_framing == Framing::UntilClose);
}

void ConnectionReply::tellDrained()
{
    if (m_observer && !m_ended)
        m_observer->onReplyDrained();
}

void ConnectionReply::tellClientGone()
{
    if (m_ended)
        return;
    if (ReplyObserver* observer = std::exchange(m_observer, nullptr))
        observer->onClientGone();
}

} // namespace lanyard
