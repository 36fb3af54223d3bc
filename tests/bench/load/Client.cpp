#include "load/Client.h"

#include <array>
#include <charconv>
#include <sys/epoll.h>

namespace lanyard::bench {

namespace {

constexpr std::size_t kUsageWithin = 512;

std::uint64_t numberAfter(std::string_view text, std::string_view key)
{
    std::uint64_t value = 0;
    if (const std::size_t at = text.rfind(key); at != std::string_view::npos)
        std::from_chars(text.data() + at + key.size(), text.data() + text.size(), value);
    return value;
}

} // namespace

Client::Client(EventLoop& loop, std::uint16_t port, ClientOwner& owner, std::size_t index, int receiveBuffer)
    : m_loop(loop), m_owner(owner), m_index(index), m_socket(Socket::connecting(port, receiveBuffer)), m_reader(*this)
{
    m_loop.watch(m_socket.fd(), EPOLLIN, *this);
}

Client::~Client()
{
    if (m_socket.valid())
        m_loop.forget(m_socket.fd());
}

void Client::send(std::string_view request)
{
    m_unsent = request;
    m_busy = true;
    m_status = 0;
    m_bodyEnd.clear();
    flush();
}

void Client::stopReading()
{
    m_reading = false;
    m_loop.change(m_socket.fd(), 0);
}

void Client::onReady(std::uint32_t events)
{
    if (!m_reading) {
        if (events & (EPOLLERR | EPOLLHUP))
            lose();
        return;
    }
    if (events & EPOLLOUT)
        flush();
    if (m_socket.valid() && (events & ~EPOLLOUT))
        readMore();
}

void Client::flush()
{
    if (!m_socket.send(m_unsent))
        return lose();
    if (m_waitsForRoom != !m_unsent.empty()) {
        m_waitsForRoom = !m_unsent.empty();
        m_loop.change(m_socket.fd(), m_waitsForRoom ? EPOLLIN | EPOLLOUT : EPOLLIN);
    }
}

void Client::readMore()
{
    static thread_local std::array<char, 256 * 1024> buffer;
    const ssize_t received = m_socket.receive(buffer.data(), buffer.size());
    if (Socket::wouldBlock(received))
        return;
    if (received <= 0 || !m_reader.feed({buffer.data(), static_cast<std::size_t>(received)}))
        lose();
}

void Client::onHead(std::string_view head)
{
    m_status = statusOf(head);
}

void Client::onBody(std::string_view piece)
{
    if (piece.size() >= kUsageWithin) {
        m_bodyEnd.assign(piece.substr(piece.size() - kUsageWithin));
    } else {
        if (m_bodyEnd.size() > kUsageWithin)
            m_bodyEnd.erase(0, m_bodyEnd.size() - kUsageWithin);
        m_bodyEnd.append(piece);
    }
    m_owner.onBody(*this, piece);
}

void Client::onMessageEnd()
{
    if (m_status == 100) // an interim answer
        return;
    m_busy = false;
    m_owner.onAnswer(*this, {m_status, numberAfter(m_bodyEnd, "\"prompt_tokens\":"),
                             numberAfter(m_bodyEnd, "\"completion_tokens\":")});
}

void Client::lose()
{
    if (!m_socket.valid())
        return;
    m_loop.forget(m_socket.fd());
    m_socket.close();
    m_owner.onLost(*this, std::exchange(m_busy, false));
}

} // namespace lanyard::bench
