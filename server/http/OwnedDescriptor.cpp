#include "http/OwnedDescriptor.h"

#include <QHostAddress>

#ifdef Q_OS_WIN
#include <winsock2.h>
#include <ws2tcpip.h>
#else
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

#include <algorithm>

namespace lanyard {
namespace {

#ifdef Q_OS_WIN
using SocketNumber = SOCKET;
using AddressLength = int;
#else
using SocketNumber = int;
using AddressLength = socklen_t;
#endif

} // namespace

OwnedDescriptor& OwnedDescriptor::operator=(OwnedDescriptor&& other) noexcept
{
    if (this != &other) {
        reset();
        m_descriptor = other.release();
    }
    return *this;
}

void OwnedDescriptor::reset()
{
    if (m_descriptor == -1)
        return;
#ifdef Q_OS_WIN
    ::closesocket(static_cast<SOCKET>(release()));
#else
    ::close(static_cast<int>(release()));
#endif
}

void limitUnsentBytes(qintptr descriptor)
{
#ifdef TCP_NOTSENT_LOWAT
    const int most = 128 * 1024; // a full send and the one that is being made ready
    ::setsockopt(static_cast<SocketNumber>(descriptor), IPPROTO_TCP, TCP_NOTSENT_LOWAT, &most, sizeof most);
#else
    Q_UNUSED(descriptor)
#endif
}

std::optional<Peer> peerOf(qintptr descriptor)
{
    sockaddr_storage storage{};
    AddressLength length = sizeof storage;
    if (::getpeername(static_cast<SocketNumber>(descriptor), reinterpret_cast<sockaddr*>(&storage), &length) != 0)
        return std::nullopt;
    const QHostAddress host(reinterpret_cast<const sockaddr*>(&storage));
    Peer peer;
    const Q_IPV6ADDR bytes = host.toIPv6Address(); // IPv4 comes as ::ffff:a.b.c.d
    std::copy(std::begin(bytes.c), std::end(bytes.c), peer.address.begin());
    peer.port = ntohs(storage.ss_family == AF_INET6 ? reinterpret_cast<const sockaddr_in6&>(storage).sin6_port
                                                    : reinterpret_cast<const sockaddr_in&>(storage).sin_port);
    peer.loopback = host.isLoopback();
    return peer;
}

} // namespace lanyard
