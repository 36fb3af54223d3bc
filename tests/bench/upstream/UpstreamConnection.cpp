#include "upstream/UpstreamConnection.h"
#include "upstream/Answers.h"

#include <algorithm>
#include <array>
#include <sys/epoll.h>

namespace lanyard::bench {

namespace {

constexpr std::size_t kScriptWithin = 1024;
constexpr std::size_t kHighWater = 64 * 1024; ///< a stream without pauses is written this far ahead

} // namespace

UpstreamConnection::UpstreamConnection(EventLoop& loop, Socket socket, std::uint64_t& answers,
                                       std::function<void(UpstreamConnection*)> gone)
    : m_loop(loop),
      m_socket(std::move(socket)),
      m_reader(*this),
      m_answers(answers),
      m_gone(std::move(gone)),
      m_timer(loop, [this] { onChunkDue(); })
{
    m_loop.watch(m_socket.fd(), EPOLLIN, *this);
}

void UpstreamConnection::onReady(std::uint32_t events)
{
    if (events & EPOLLOUT) {
        flush();
        if (!m_left && m_chunksLeft > 0 && m_script.every == 0)
            writeChunks();
    }
    if (!m_left && (events & ~EPOLLOUT))
        readMore();
}

void UpstreamConnection::readMore()
{
    static thread_local std::array<char, 256 * 1024> buffer;
    const ssize_t received = m_socket.receive(buffer.data(), buffer.size());
    if (Socket::wouldBlock(received))
        return;
    if (received <= 0 || !m_reader.feed({buffer.data(), static_cast<std::size_t>(received)}))
        leave();
}

void UpstreamConnection::onHead(std::string_view)
{
    m_bodyStart.clear();
}

void UpstreamConnection::onBody(std::string_view piece)
{
    m_bodyStart.append(piece.substr(0, kScriptWithin - std::min(kScriptWithin, m_bodyStart.size())));
}

void UpstreamConnection::onMessageEnd()
{
    m_script = scriptOf(m_bodyStart);
    if (m_script.chunks > 0)
        return beginStream();
    appendPlainAnswer(m_unsent, m_script.bytes, tokensOf(++m_answers));
    flush();
}

void UpstreamConnection::beginStream()
{
    appendStreamHead(m_unsent);
    m_chunksLeft = m_script.chunks;
    m_nextChunk = now();
    if (m_script.every == 0)
        writeChunks();
    else
        onChunkDue();
}

/// A late chunk does not move the later ones: the rate stays what was asked for.
void UpstreamConnection::onChunkDue()
{
    for (; m_chunksLeft > 0 && m_nextChunk <= now(); m_nextChunk += m_script.every) {
        appendStreamChunk(m_unsent, now(), m_script.bytes);
        --m_chunksLeft;
    }
    if (m_chunksLeft == 0)
        appendStreamEnd(m_unsent, tokensOf(++m_answers));
    else
        m_timer.startAt(m_nextChunk);
    flush();
}

/// One batch a turn, so that an endless stream does not keep the others waiting.
void UpstreamConnection::writeChunks()
{
    while (m_chunksLeft > 0 && m_unsent.size() < kHighWater) {
        appendStreamChunk(m_unsent, now(), m_script.bytes);
        --m_chunksLeft;
    }
    if (m_chunksLeft == 0)
        appendStreamEnd(m_unsent, tokensOf(++m_answers));
    flush();
}

void UpstreamConnection::flush()
{
    std::string_view rest = m_unsent;
    if (!m_socket.send(rest))
        return leave();
    m_unsent.erase(0, m_unsent.size() - rest.size());
    const bool waits = !m_unsent.empty() || (m_chunksLeft > 0 && m_script.every == 0);
    if (waits != m_waitsForRoom)
        m_loop.change(m_socket.fd(), waits ? EPOLLIN | EPOLLOUT : EPOLLIN);
    m_waitsForRoom = waits;
}

void UpstreamConnection::leave()
{
    if (m_left)
        return;
    m_left = true;
    m_timer.stop();
    m_loop.forget(m_socket.fd());
    m_socket.close();
    m_gone(this);
}

} // namespace lanyard::bench
