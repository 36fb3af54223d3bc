#include "upstream/PlainSocket.h"

#ifdef Q_OS_UNIX

#include <QEvent>
#include <QHostAddress>
#include <QSocketNotifier>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>
#include <utility>

namespace lanyard {
namespace {

constexpr std::size_t kPiecesPerWrite = 16;
/// A large body lies in a mapped file: what has been sent of it is let go before the next part is looked at.
constexpr std::size_t kBytesPerWrite = std::size_t{1} << 20;
#ifdef MSG_NOSIGNAL
constexpr int kSendFlags = MSG_NOSIGNAL;
#else
constexpr int kSendFlags = 0; // SO_NOSIGPIPE is set on the socket instead
#endif

socklen_t fill(sockaddr_storage& storage, const QHostAddress& address, quint16 port)
{
    if (address.protocol() == QAbstractSocket::IPv6Protocol) {
        auto* const in6 = reinterpret_cast<sockaddr_in6*>(&storage);
        const Q_IPV6ADDR bytes = address.toIPv6Address();
        in6->sin6_family = AF_INET6;
        in6->sin6_port = htons(port);
        std::memcpy(&in6->sin6_addr, &bytes, sizeof in6->sin6_addr);
        in6->sin6_scope_id = address.scopeId().toUInt();
        return sizeof *in6;
    }
    auto* const in4 = reinterpret_cast<sockaddr_in*>(&storage);
    in4->sin_family = AF_INET;
    in4->sin_port = htons(port);
    in4->sin_addr.s_addr = htonl(address.toIPv4Address());
    return sizeof *in4;
}

std::ptrdiff_t outcome(ssize_t done)
{
    if (done >= 0)
        return done;
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? PlainSocket::kWouldBlock : PlainSocket::kFailed;
}

void setOption(int descriptor, int level, int name)
{
    const int on = 1;
    ::setsockopt(descriptor, level, name, &on, sizeof on);
}

} // namespace

/// Tells the user without going through a signal.
class PlainSocket::Notifier final : public QSocketNotifier
{
public:
    Notifier(PlainSocket& owner, Type type) : QSocketNotifier(owner.m_descriptor, type), m_owner(owner) {}

protected:
    bool event(QEvent* event) override
    {
        if (event->type() != QEvent::SockAct)
            return QSocketNotifier::event(event);
        if (PlainSocketUser* const user = m_owner.m_user)
            type() == Read ? user->onSocketReadable() : user->onSocketWritable();
        return true;
    }

private:
    PlainSocket& m_owner;
};

void PlainSocket::Later::operator()(Notifier* notifier) const
{
    notifier->setEnabled(false);
    notifier->deleteLater();
}

PlainSocket::PlainSocket(int descriptor) : m_descriptor(descriptor), m_read(new Notifier(*this, QSocketNotifier::Read))
{
    m_read->setEnabled(false);
}

PlainSocket::~PlainSocket()
{
    m_read.reset();
    m_write.reset();
    ::close(m_descriptor); // last: the number may come again at once
}

std::unique_ptr<PlainSocket> PlainSocket::connectTo(const QHostAddress& address, quint16 port, int& systemError)
{
    sockaddr_storage storage{};
    const socklen_t size = fill(storage, address, port);
    const int descriptor = ::socket(storage.ss_family, SOCK_STREAM, 0);
    if (descriptor < 0) {
        systemError = errno;
        return nullptr;
    }
    ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) | O_NONBLOCK);
    setOption(descriptor, IPPROTO_TCP, TCP_NODELAY);
    setOption(descriptor, SOL_SOCKET, SO_KEEPALIVE);
#ifdef SO_NOSIGPIPE
    setOption(descriptor, SOL_SOCKET, SO_NOSIGPIPE);
#endif
    if (::connect(descriptor, reinterpret_cast<const sockaddr*>(&storage), size) != 0 && errno != EINPROGRESS) {
        systemError = errno;
        ::close(descriptor);
        return nullptr;
    }
    std::unique_ptr<PlainSocket> socket(new PlainSocket(descriptor));
    socket->setWriting(true);
    return socket;
}

int PlainSocket::connectError() const
{
    int error = 0;
    socklen_t size = sizeof error;
    return ::getsockopt(m_descriptor, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

std::ptrdiff_t PlainSocket::read(char* into, std::size_t atMost)
{
    return outcome(::recv(m_descriptor, into, atMost, 0));
}

std::ptrdiff_t PlainSocket::write(const std::vector<std::string_view>& pieces)
{
    std::array<iovec, kPiecesPerWrite> vectors;
    std::size_t count = 0;
    std::size_t room = kBytesPerWrite;
    for (; count < std::min(pieces.size(), vectors.size()) && room > 0; ++count) {
        const std::string_view piece = pieces[count].substr(0, room);
        vectors[count] = {const_cast<char*>(piece.data()), piece.size()};
        room -= piece.size();
    }
    msghdr message{};
    message.msg_iov = vectors.data();
    message.msg_iovlen = static_cast<decltype(message.msg_iovlen)>(count);
    return outcome(::sendmsg(m_descriptor, &message, kSendFlags));
}

void PlainSocket::setReading(bool on)
{
    m_read->setEnabled(on);
}

void PlainSocket::setWriting(bool on)
{
    if (!m_write) {
        if (!on)
            return;
        m_write.reset(new Notifier(*this, QSocketNotifier::Write));
    }
    m_write->setEnabled(on);
}

} // namespace lanyard

#endif
