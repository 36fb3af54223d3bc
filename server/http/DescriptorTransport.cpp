#include "http/DescriptorTransport.h"

#ifdef Q_OS_UNIX

#include <QEvent>
#include <QSocketNotifier>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <optional>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

namespace lanyard {
namespace {

#ifdef MSG_NOSIGNAL
constexpr int kSendFlags = MSG_NOSIGNAL;
#else
constexpr int kSendFlags = 0; // SO_NOSIGPIPE is set on the socket instead
#endif

/// Tells the observer without going through a signal.
class Notifier final : public QSocketNotifier
{
public:
    Notifier(qintptr descriptor, Type type, TransportObserver& observer)
        : QSocketNotifier(descriptor, type), m_observer(observer)
    {}

protected:
    bool event(QEvent* event) override
    {
        if (event->type() != QEvent::SockAct)
            return QSocketNotifier::event(event);
        if (type() == Read)
            m_observer.onReadable();
        else
            m_observer.onWritable();
        return true;
    }

private:
    TransportObserver& m_observer;
};

class DescriptorTransport final : public Transport
{
public:
    DescriptorTransport(int descriptor, TransportObserver& observer)
        : m_descriptor(descriptor), m_observer(observer), m_readNotifier(descriptor, QSocketNotifier::Read, observer)
    {
        ::fcntl(m_descriptor, F_SETFL, ::fcntl(m_descriptor, F_GETFL) | O_NONBLOCK);
        const int on = 1;
        ::setsockopt(m_descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
#ifdef SO_NOSIGPIPE
        ::setsockopt(m_descriptor, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
    }
    ~DescriptorTransport() override
    {
        DescriptorTransport::close(CloseMode::Orderly);
    }

    std::ptrdiff_t read(char* into, std::size_t atMost) override
    {
        const ssize_t got = ::recv(m_descriptor, into, atMost, 0);
        return got >= 0 ? got : failure();
    }

    std::ptrdiff_t write(std::string_view first, std::string_view second) override
    {
        if (second.empty()) {
            const ssize_t sent = ::send(m_descriptor, first.data(), first.size(), kSendFlags);
            return sent >= 0 ? sent : failure();
        }
        std::array<iovec, 2> pieces{iovec{const_cast<char*>(first.data()), first.size()},
                                    iovec{const_cast<char*>(second.data()), second.size()}};
        msghdr message{};
        message.msg_iov = pieces.data();
        message.msg_iovlen = pieces.size();
        const ssize_t sent = ::sendmsg(m_descriptor, &message, kSendFlags);
        return sent >= 0 ? sent : failure();
    }

    void setReading(bool on) override
    {
        m_readNotifier.setEnabled(on);
    }

    void setWriting(bool on) override
    {
        if (!m_writeNotifier) {
            if (!on)
                return;
            m_writeNotifier.emplace(m_descriptor, QSocketNotifier::Write, m_observer);
        }
        m_writeNotifier->setEnabled(on);
    }

    void endWriting() override
    {
        ::shutdown(m_descriptor, SHUT_WR);
    }

    void close(CloseMode mode) override
    {
        if (m_descriptor == -1)
            return;
        // Before the number is free for another connection.
        m_readNotifier.setEnabled(false);
        if (m_writeNotifier)
            m_writeNotifier->setEnabled(false);
        if (mode == CloseMode::Reset) {
            const linger discard{1, 0};
            ::setsockopt(m_descriptor, SOL_SOCKET, SO_LINGER, &discard, sizeof discard);
        }
        ::close(std::exchange(m_descriptor, -1));
    }

private:
    static std::ptrdiff_t failure()
    {
        return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? kWouldBlock : kFailed;
    }

    int m_descriptor;
    TransportObserver& m_observer;
    Notifier m_readNotifier;
    std::optional<Notifier> m_writeNotifier; ///< made when the client is slow for the first time
};

} // namespace

std::unique_ptr<Transport> makeDescriptorTransport(qintptr descriptor, TransportObserver& observer)
{
    return std::make_unique<DescriptorTransport>(static_cast<int>(descriptor), observer);
}

} // namespace lanyard

#else

namespace lanyard {

std::unique_ptr<Transport> makeDescriptorTransport(qintptr, TransportObserver&)
{
    return nullptr;
}

} // namespace lanyard

#endif
